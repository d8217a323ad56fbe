"""Who is surely a person, as far as a name and what stands beside it tell.

Where the words around a name are all that asks, no street, school, team or program may be asked
about, nor a word that has its capital because a sentence begins.
"""

import re
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .families import are_a_family, are_said_of_a_family
from .mentions import Mention
from .no_names import is_no_name
from .word_lists import (
    ALL_GIVEN,
    FAMILY_WORDS,
    MAY_BE_GIVEN,
    OFFICES,
    OTHER_CAPITALS,
    TITLES,
    WORDS_AS_GIVEN,
)
from .words_as_names import PLACES

_REACH: Final = 40
_ONLY_GIVEN: Final = ALL_GIVEN - WORDS_AS_GIVEN - OTHER_CAPITALS - FAMILY_WORDS - PLACES
_ROLES: Final = OFFICES | TITLES
# Of two words, the last of a street, a room or a team, also where it is a family name.
_OF_A_PLACE: Final = word_set(
    "alley annex arena auditorium avenue bay beach block boulevard bridge bridges building butte "
    "camp campus canyon cave center church circle commons court creek crossing district drive "
    "falls field fields flats forest forks garden gardens gate green grove gym hall heights hill "
    "hills house island lab lake lane library lodge loop lot meadow meadows mill mills mountain "
    "oaks park pass path place plaza pond ranch range ridge river rivers road room school springs "
    "square station stadium street terrace theater trail valley view village way west wing woods "
    "academy band bears bobcats bulldogs choir club cougars eagles elementary falcons grizzlies "
    "hawks high league lions middle orchestra panthers prep program raiders rangers rockets squad "
    "stars sting team tigers titans vikings warriors wildcats wolves"
)
_CALLED: Final = re.compile(
    r"\b(?:calle|avenida|carretera|escuela|primaria|secundaria|preparatoria|parque|sala|edificio"
    r"|equipo|gimnasio|street|program|app|ode to) $",
    re.IGNORECASE,
)
_AT: Final = re.compile(
    r"\b(?:the|an?|in|at|near|on|off|along|past|down|across|around|through|toward|towards|beat|host"
    r"|hosts|play|plays|face|against|versus|vs|en|calle|avenida|desde|hacia|contra|la|el|una?)"
    r"\.? $",
    re.IGNORECASE,
)
# "She comes from Shiprock": of no list of names.
_FROM: Final = re.compile(
    r"\b(?:comes?|came|is|are|headed|moved|moves|back|trip|bus|viene|vino) (?:from|to|de|a) $",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"(?:^|[.!?:;•·|\n] *[¡¿\"“(]? ?)$")
# "Ana Silva · Reading Teacher": what follows with a capital is what somebody is.
_TITLED: Final = re.compile(r"[ ,·–-]{1,3}((?:[^\W\d_a-z][\w'-]*(?: (?:and|of|y|de|&))? ?){1,4})")
_HAS: Final = re.compile(r" (?:has|had|needs|needed|tiene|necesita) ")
_SHE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella)\b")
_CAMEL: Final = re.compile(r"[a-z][A-Z](?<!Mc[A-Z])(?<!Mac[A-Z])(?<!De[A-Z])(?<!La[A-Z])")


def is_surely_somebody(piece: str, one: Mention) -> bool:
    """True for a name of a list that is nothing else there, and for any other in a sentence."""
    if _is_something(piece, one):
        return False
    words = _words(one)
    if len(words) > 1:
        return one.known
    if one.known and words[0] in _ONLY_GIVEN:
        return True
    if words[0] not in _OF_A_PLACE and are_a_family(piece, one.start, words[0]):
        return True
    if words[0] in MAY_BE_GIVEN and _SHE.search(piece, one.end, one.end + 2 * _REACH):
        return True
    if words[0] in MAY_BE_GIVEN and _HAS.match(piece, one.end):
        return True
    if _is_by_chance(piece, one):
        return False
    return words[0] in MAY_BE_GIVEN or not is_no_name(words[0])


def may_be_somebody(piece: str, one: Mention) -> bool:
    """True for any name but what is something else there, and what may have its capital by
    chance."""
    return not _is_something(piece, one) and (one.known or not _is_by_chance(piece, one))


def _is_something(piece: str, one: Mention) -> bool:
    """True for "ASA", "Juniper Lane", "calle Roble" and "Ana Silva · Reading Teacher"."""
    words = _words(one)
    if len(words) > 1 and words[-1] in _OF_A_PLACE:
        return True
    if one.name.isupper() and len(words[0]) > 1 and not piece.isupper():
        return True
    before = piece[max(0, one.start - _REACH) : one.start]
    return _CALLED.search(before) is not None or _is_titled(piece, one.end)


def _words(one: Mention) -> list[str]:
    return [fold(word.strip(".,").removesuffix("'s")) for word in one.name.split()]


def _is_by_chance(piece: str, one: Mention) -> bool:
    """True where a sentence begins, or a place may stand, or a make."""
    if are_said_of_a_family(piece, one.end):
        return False
    before = piece[max(0, one.start - _REACH) : one.start]
    found = _BEGINS.search(before) or _AT.search(before) or _CAMEL.search(one.name)
    return found is not None or (not one.known and _FROM.search(before) is not None)


def _is_titled(piece: str, end: int) -> bool:
    found = _TITLED.match(piece, end)
    return found is not None and not _ROLES.isdisjoint(fold(found[1]).split())
