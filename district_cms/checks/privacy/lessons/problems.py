"""Problems to solve: who is named in one never went to school here."""

import re
from typing import Final

_PROBLEM: Final = re.compile(
    r"\b(?:how (?:many|much|far|long|old|tall)|what (?:does|did|will|would|do) (?:she|he|they|each)"
    r"|write an? (?:\w+ )?(?:equation|expression|inequality)|in (?:problem|question|exercise) \d"
    r"|(?:twice|half|(?:two|three|four) times) as (?:many|much|old|tall|long|far|fast)"
    r"|together they|in all\b|what (?:is|was|are|percent|fraction|must|score|number)"
    r"|the mean of|possible (?:scores|values|answers)|problem of the (?:week|day)|(?:when"
    r"|where) (?:is|does|do|will) (?:it|he|she|they)\b"
    r"|which (?:is|one|fraction|number)|show your|number line|word problem|exit ticket"
    r"|solve|equations?|calculate|round to|find (?:the|her|his|their|its)|bar model"
    r"|tape diagram|estimate)\b"
    r"|\b(?:cuant[oa]s?|cual (?:es|era)|calcul(?:a|e|en|ar|emos|ate)|resuelv\w+|ecuacion|suman"
    r"|que fraccion|que porcentaje|promedio y|el (?:doble|triple) de|la mitad de|sumaran)\b"
)
_QUESTION: Final = re.compile(
    r"\b(?:apples?|marbles?|cookies|candies|miles per|mean|median|percent|fraction|degrees?|average"
    r"|left|more|fewer|as many|as much|less than|equations?|expressions?|warm-?up|problem \d+"
    r"|between|total|altogether|fourth|manzanas|canicas|sumaran|edad|dulces|anos|promedio)\b"
)

_MEASURED: Final = re.compile(
    r"\$ ?[0-9]|\b[0-9][0-9.,/]{0,8} ?(?:l|ml|km|m|cm|mm|in|ft|mph|kph|kg|g|mg|lb|lbs|oz|mi|miles?"
    r"|meters?|feet|inches|pounds?|liters?|gallons?|hours?|hrs?|minutes?|seconds?|dollars?|cents"
    r"|degrees|pesos|metros|kilos?|litros?|horas?|minutos|anos|pasos|percent|%)(?![\w])"
)


_OF_THEM: Final = re.compile(
    r"\b(?:he|she|they|them|it|his|her|their|each|left|more|fewer|total|altogether|in all|both"
    r"|remain\w*|le|les|quedan?|termina|entre|suman|cada|juntos|which|mas|menos)\b"
)
_NUMBERS: Final = re.compile(
    r"(?<![\w:/.-])\$?[0-9]+(?![\w:/-])|\b(?:twice|half|third|quarter|dozen|two|three|four|five"
    r"|six|seven|eight|nine|ten|doble|triple"
    r"|mitad|tercera|cuarta|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|more|fewer|mas"
    r"|menos)\b"
)


def may_be_asked(plain: str, near: str) -> bool:
    """True if a folded text has a number, in figures or in words, and what stands near asks about
    it: about "them", what is left, or who has more."""
    numbers = len(_NUMBERS.findall(plain))
    return numbers > 1 or (numbers > 0 and _OF_THEM.search(near) is not None)


def is_problem(plain: str) -> bool:
    """True if a folded text puts a problem to be calculated."""
    if "?" in plain and len(_MEASURED.findall(plain)) > 1:
        return True
    found = _PROBLEM.search(plain)
    return found is not None and ("?" in plain or _QUESTION.search(plain) is not None)
