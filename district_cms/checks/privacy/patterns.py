"""What the privacy checks look for, and what a district may set about them."""

import re
import warnings
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

_BETWEEN: Final = r"(?: ?(?:is|was|es|=|:|#|-|\(|no\.?|n[uú]m\.?|number|n[uú]mero)){0,4} ?"
_NUMBER: Final = r"(?P<number>\d(?:[ -]?\d){4,9})(?![ -]?\d|[.,]\d| ?%|st\b|nd\b|rd\b|th\b)"
_PIN: Final = r"(?P<number>\d{4,10})(?![ -]?\d|[.,]\d| ?%)"
_LUNCH: Final = r"(?:lunch|meal|cafeteria|breakfast)"
_ALMUERZO: Final = r"(?:clave|pin|nip|n[uú]mero|c[oó]digo) (?:de|del) (?:almuerzo|comedor|lonche)"
# Programs in which schools keep their students' records.
_RECORDS: Final = r"(?:powerschool|infinite campus|skyward|aeries)"
_IDENTITY: Final = r"(?:ids?\b|i\.d\.|identifi(?:cation|er)s?\b|number\b|no\.|#)"
_SOCIAL_SECURITY: Final = (
    r"(?:s\.?s\.?n(?![a-z])\.?|ss(?= ?#)|social security(?: card)?|seguro social)"
)
_IDENTIDAD: Final = r"(?:n[uú]mero|n[uú]m\.|no\.|id|identificaci[oó]n|clave|matr[ií]cula)"

# Each usual pattern, and words without one of which it finds nothing.
_USUAL: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        rf"\bstudents?(?:'s|s')? ?(?:school )?{_IDENTITY}{_BETWEEN}{_NUMBER}",
        ("student",),
    ),
    (
        rf"\b(?:pupil|learner|perm(?:anent)?|state student) ?{_IDENTITY}{_BETWEEN}{_NUMBER}",
        ("pupil", "learner", "perm", "student"),
    ),
    (
        rf"\bstudent (?:log-?in|user ?name){_BETWEEN}{_NUMBER}",
        ("student",),
    ),
    (
        rf"\b{_RECORDS}(?: student)? ?{_IDENTITY}{_BETWEEN}{_NUMBER}",
        ("powerschool", "infinite campus", "skyward", "aeries"),
    ),
    (
        rf"\b(?:his|her) (?:school )?(?:ids?\b|i\.d\.){_BETWEEN}{_NUMBER}",
        ("his id", "her id", "his i.d", "her i.d", "his school", "her school"),
    ),
    (
        rf"\b(?:(?-i:SS?ID)|sasids?)\b{_BETWEEN}{_NUMBER}",
        ("sid",),
    ),
    (
        rf"\b{_SOCIAL_SECURITY}{_BETWEEN}{_NUMBER}",
        ("ssn", "s.s.n", "ss#", "ss #", "social"),
    ),
    (
        # A social security number is one by its form, whatever stands beside it.
        r"(?<![\w-])(?P<number>\d{3}-\d{2}-\d{4})(?![\w-])",
        ("-",),
    ),
    (
        rf"\b{_LUNCH} ?(?:pin\b|id\b|account\b|number\b|no\.|code\b|#){_BETWEEN}{_PIN}",
        ("lunch", "meal", "cafeteria", "breakfast"),
    ),
    (
        rf"\b{_IDENTIDAD} del? (?:la )?(?:estudiante|alumn[oa]|estudiantil)\b{_BETWEEN}{_NUMBER}",
        ("estudiant", "alumn"),
    ),
    (
        rf"\b{_ALMUERZO}\b{_BETWEEN}{_PIN}",
        ("almuerzo", "comedor", "lonche"),
    ),
    (
        rf"(?<![\d.,$-]){_NUMBER} ?(?:\(|is (?:his|her|their|your|my|the) )student (?:id|number)\b",
        ("student",),
    ),
)

STUDENT_NUMBER_PATTERNS: Final = tuple(pattern for pattern, _words in _USUAL)
"""How a student's number is usually written.

Searched without regard to case in text with plain digits and single spaces. A group called
`number` holds the digits; without one, the whole match is the number.
"""

LONGEST_PATTERN: Final = 500
_REPEAT: Final = re.compile(r"[*+]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\}")
# More than this many times is as good as without end.
_MANY: Final = 20
_MOST_ENDLESS: Final = 4
_COMMENT: Final = re.compile(r"\(\?(?:#|[a-zA-Z-]*x)")


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """How to read a text.

    `today` is the day of publishing in the district's time zone: whether a birth date can be a
    student's depends on it. `student_numbers` are regular expressions that find a student's number;
    a district adds its own to the usual ones, and each must pass `check_pattern`. `staff` are the
    people who work here, each as `names.key` writes a name: that they are out, ill or teach in the
    resource room is no student's record.
    """

    today: date
    student_numbers: tuple[str, ...] = STUDENT_NUMBER_PATTERNS
    staff: frozenset[str] = frozenset()


def check_pattern(pattern: str) -> None:
    """Raise ValueError, with a sentence, unless a district's pattern is safe to search with.

    Refused: what is no regular expression or an ambiguous one, is longer than 500 characters, finds
    something in an empty text, holds a comment, repeats without end more than four times, or
    repeats a repetition ("(a+)+"): the last two can take longer than anyone waits.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"The pattern is longer than {LONGEST_PATTERN} characters.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # "[[" will mean something else one day
            expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, FutureWarning, OverflowError) as error:
        raise ValueError(f"This is no clear regular expression: {error}.") from error
    if expression.search("") or expression.fullmatch(" "):
        raise ValueError("The pattern finds something in an empty text.")
    if _COMMENT.search(_without_classes(pattern)):
        raise ValueError("The pattern holds a comment.")
    endless = [
        repeat for repeat in _REPEAT.finditer(_without_classes(pattern)) if _is_endless(repeat)
    ]
    if len(endless) > _MOST_ENDLESS:
        raise ValueError(f"The pattern repeats without end more than {_MOST_ENDLESS} times.")
    if _repeats_a_repetition(pattern):
        raise ValueError("The pattern repeats a repetition, which can take forever.")


class Search(NamedTuple):
    """A pattern ready to search with.

    `group` holds the number. `words` are lower-case words without one of which nothing is found,
    nor without four digits; a district's own pattern has none, and is tried everywhere.
    """

    pattern: re.Pattern[str]
    group: str | int
    words: tuple[str, ...]


@lru_cache(maxsize=32)
def compiled(patterns: tuple[str, ...]) -> tuple[Search, ...]:
    """Return the patterns ready to search with; raise ValueError as `check_pattern` does."""
    for pattern in patterns:
        check_pattern(pattern)
    return tuple(_search(pattern) for pattern in patterns)


def _search(pattern: str) -> Search:
    expression = re.compile(pattern, re.IGNORECASE)
    group = "number" if "number" in expression.groupindex else 0
    return Search(expression, group, dict(_USUAL).get(pattern, ()))


def _repeats_a_repetition(pattern: str) -> bool:
    """True if a group that repeats something, or chooses, is itself repeated without end."""
    plain = _without_classes(pattern)
    open_groups = [False]  # does the group hold a repetition or a choice?
    at = 0
    while at < len(plain):
        repeat = _REPEAT.match(plain, at)
        if plain[at] == "(":
            open_groups.append(False)
        elif plain[at] == ")":
            inner = open_groups.pop()
            after = _REPEAT.match(plain, at + 1)
            if inner and after and _is_endless(after):
                return True
            open_groups[-1] |= inner
        elif plain[at] == "|" or (repeat and _is_endless(repeat)):
            open_groups[-1] = True
        at += 1
    return False


def _is_endless(repeat: re.Match[str]) -> bool:
    if repeat[0] in ("*", "+"):
        return True
    most = repeat["most"] or ("" if repeat["comma"] else repeat["least"])
    return not most or int(most) > _MANY


def _without_classes(pattern: str) -> str:
    """Return the pattern with escapes and [character classes] as plain letters."""
    return re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)
