"""Grades beside a name: "Maria Lopez: 87%", "Jaylen got a B+", rows of names and scores."""

import re
from collections.abc import Iterator
from typing import Final

from ...schools.findings import Fault
from ..accessibility.words import clip
from .masking import mask_digits, mask_letters, mask_name
from .people import name_at_end, name_at_start

SCORE: Final = re.compile(
    r"""(?<![\w$/.,+-])(?:
        (?P<percent>\d{1,3}(?:\.\d{1,2})?\ ?(?:%|percent\b|por\ ciento\b))
      | (?P<fraction>\d{1,3}\ ?(?:/|out\ of|de)\ ?\d{1,3})(?![\w/]|[.,]\d)
      | (?P<number>\d{1,3}(?:\.\d{1,2})?)(?![\w/%:$-]|[.,]\d)
      | (?P<signed>[A-DF][+-])(?![\w+-])
      | (?P<letter>[A-DF])(?![\w'+-])
    )""",
    re.VERBOSE,
)
_LOOK_BACK: Final = 100
_LOOK_AHEAD: Final = 60

# Between the name and the score.
_COLON: Final = re.compile(r"(?: ?\([^()]{1,20}\))? ?(?:[:=,(|-]|->|\.{2,10})? ?$")
_VERB: Final = re.compile(
    r""" (?:(?:has|have|had)\ )?(?:also\ |just\ |only\ |already\ |recently\ )?
    (?:got|gets|earned|earns|received|receives|scored|scores|has|had|achieved|is\ getting
      |is\ earning|sac[oó]|obtuvo|recibi[oó]|tiene|logr[oó])
    (?P<article>\ (?:an?|another|una?))?
    (?:\ (?:grade|score|nota|calificaci[oó]n)\ (?:of|de))?\ $""",
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
_OF_BEFORE: Final = re.compile(rf"\b{_GRADE_WORD} (?:of|for|de) $", re.IGNORECASE)
_GPA: Final = re.compile(r"(?:'s?|,| -| \()? ?GPA(?: ?[:=]| is| was)? ?$")

# After the score: the sentence ends, or says on what it was given.
_ENDS: Final = re.compile(
    r" ?(?:$|[.;,:!?)|\]-]|(?:and|but|on|in|for|this|last|average|overall|now|y|e|en|por)\b)"
)
_ON_A_TEST: Final = re.compile(
    r"^ (?:points? )?(?:on|in|en) (?:[\w']+ ){0,4}?(?:test|quiz|exam|midterm|final|assignment"
    r"|essay|homework|worksheet|assessment|prueba|examen|tarea)\b",
    re.IGNORECASE,
)
_TEST_RESULTS: Final = re.compile(
    r"\b(?:(?:test|quiz|exam|spelling|midterm|final|assignment|essay|math|reading)s? "
    r"(?:scores?|grades?|results?|marks?)|grades|calificaciones|notas)\b(?! \d)",
    re.IGNORECASE,
)
# Percentages and letters of elections, sports, money, weather, music and spelling.
_NO_GRADE: Final = re.compile(
    r"""\b(?:votes?|voting|elect\w*|ballots?|fundrais\w*|pledg\w*|donat\w*|discount|off|battery
      |humidity|free\ throws?|field\ goals?|shooting|batting|jersey|quiz\ bowl|goals?|alphabet
      |(?:her|his|their|the|my|your)\ (?:first\ |last\ )?(?:name|word)|votos?|elecci[oó]n\w*
      |recaud\w*|descuento|blood|chord|sharp|flat)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Names and scores are what word problems are made of.
_WORD_PROBLEM: Final = re.compile(
    r"\b(?:what|how (?:many|much)|which|by how)\b[^?]{0,150}\?|¿(?:cu[aá]|qu[eé])"
    r"|\b(?:find|calculate|solve for|halle|calcule|encuentre) (?:the|his|her|their|el|la|su)\b",
    re.IGNORECASE,
)
_PROBLEM_REACH: Final = 300
_HIGHEST_GRADE_LEVEL: Final = 12
_MOST_MONTHS: Final = 12
_MOST_DAYS: Final = 31


def find(line: str, previous: str = "") -> Iterator[Fault]:
    """Yield a fault for each grade beside a name in one undisguised line.

    `previous` is the line above, which may say what a list is about.
    """
    if _NO_GRADE.search(previous):
        return
    results_above = _TEST_RESULTS.search(previous) is not None
    for score in SCORE.finditer(line):
        after = line[score.end() : score.end() + _LOOK_AHEAD]
        if not _ENDS.match(after):
            continue
        before = line[max(0, score.start() - _LOOK_BACK) : score.start()]
        results = results_above or _TEST_RESULTS.search(before) is not None
        name = _graded(before, score, after, results) or _named_after(score, after)
        if name and not _NO_GRADE.search(before + after) and not _asks(line, score):
            yield Fault("grade-beside-name", excerpt(name, score[0]))


def excerpt(name: str, score: str) -> str:
    """Return who and that there is a grade, without what it is."""
    return clip(f"{mask_name(name)}: {mask_letters(mask_digits(score))}")


def _graded(before: str, score: re.Match[str], after: str, results: bool) -> str:
    """Return the name before a score if what joins them makes the score that person's."""
    kind = str(score.lastgroup)
    if possessive := _POSSESSIVE.search(before):
        if kind == "number" and float(score[0]) <= _HIGHEST_GRADE_LEVEL:
            return ""  # "Emma's grade: 3" is a class
        return name_at_end(before[: possessive.start()])
    if gpa := _GPA.search(before):
        return name_at_end(before[: gpa.start()]) if "." in score[0] else ""
    if (copula := _IS.search(before)) and kind != "letter":
        name = name_at_end(before[: copula.start()])
        start = before.rfind(name.split()[0]) if name else 0
        return name if name and _OF_BEFORE.search(before[:start]) else ""
    if verb := _VERB.search(before):
        certain = (
            kind in ("percent", "signed")
            or (kind == "letter" and verb["article"] is not None)
            or (kind in ("number", "fraction") and _ON_A_TEST.match(after) is not None)
            or (kind == "fraction" and not _may_be_day(score[0]))
        )
        return name_at_end(before[: verb.start()]) if certain else ""
    if colon := _COLON.search(before):
        certain = (
            kind in ("percent", "signed")
            or results
            or (kind == "fraction" and not _may_be_day(score[0]))
        )
        name = name_at_end(before[: colon.start()]) if certain else ""
        if kind == "letter" and not colon[0].strip():
            return ""  # "Emma C." is Emma with her initial
        # "Emma 87%" may begin a sentence about anything; "Emma Garcia 87%" hardly does.
        return name if colon[0].strip() or " " in name else ""
    return ""


def _named_after(score: re.Match[str], after: str) -> str:
    """Return the name in "95% - Maria Lopez" and "100% on the quiz: Maria Lopez, Liam Chen"."""
    if score.lastgroup not in ("percent", "signed"):
        return ""
    joined = re.match(r"(?: (?:on|in)(?: [\w']{1,20}){1,5})? ?[:(-] ?", after)
    return name_at_start(after[joined.end() :]) if joined else ""


def _asks(line: str, score: re.Match[str]) -> bool:
    """True if the text goes on to ask something about the score, as a mathematics problem does."""
    return _WORD_PROBLEM.search(line[score.end() : score.end() + _PROBLEM_REACH]) is not None


def _may_be_day(fraction: str) -> bool:
    """True if "11/24" may be the 24th of November."""
    month, day = (int(part) for part in re.findall(r"\d+", fraction))
    return "/" in fraction and month <= _MOST_MONTHS and day <= _MOST_DAYS
