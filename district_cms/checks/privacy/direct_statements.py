"""Direct statements about somebody, asked about whatever stands around them.

The words of a short sentence weigh little: "special education", "counseling" and a telephone number
stand in the news of every office too. So "Ana Torres is in special education", "Students with
IEPs: …" and "the Torres family lives at …" are patterns of their own.
"""

import re
from collections.abc import Iterable
from typing import Final

from .naming.mentions import Mention

_REACH: Final = 80
_SUPPORT: Final = (
    r"(?:special ed(?:ucation)?|sped|(?:school |weekly |private |group |grief |individual )?"
    r"counseling|(?:speech |play |physical |occupational |behavior(?:al)? )?therapy|rehab"
    r"|(?:an? )?(?:ieps?|504s?|504 plans?|bips?)|ell|esl|resource room|life skills)"
)
# What is no student's own: a job, a day of the calendar, a class that is taught.
_NOT_OF_A_STUDENT: Final = (
    r"(?!,? (?:teachers?|aides?|staff|specialists?|coordinators?|directors?|departments?|office"
    r"|dogs?|conferences?|law|trainings?|degrees?|week|month|meetings?|process|teams?|awards?"
    r"|for (?:the|our|all|over|more|many|twenty|[0-9]+)))"
)
_GETS_SUPPORT: Final = re.compile(
    r",? (?:(?:and|y) [^,.;:]{2,40} )?(?:(?:is|are|was|were) (?:still |now |also |back |not )?(?:in"
    r"|getting|receiving|on)|(?:still |now |also )?(?:gets?|receives?|needs?|attends?|has|have"
    r"|goes to|go to|started|starts|qualifies for|qualified for)) (?:his |her |their )?"
    rf"{_SUPPORT}\b{_NOT_OF_A_STUDENT}"
)
_STUDENTS: Final = r"(?:students?|kids|kiddos|children|those|alumn[oa]s)"
_WHO_GET_SUPPORT: Final = re.compile(
    rf"(?:\b{_STUDENTS} (?:currently )?(?:in|with|on|getting|receiving|needing|who (?:are|have|get"
    rf"|receive|need|go)(?: in| on| to)?) {_SUPPORT}"
    rf"|\b(?:special ed(?:ucation)?|sped|ell|esl|iep|504|resource) (?:{_STUDENTS}|caseload|list"
    r"|group))(?: (?:services|support|plans|testing))?(?: (?:this|in|for) [\w ]{1,20})?"
    r"(?: (?:are|is)|:| -)"
)
_FAILING: Final = re.compile(
    rf"\b{_STUDENTS} (?:currently )?failing(?: [\w ]{{1,30}})?(?: (?:are|is)|:)"
)
# Of a list whoever follows: "Leo Hart, Chen Wei and Rosa Mejia".
_UNTIL_A_NAME: Final = re.compile(r"[\s:]*(?:[^.!?;:]{2,60}(?:,| and| y) )?")
_REACHED: Final = (
    r"(?:\(?[0-9]{3}\)?[ .-]{0,2}[0-9]{3}[ .-][0-9]{4}|[0-9]{3}[.-][0-9]{4}"
    r"|[0-9]{1,5} (?:[nsew]\.? )?(?:[\w'.]{2,20} ){1,3}(?:street|st|avenue|ave|road|rd|drive|dr"
    r"|lane|ln|court|ct|boulevard|blvd|way|place|circle|trail|highway|hwy|loop)\b)"
)
_FAMILY_REACHED: Final = re.compile(
    rf" (?:family|household)(?:'s)?(?: [a-z']{{1,12}}){{0,5}}[:,(]? \(?{_REACHED}"
)
_THEY_REACHED: Final = re.compile(
    rf"'? (?:(?:live|moved|are|can be|phone|address|number|home|cell|is|reached|at|on|to)"
    rf"[:,]? ){{1,5}}{_REACHED}"
)
_HOME_REACHED: Final = re.compile(
    r"(?:'s?)? (?:(?:mom|mother|dad|father|parents?|family|grand\w{2,8}|aunt|uncle)(?:'s?)? )?"
    rf"(?:home|house|cell|mobile)(?: (?:phone|number|address|line)){{0,2}}(?: is|:)? {_REACHED}"
)


_BEHIND: Final = (
    ("support-maybe-beside-name", _GETS_SUPPORT),
    ("contact-maybe-beside-name", _HOME_REACHED),
)
_BEFORE: Final = (
    ("support-maybe-beside-name", _WHO_GET_SUPPORT),
    ("grade-maybe-beside-name", _FAILING),
)


def find(piece: str, plain: str, named: Iterable[Mention]) -> tuple[Mention, str, int, int] | None:
    """Return whom a direct statement is about, its rule, and where the statement begins and ends.

    `plain` is the piece folded, and `named` are those of it who may be students or families.
    """
    for one in named:
        for rule, pattern in _BEHIND:
            if found := pattern.match(plain, one.end):
                return one, rule, one.end, found.end()
        is_family = piece.startswith((" family", " household"), one.end)
        if is_family and (found := _FAMILY_REACHED.match(plain, one.end)):
            return one, "contact-maybe-beside-name", one.end, found.end()
        if _is_plural(piece, one) and (found := _THEY_REACHED.match(plain, one.end)):
            return one, "contact-maybe-beside-name", one.end, found.end()
        if not one.known:
            continue
        near = max(0, one.start - _REACH)
        for rule, pattern in _BEFORE:
            found = pattern.search(plain, near, one.start)
            if found and _UNTIL_A_NAME.fullmatch(plain, found.end(), one.start):
                return one, rule, found.start(), one.start
    return None


def _is_plural(piece: str, one: Mention) -> bool:
    """True for "the Hendersons"."""
    return one.name.endswith("s") and piece[max(0, one.start - 4) : one.start].lower() == "the "
