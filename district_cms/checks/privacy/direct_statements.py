"""Direct statements about someone, which raise a question whatever the words around weigh.

The words of a short sentence weigh little: "special education", "counseling" and a telephone number
occur in the news of every office, too. So "Ana Torres is in special education", "Students with
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
# Not a student's own support: a job, an event of the calendar, a class that is taught.
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
# The list before a name: "Leo Hart, Chen Wei and Rosa Mejia".
_UNTIL_A_NAME: Final = re.compile(r"[\s:]*(?:[^.!?;:]{2,60}(?:,| and| y) )?")
_CONTACT: Final = (
    r"(?:\(?[0-9]{3}\)?[ .-]{0,2}[0-9]{3}[ .-][0-9]{4}|[0-9]{3}[.-][0-9]{4}"
    r"|[0-9]{1,5} (?:[nsew]\.? )?(?:[\w'.]{2,20} ){1,3}(?:street|st|avenue|ave|road|rd|drive|dr"
    r"|lane|ln|court|ct|boulevard|blvd|way|place|circle|trail|highway|hwy|loop)\b)"
)
_FAMILY_CONTACT: Final = re.compile(
    rf" (?:family|household)(?:'s)?(?: [a-z']{{1,12}}){{0,5}}[:,(]? \(?{_CONTACT}"
)
_PLURAL_CONTACT: Final = re.compile(
    rf"'? (?:(?:live|moved|are|can be|phone|address|number|home|cell|is|reached|at|on|to)"
    rf"[:,]? ){{1,5}}{_CONTACT}"
)
_HOME_CONTACT: Final = re.compile(
    r"(?:'s?)? (?:(?:mom|mother|dad|father|parents?|family|grand\w{2,8}|aunt|uncle)(?:'s?)? )?"
    rf"(?:home|house|cell|mobile)(?: (?:phone|number|address|line)){{0,2}}(?: is|:)? {_CONTACT}"
)


_AFTER_NAME: Final = (
    ("support-maybe-beside-name", _GETS_SUPPORT),
    ("contact-maybe-beside-name", _HOME_CONTACT),
)
_BEFORE_NAME: Final = (
    ("support-maybe-beside-name", _WHO_GET_SUPPORT),
    ("grade-maybe-beside-name", _FAILING),
)


def find(piece: str, plain: str, named: Iterable[Mention]) -> tuple[Mention, str, int, int] | None:
    """Return the person, the rule, and the start and end of a direct statement, or None.

    `plain` is the piece folded; `named` are people in it who may be students or families.
    """
    for mention in named:
        for rule, pattern in _AFTER_NAME:
            if match := pattern.match(plain, mention.end):
                return mention, rule, mention.end, match.end()
        is_family = piece.startswith((" family", " household"), mention.end)
        if is_family and (match := _FAMILY_CONTACT.match(plain, mention.end)):
            return mention, "contact-maybe-beside-name", mention.end, match.end()
        if _is_plural(piece, mention) and (match := _PLURAL_CONTACT.match(plain, mention.end)):
            return mention, "contact-maybe-beside-name", mention.end, match.end()
        if not mention.known:
            continue
        near = max(0, mention.start - _REACH)
        for rule, pattern in _BEFORE_NAME:
            match = pattern.search(plain, near, mention.start)
            if match and _UNTIL_A_NAME.fullmatch(plain, match.end(), mention.start):
                return mention, rule, match.start(), mention.start
    return None


def _is_plural(piece: str, mention: Mention) -> bool:
    """True for "the Hendersons"."""
    return (
        mention.name.endswith("s")
        and piece[max(0, mention.start - 4) : mention.start].lower() == "the "
    )
