"""Student numbers: built-in patterns and those of the district."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .lines import Lines
from .masking import mask_digits
from .normalizing import lowered

_BETWEEN: Final = r"(?: ?(?:is|was|es|=|:|#|-|\(|no\.?|n[uú]m\.?|number|n[uú]mero)){0,4} ?"
_NUMBER: Final = r"(?P<number>\d(?:[ -]?\d){4,9})(?![ -]?\d|[.,]\d| ?%|st\b|nd\b|rd\b|th\b)"
_PIN: Final = r"(?P<number>\d{4,10})(?![ -]?\d|[.,]\d| ?%)"
_LUNCH: Final = r"(?:lunch|meal|cafeteria|breakfast)"
_ALMUERZO: Final = r"(?:clave|pin|nip|n[uú]mero|c[oó]digo) (?:de|del) (?:almuerzo|comedor|lonche)"
# Student information systems.
_RECORDS: Final = r"(?:powerschool|infinite campus|skyward|aeries)"
_IDENTITY: Final = r"(?:ids?\b|i\.d\.|identifi(?:cation|er)s?\b|number\b|no\.|#)"
_SOCIAL_SECURITY: Final = (
    r"(?:s\.?s\.?n(?![a-z])\.?|ss(?= ?#)|social security(?: card)?|seguro social)"
)
_IDENTIDAD: Final = r"(?:n[uú]mero|n[uú]m\.|no\.|id|identificaci[oó]n|clave|matr[ií]cula)"

# Each usual pattern, with words; every match contains one of them.
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
        # A social security number is recognized by its form alone.
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
"""The usual forms of a student's number.

Searched without regard to case in text with plain digits and single spaces. A group called `number`
contains the digits; without one, the whole match is the number.
"""

LONGEST_PATTERN: Final = 500
_REPEAT: Final = re.compile(r"[*+]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\}")
# A repetition with a higher bound counts as unbounded.
_MANY: Final = 20
_MOST_ENDLESS: Final = 4
_COMMENT: Final = re.compile(r"\(\?(?:#|[a-zA-Z-]*x)")


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """How to check a text.

    `today` is the day of publishing in the district's time zone; it decides whether a birth date
    can be a student's. `student_numbers` are regular expressions for a student's number: the usual
    ones and the district's own, each of which must pass `check_pattern`. `staff` are the people who
    work here, in the form of `name_key`: that they are out, ill or teach in the resource room is no
    student's record.
    """

    today: date
    student_numbers: tuple[str, ...] = STUDENT_NUMBER_PATTERNS
    staff: frozenset[str] = frozenset()


def check_pattern(pattern: str) -> None:
    """Raise ValueError, with a sentence for people, unless a district's pattern is safe to search
    with.

    Refuses an invalid or ambiguous regular expression, more than 500 characters, a match in an
    empty text, a comment, more than four unbounded repetitions, and a repeated repetition
    ("(a+)+"). The last two can take longer than anyone waits.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"The pattern is longer than {LONGEST_PATTERN} characters.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # "[[" will mean something else one day
            expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, FutureWarning, OverflowError) as error:
        raise ValueError(f"This is not a clear regular expression: {error}.") from error
    if expression.search("") or expression.fullmatch(" "):
        raise ValueError("The pattern matches an empty text.")
    if _COMMENT.search(_without_classes(pattern)):
        raise ValueError("The pattern contains a comment.")
    endless = [
        repeat for repeat in _REPEAT.finditer(_without_classes(pattern)) if _is_endless(repeat)
    ]
    if len(endless) > _MOST_ENDLESS:
        raise ValueError(f"The pattern repeats without end more than {_MOST_ENDLESS} times.")
    if _repeats_a_repetition(pattern):
        raise ValueError("The pattern repeats a repetition, which can take forever.")


class Search(NamedTuple):
    """A pattern ready to search with.

    `group` contains the number. Every match contains one of the lower-case `words` and four digits;
    a district's own pattern has no words and is tried everywhere.
    """

    pattern: re.Pattern[str]
    group: str | int
    words: tuple[str, ...]


@lru_cache(maxsize=32)
def compiled(patterns: tuple[str, ...]) -> tuple[Search, ...]:
    """Return the patterns ready to search with. Raises ValueError as `check_pattern` does."""
    for pattern in patterns:
        check_pattern(pattern)
    return tuple(_search(pattern) for pattern in patterns)


def _search(pattern: str) -> Search:
    expression = re.compile(pattern, re.IGNORECASE)
    group = "number" if "number" in expression.groupindex else 0
    return Search(expression, group, dict(_USUAL).get(pattern, ()))


def _repeats_a_repetition(pattern: str) -> bool:
    """True if a group with a repetition or a choice is itself repeated without a bound."""
    plain = _without_classes(pattern)
    open_groups = [False]  # does the group contain a repetition or a choice?
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
    """Return the pattern with an "x" for each escape and each [character class]."""
    return re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "student-number",
        "",
        "error",
        _("This looks like a student's number: “%(excerpt)s”."),
        _("With the number, someone could get into the student's records or lunch account."),
        _("Remove the number, and give it to the family in person."),
        clause="ferpa",
    ),
)


# A district's own pattern searches pieces of this length, so that it cannot stall the gate. The
# overlap, longer than any number with its words, catches a number that a cut would divide.
_PIECE: Final = 200
_OVERLAP: Final = 150
# Every usual number has four digits or more.
_FOUR_DIGITS: Final = re.compile(r"[0-9](?:[ -]?[0-9]){3}")
# Digits that stay visible, to find the number by.
_DIGITS_SHOWN: Final = 2

# Numbers that may follow the words "student ID" and have another form.
_SOMETHING_ELSE: Final = re.compile(
    r"""\d{3}[ -]\d{3}[ -]\d{4}          # a phone number
      | \d{3}-\d{4}
      | (?:19|20)\d\d-\d\d(?:-\d\d)?     # a day, or a school year
      | \d{1,2}-\d{1,2}-(?:\d\d|\d{4})
      | (?:19|20)\d\d[ -]+(?:19|20)\d\d  # years
    """,
    re.VERBOSE,
)
_SAMPLE: Final = re.compile(
    r"\b(?:samples?|for example|an example|to practice|ejemplos?)\b", re.IGNORECASE
)
_NUMBER_CELL: Final = re.compile(r"[#\w]{0,2}?\d(?:[ -]?\d){3,9}")
_ADDRESS_REACH: Final = 40
_ADDRESS_GOES_ON: Final = re.compile(
    r" (?:[NSEW]\.? )?[A-Z][\w'-]{0,20} (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|"
    r"Boulevard|Way|Ct|Court|Hwy|Highway)\b"
)


def need_digits(rules: PrivacyRules) -> bool:
    """True if only the usual patterns are searched for, each of which needs a digit.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    return all(search.words for search in compiled(rules.student_numbers))


def places(lines: Lines, rules: PrivacyRules) -> Iterable[int]:
    """Return the starts of lines that may contain a student's number.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    if not need_digits(rules):
        return lines.all()
    searches = compiled(rules.student_numbers)
    numbered = list(lines.matching(_FOUR_DIGITS))
    words = (word for search in searches for word in search.words)
    return numbered if numbered and lines.hold_any(words) else ()


def find(line: str, rules: PrivacyRules) -> Iterator[Fault]:
    """Yield a fault for each student's number in one undisguised line."""
    is_sample = _SAMPLE.search(line) is not None
    reported: set[int] = set()
    pieces = [
        (start, min(start + _PIECE + _OVERLAP, len(line)))
        for start in range(0, max(len(line), 1), _PIECE)
    ]
    promising = [
        (start, end, lowered(line[start:end]))
        for start, end in pieces
        if _FOUR_DIGITS.search(line, start, end)
    ]
    for search in compiled(rules.student_numbers):
        if search.words:
            read = [
                (start, end)
                for start, end, piece in promising
                if any(word in piece for word in search.words)
            ]
        else:
            read = pieces
        for start, end in read:
            for match in search.pattern.finditer(line, start, end):
                if match.end() == end < len(line):
                    continue  # cut off here; the next piece has it whole
                at = match.start(search.group)
                after = line[match.end(search.group) : match.end(search.group) + _ADDRESS_REACH]
                if at in reported or _is_something_else(match[search.group], after) or is_sample:
                    continue
                reported.add(at)
                yield Fault("student-number", _excerpt(match, search.group))


def is_number(cell: str) -> bool:
    """True if a table cell below the heading "Student ID" contains such a number."""
    return bool(_NUMBER_CELL.fullmatch(cell)) and not (_SOMETHING_ELSE.fullmatch(cell))


def _is_something_else(number: str, after: str) -> bool:
    return bool(_SOMETHING_ELSE.fullmatch(number) or _ADDRESS_GOES_ON.match(after))


def _excerpt(match: re.Match[str], group: str | int) -> str:
    whole, start = match[0], match.start(group) - match.start()
    end = match.end(group) - match.start()
    hidden = mask_digits(whole[start:end], keep=_DIGITS_SHOWN)
    return clip(whole[:start] + hidden + whole[end:])
