"""Phrases right beside a whole name that tell a student's record for sure: these refuse.

All other phrases only ask, since games, plays and books use the same words: "out at second",
"steals the show". A phrase stands here only if hardly any ordinary sentence has it in this form.
"""

import re
from typing import Final

from .naming.mentions import Mention

_ADVERB: Final = r"(?: (?:also|now|still|just|currently|again|already|recently|ya|ahora|otra vez))?"
_WHO: Final = rf"(?:,? (?:who|que))?{_ADVERB}"
_IS: Final = (
    rf"(?:[:,]| -|{_WHO} (?:is|was|are|were|got|(?:has|have|had|will|is|was) be(?:en|ing)?|esta|fue"
    rf"|ha sido){_ADVERB})"
)
_HAS: Final = (
    rf"{_WHO} (?:has|have|had|tiene|tuvo){_ADVERB}"
    r"(?: (?:an?|his|her|un|una|several|many|[0-9]{1,3}|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|dos|tres|cuatro|cinco|seis))?"
)
_CLASS: Final = (
    r"(?: (?:the|his|her|this|la|el))? (?:class|course|test|quiz|exam|grade|semester|math|algebra"
    r"|geometry|reading|science|english|biology|chemistry|physics|history|spanish|clase|materia"
    r"|examen|matematicas|ciencias|historia|ingles|lectura)\b"
)
_WORK: Final = r"(?: \w{1,10}){0,2} (?:work|homework|hw|assignments?|tareas?|trabajos?)\b"
_GRADER: Final = (
    r"(?: (?:of|a|al|the|student|alumn[oa]|senior|junior|sophomore|freshman|\w{3,10} grader)){0,3}"
)
_PLAN: Final = (
    r"(?:iep|bip|504 plan|plan 504|504(?= and\b|[.,;]|$))\b"
    r"(?! (?:workshop|training|night|class|team)\b)"
)

# By rule: what follows the name, and what stands before it.
_BEHIND: Final = {
    "grade-told-of-name": rf"{_IS} failing\b|{_WHO} (?:failed|fails|flunked|reprobo){_CLASS}",
    "missing-work-beside-name": (
        rf"{_HAS} missing{_WORK}|{_IS} missing{_WORK}|,? (?:aun |todavia )?les? faltan?{_WORK}"
        rf"|{_WHO} (?:owes?|owed|debe)\b[^.!?\n]{{0,30}}\$ ?[0-9]"
        rf"|{_WHO} (?:didn't|did not|hasn't|has not|never) (?:turn|hand)(?:ed)? in\b"
    ),
    "health-beside-name": (
        rf"{_HAS} (?:asthma|asma|diabetes|epileps(?:y|ia)|seizures?|convulsiones|adhd|ptsd|lice"
        r"|piojos|leukemia|leucemia)\b"
    ),
    "support-beside-name": rf"(?:{_HAS}|(?<='s)) {_PLAN}|{_IS} on an? {_PLAN}",
    "discipline-beside-name": (
        rf"{_IS} (?:suspend(?:ed|id[oa])|expelled|expulsad[oa])\b"
        r"(?! (?:in mid|in the air|over\b|above\b|(?:by|from) (?:the )?(?:ceiling|ropes?|wires?)))"
        rf"|(?:{_HAS}|{_IS} in) deten(?:tion|cion)\b"
    ),
    "attendance-beside-name": (
        rf"{_IS} (?:absent (?:on|today|yesterday|again|[0-9])|(?:marked )?truant\b)"
        rf"|{_HAS} unexcused\b|{_WHO} (?:skipp(?:ed|ing) (?:class|school)|falto (?:ayer|hoy))\b"
    ),
    "family-beside-name": rf"{_IS} in foster care\b",
    "number-beside-name": r"[,:]? (?:password|pw|pwd|contrasena)(?: is| es)?[:=]? ?\S",
    "contact-beside-name": rf"{_WHO} (?:lives?|living|vive|viven) (?:at|en) [0-9]{{1,5}}\b",
}
_BEFORE: Final = {
    "grade-told-of-name": r"\b(?:grade|calificacion|nota):? [a-df](?: ?[+-])? (?:for|de|para) $",
    "discipline-beside-name": (
        r"\b(?:suspend(?:ed|ing|ieron|er)?|expel(?:led|ling)?|expuls(?:aron|ar|o)"
        rf"|suspension of|expulsion of){_GRADER} $"
    ),
    "support-beside-name": r"\b(?:iep|bip)(?: meeting)? (?:for|of|de)(?: the student)? $",
}
_BEHIND_NAME: Final = {rule: re.compile(words) for rule, words in _BEHIND.items()}
_BEFORE_NAME: Final = {rule: re.compile(words) for rule, words in _BEFORE.items()}
_REACH: Final = 60


def tells(rule: str, plain: str, one: Mention) -> bool:
    """True if a folded text tells for sure, right beside a name, what this rule refuses."""
    behind, before = _BEHIND_NAME.get(rule), _BEFORE_NAME.get(rule)
    near = max(0, one.start - _REACH)
    return bool(
        (behind and behind.match(plain, one.end))
        or (before and before.search(plain[near : one.start]))
    )
