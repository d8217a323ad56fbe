"""Grades beside a name: "Maria Lopez: 87%", "Jaylen got a B+", rows of names and scores."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .kinds import PUBLIC
from .lines import Lines
from .masking import mask_digits, mask_letters, mask_name
from .naming.people import name_at_end, name_at_start
from .normalizing import lowered

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "grade-beside-name",
        "",
        "error",
        _("There seems to be a grade next to a student's name: “%(excerpt)s”."),
        PUBLIC,
        _("Remove the name or the grade; the gradebook shows it to the family."),
        clause="ferpa",
    ),
)


# Begins with a set of characters, so that the search skips most positions quickly.
SCORE: Final = re.compile(
    r"""[0-9A-DF](?<![\w$/.,+-].)(?:
        (?<=[0-9])[0-9]{0,2}(?:
            (?P<percent>(?:\.[0-9]{1,2})?\ ?(?:%|percent\b|por\ ciento\b))
          | (?P<fraction>\ ?(?:/|out\ of|de)\ ?[0-9]{1,3})(?![\w/]|[.,][0-9])
          | (?P<number>(?:\.[0-9]{1,2})?)(?![\w/%:$-]|[.,][0-9])
        )
      | (?<=[A-F])(?:
            (?P<signed>[+-])(?![\w+-])
          | (?P<letter>)(?![\w'+-])
        )
    )""",
    re.VERBOSE | re.DOTALL,
)
_LOOK_BACK: Final = 100
_LOOK_AHEAD: Final = 60

# Between the name and the score.
_COLON: Final = re.compile(r"(?: ?\([^()]{1,20}\))? ?(?:[:=,(|•·→-]|->|\.{2,10})? ?$")
_VERB: Final = re.compile(
    r"""(?:,?\ who)?\ (?:(?:has|have|had)\ )?(?:also\ |just\ |only\ |already\ |recently\ )?
    (?:got|gets|earned|earns|received|receives|scored|scores|has|had|achieved
      |(?:is|for)\ (?:getting|earning|scoring|receiving)|sac[oó]|obtuvo|recibi[oó]|tiene|logr[oó]
      |(?:(?:is|was)\ )?(?:fail|pass)(?:ed|ing)(?:\ [\w']{1,15}){0,3}\ with
      |(?:a|re)prob[oó](?:\ [\w']{1,15}){0,3}\ con)
    (?P<article>\ (?:an?|another|una?))?
    (?:\ (?:score|mark|average|(?P<noun>grade|nota|calificaci[oó]n|promedio))\ (?:of|de))?\ $""",
    re.VERBOSE,
)
_GRADE_WORD: Final = r"(?:grade|score|mark|average|gpa|result|calificaci[oó]n|nota|promedio)s?"
_POSSESSIVE: Final = re.compile(
    rf"""'s?\ (?:[\w-]{{1,20}}\ ){{0,3}}{_GRADE_WORD}
    (?:\ (?:on|in|for)(?:\ [\w\#'-]{{1,20}}){{1,4}}?)?
    (?:\ ?[:=-]|\ (?:is|was)(?:\ now)?(?:\ an?)?)?\ ?$""",
    re.IGNORECASE | re.VERBOSE,
)
_IS: Final = re.compile(r" (?:is|was|es|fue)(?: an?| una?| de)? $")
_IS_ENDS: Final = word_set("is was es fue a an un una de")
_VERB_ENDS: Final = word_set(
    "got gets earned earns received receives scored scores has had achieved getting earning sacó "
    "saco obtuvo recibió recibio tiene logró logro scoring receiving with con a an another un una "
    "of de"
)
_GRADE_OF: Final = re.compile(rf"\b{_GRADE_WORD} (?:of|for|de) $", re.IGNORECASE)
# The longest text between name and score, and the characters that can end it.
_REACH: Final = 60
_JOINTS: Final = " :=,(|>.•·→-"
_GPA: Final = re.compile(r"\bGPA(?: ?[:=]| is| was| of)? ?$")

# After the score, the sentence ends or names the test.
_END: Final = (
    r" ?(?:$|[.;,:!?)|\]-]|(?:and|but|on|in|for|this|last|average|overall|now|y|e|en|por|GPA"
    r"|the (?:first|second|last)|points? (?:on|in|en))\b)"
)
_ENDS: Final = re.compile(_END)
_A_TEST: Final = (
    r"(?:test|quiz|exam|midterm|assignment|essay|homework|worksheet|assessment|prueba|examen|tarea)"
)
# Points "in the final" without a test are those of a game.
_ON_A_TEST: Final = re.compile(
    rf" (?:on|in|en) (?:[\w']+ ){{0,4}}?(?:{_A_TEST}|final)\b"
    rf"| points? (?:on|in|en) (?:[\w']+ ){{0,4}}?{_A_TEST}\b",
    re.IGNORECASE,
)
_TEST_RESULTS: Final = re.compile(
    r"\b(?:(?:test|quiz|exam|spelling|midterm|final|assignment|essay|math|reading)s? "
    r"(?:scores?|grades?|results?|marks?)|grades|calificaciones|notas)\b(?! \d)",
    re.IGNORECASE,
)
# Every match of the two expressions above contains one of these.
_GRADE_STEMS: Final = (
    "grade", "score", "mark", "average", "gpa", "result", "calificaci", "nota", "promedio",
)  # fmt: skip
_RESULT_STEMS: Final = ("score", "grade", "result", "mark", "calificaciones", "notas")
# Topics in which percentages and letters are no grades: elections, sports, money, weather, music
# and spelling.
_NO_GRADE: Final = re.compile(
    r"""\b(?:votes?|voting|elect\w*|ballots?|fundrais\w*|pledg\w*|donat\w*|discount|off|battery
      |humidity|free\ throws?|field\ goals?|shooting|batting|jersey|quiz\ bowl|goals?|alphabet
      |(?:her|his|their|the|my|your)\ (?:first\ |last\ )?(?:name|word)|votos?|elecci[oó]n\w*
      |winners?|recaud\w*|descuento|blood|chord|sharp|flat)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_GRADE_STEMS: Final = (
    "vot", "elec", "ballot", "fundrais", "pledg", "donat", "discount", "off", "battery",
    "humidity", "throw", "goal", "shooting", "batting", "jersey", "bowl", "alphabet", "name",
    "winner", "word", "recaud", "descuento", "blood", "chord", "sharp", "flat",
)  # fmt: skip
# Word problems are made of names and scores.
_WORD_PROBLEM: Final = re.compile(
    r"\b(?:what|how (?:many|much)|which|by how)\b[^?]{0,150}\?|¿(?:cu[aá]|qu[eé])"
    r"|\b(?:find|calculate|solve for|halle|calcule|encuentre) (?:the|his|her|their|el|la|su)\b",
    re.IGNORECASE,
)
_PROBLEM_STEMS: Final = ("?", "¿", "find", "calculate", "solve", "halle", "calcule", "encuentre")
_PROBLEM_REACH: Final = 300
# A grade by its form or by the words beside it. Anything else needs a word for grades beside it.
_GRADE_LIKE: Final = re.compile(
    rf"""[0-9A-DF](?<![\w$/.,+-].)(?:
        (?<=[0-9])[0-9]{{0,2}}(?:
            (?:\.[0-9]{{1,2}})?\ ?(?:%|percent\b|por\ ciento\b)
          | \ ?(?:/|out\ of|de)\ ?[0-9]{{1,3}}(?![\w/]|[.,][0-9])
          | (?:\.[0-9]{{1,2}})?(?=\ (?:points?\ )?(?:on|in|en)\ )
        )
      | (?<=[A-F])(?:[+-](?![\w+-])|(?<=[anr]\ .)(?![\w'+-]))
    )(?={_END.replace(" ", "[ ]")})""",
    re.VERBOSE | re.MULTILINE,
)
_NAMED_AFTER: Final = re.compile(r"(?: (?:on|in)(?: [\w']{1,20}){1,5})? ?[:(-] ?")
_MOST_KNOWN: Final = 500
_HIGHEST_GRADE_LEVEL: Final = 12
_LEAST_OF_100, _MOST_OF_100 = 30.0, 100.0
_MOST_MONTHS: Final = 12
_MOST_DAYS: Final = 31


class Above:
    """The nearest line above, which may name the topic of a list; read only when needed."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    @cached_property
    def line(self) -> str:
        return self._read()

    @cached_property
    def tells_results(self) -> bool:
        """True if the line announces results: "Spelling test results"."""
        return _matches(_TEST_RESULTS, _RESULT_STEMS, self.line)

    @cached_property
    def is_other_topic(self) -> bool:
        """True if the line is about something else: "Student council election"."""
        return _matches(_NO_GRADE, _NO_GRADE_STEMS, self.line)


def mentions_other_topics(text: str) -> bool:
    """True if numbers and letters here are votes, games, money, weather or music."""
    return _matches(_NO_GRADE, _NO_GRADE_STEMS, text)


def places(lines: Lines) -> Iterator[int]:
    """Yield the starts of lines that may contain a grade, some of them twice."""
    yield from lines.matching(_GRADE_LIKE)
    for start in lines.holding(_GRADE_STEMS):
        yield start
        if (below := lines.after(start)) is not None:
            yield below


def find(line: str, above: Above) -> Iterator[Fault]:
    """Yield a fault for each grade beside a name in one undisguised line."""
    judged: dict[tuple[str, str, str], Fault | None] = {}
    for score in SCORE.finditer(line):
        start, end = score.span()
        ahead = line[end : end + _PROBLEM_REACH]
        if not _ENDS.match(ahead[:_LOOK_AHEAD]):
            continue
        # Judge repeated text once.
        key = (line[max(0, start - _LOOK_BACK) : start], score[0], ahead)
        if key not in judged:
            if len(judged) >= _MOST_KNOWN:
                judged.clear()
            judged[key] = _fault(score, key[0], ahead, above)
        if fault := judged[key]:
            yield fault


def excerpt(name: str, score: str) -> str:
    """Return the masked name and the masked grade."""
    return clip(f"{mask_name(name)}: {mask_letters(mask_digits(score))}")


def _fault(score: re.Match[str], before: str, ahead: str, above: Above) -> Fault | None:
    after = ahead[:_LOOK_AHEAD]
    name = _graded(before, score, after, above) or _named_after(score, after)
    if (
        not name
        or above.is_other_topic
        or _matches(_NO_GRADE, _NO_GRADE_STEMS, before + after)
        # A question about the score follows, as in a math problem.
        or _matches(_WORD_PROBLEM, _PROBLEM_STEMS, ahead)
    ):
        return None
    return Fault("grade-beside-name", excerpt(name, score[0]))


def _matches(pattern: re.Pattern[str], stems: tuple[str, ...], text: str) -> bool:
    """True if the pattern matches; every match contains one of the stems, which are found
    faster."""
    plain = lowered(text)
    return any(stem in plain for stem in stems) and pattern.search(text) is not None


def _graded(before: str, score: re.Match[str], after: str, above: Above) -> str:
    """Return the name before a score if the words between make the score that person's, or ""."""
    kind = str(score.lastgroup)
    if kind == "number" and (after.startswith(" GPA") or _GPA.search(before)):
        return ""  # `values_beside_names` asks about it
    if "'" in before and (possessive := _POSSESSIVE.search(before)):
        if kind == "number" and float(score[0]) <= _HIGHEST_GRADE_LEVEL:
            return ""  # "Emma's grade: 3" is a grade level
        return name_at_end(before[: possessive.start()])
    near = max(0, len(before) - _REACH)
    last = before[before.rfind(" ", 0, -1) + 1 : -1] if before.endswith(" ") else ""
    if kind != "letter" and last in _IS_ENDS and (copula := _IS.search(before, near)):
        name = name_at_end(before[: copula.start()])
        start = before.rfind(name.split()[0]) if name else 0
        return name if name and _GRADE_OF.search(before[:start]) else ""
    is_day = kind == "fraction" and may_be_day(score[0])
    if last in _VERB_ENDS and (verb := _VERB.search(before)):
        certain = (
            kind in ("percent", "signed")
            or (kind == "number" and verb["noun"] is not None)
            or (kind == "letter" and verb["article"] is not None)
            or (kind in ("number", "fraction") and _ON_A_TEST.match(after) is not None)
            or (kind == "fraction" and not is_day)
            or (
                kind == "number"
                and verb["article"] is not None
                and _LEAST_OF_100 <= float(score[0]) <= _MOST_OF_100
            )
        )
        return name_at_end(before[: verb.start()]) if certain else ""
    if not _may_end_in_name(before):
        return ""
    certain = kind in ("percent", "signed") or (kind == "fraction" and not is_day)
    if certain or above.tells_results or _matches(_TEST_RESULTS, _RESULT_STEMS, before):
        return _before_colon(before, kind, near)
    return ""


def _may_end_in_name(before: str) -> bool:
    rest = before.rstrip(_JOINTS)
    return rest.endswith(")") or rest[rest.rfind(" ") + 1 :][:1].isupper()


def _before_colon(before: str, kind: str, near: int) -> str:
    colon = _COLON.search(before, near)
    if not colon:
        return ""
    name = name_at_end(before[: colon.start()])
    if kind == "letter" and not colon[0].strip():
        return ""  # "Emma C." is Emma with her initial
    # "Emma 87%" may begin a sentence about anything; "Emma Garcia 87%" hardly does.
    return name if colon[0].strip() or " " in name else ""


def _named_after(score: re.Match[str], after: str) -> str:
    """Return the name after a score, or "": "95% - Maria Lopez" and "100% on the quiz: Maria Lopez,
    Liam Chen"."""
    if score.lastgroup not in ("percent", "signed"):
        return ""
    joined = _NAMED_AFTER.match(after)
    return name_at_start(after[joined.end() :]) if joined else ""


def may_be_day(fraction: str) -> bool:
    """True if "11/24" may mean November 24."""
    month, day = (int(part) for part in re.findall(r"[0-9]+", fraction))
    return "/" in fraction and month <= _MOST_MONTHS and day <= _MOST_DAYS
