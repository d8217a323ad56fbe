"""Finds children described without a name, and decides who is certainly a person."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold, folded
from .capitalized import PLACES, are_a_family, is_no_name, name_a_family
from .mentions import Mention, mentions
from .word_lists import (
    ALL_GIVEN,
    FAMILY_WORDS,
    MAY_BE_GIVEN,
    OFFICES,
    OTHER_CAPITALS,
    TITLES,
    WORDS_AS_GIVEN,
)

_MOST: Final = 200
"""Limit of descriptions of each kind in one line, in case someone pastes a megabyte."""
_WORDS: Final = re.compile(r"[a-z]{3,}")
_KIN: Final = (
    r"(?:(?:own|oldest|older|youngest|younger|middle|little|twin|foster|adopted|adult"
    r"|brave|sweet|poor) )?"
    r"(?:son|daughter|stepson|stepdaughter|nephew|niece|grand(?:son|daughter|child)"
    r"|god(?:son|daughter)|twins|(?:[a-z]{4,8}|[1-9][a-z]{2})[ -]grader"
    r"|triplets|kid|kiddo|boy|girl|child|little one)\b"
)
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Mx|Miss|Dr|Coach|Officer|Principal|Nurse|Pastor|Reverend|Chef|Señora?|Sra?)"
)
_FAMILY: Final = r"[^\W\d_a-z][\w-]{1,20}(?:'[A-Z][\w-]{1,20})?"
# "Ms. Diaz's son", "the custodian's twins", "the youngest daughter of Coach Diaz".
_OF_SOMEONE: Final = re.compile(
    rf"\b{_TITLE}\.? {_FAMILY}(?: {_FAMILY})?(?:'s|s') {_KIN}"
    rf"|\b(?:[Tt]he|[Oo]ur) (?:[a-z]{{2,15}} ){{0,2}}[a-z]{{3,15}}'s {_KIN}"
    rf"|\b(?:[Tt]he|[Aa]) {_KIN} of (?:{_TITLE}\.? {_FAMILY}|(?:our|the) [a-z]{{3,15}})"
    r"|\b(?:hij[oa]|hijastr[oa]|sobrin[oa]|niet[oa]|ahijad[oa]|gemel[oa]s)"
    r"(?: (?:mayor|menor|mediano|mediana|chic[oa]))? (?:del|de (?:la|don|doña))"
    rf" (?:señora?|sra?\.?|maestr[oa]|profe\w*|director[a]?|[a-zñ]{{4,15}}[oaer])(?: {_FAMILY})?"
    rf"|\b(?:hij[oa]|sobrin[oa]|niet[oa]|niñ[oa]|nen[ae]) de (?:doña|don|los) {_FAMILY}"
    r"|\b(?:hij[oa]s|niñ[oa]s|gemel[oa]s|niet[oa]s|chiquit[oa]s?|grande|menor|mayor|mam[aá]|pap[aá]"
    r"|abuel(?:it)?[oa]) de (?:los|las|(?:la|el|don|doña|l[oa]s) (?:señora?|sra?\.?|maestr[oa]"
    rf"|profe\w*)) {_FAMILY}"
    # "the Dillard girl": of a family, and no Cub Scout.
    rf"|\b[Tt]he {_FAMILY} (?:boy|girl|kid|twin|child)\b(?! (?:scout|power|doll|band)s?)",
)
_CHILD: Final = (
    r"(?:boy|girl|kid|kiddo|student|child|classmate|friend|buddy|freshman|sophomore|junior"
    r"|senior|twin|(?:[a-z]+|[1-9][a-z]{2})[ -]grader|kindergart[ei]ner|exchange student"
    r"|transfer student)"
)
# Words after one child, but not after "new student" in "new student handbook".
_ONE: Final = (
    r"(?=,|'s |[:-]| w/| (?:who|that|in|at|from|with|is|was|has|had|gets|got|needs|can't"
    r"|doesn't|didn't|still|will|lives|takes|goes|came|cries|hits|bites|[a-z]{3,10}ed)\b)"
)
_LOOKS: Final = (
    r"(?: [\w-]{2,12}){1,3} (?:hair|braids?|ponytail|glasses|backpack|hoodie|jacket|coat|sweater"
    r"|shoes|sneakers|boots|cap|hat|scarf|freckles|crutches|walker|cast|locker|desk|accent|aide)\b"
)
_WHERE: Final = (
    r" (?:(?:in|from) (?:(?:[Rr]oom|[Pp]eriod|[Rr]ow|[Ss]eat|[Tt]able) [\w-]{1,4}\b|[1-9][A-E]\b"
    r"|(?:my|our|M[rsx]{1,2}\.) |the (?:front|back|last|first|second|third|corner|hallway)\b)"
    r"|who (?:sits|just|joined|came|moved|started|transferred|rides|eats)\b|by the (?:door|window))"
)
_DESCRIBED: Final = re.compile(
    rf"\b(?:[Tt]he|[Oo]ur|[Mm]y|[Tt]hat|[Aa] certain) (?:(?:only|new|newest|tiny|little|tallest"
    rf"|smallest|youngest|quiet|red-?haired|blond|blonde|curly-haired) ){{1,2}}"
    rf"(?:[a-z]{{3,12}} )?{_CHILD}{_ONE}"
    rf"|\b[Tt]he twins(?={_WHERE})"
    r"|\b(?:[Tt]he|[Oo]ur|[Tt]hat|[Aa] certain) (?:redhead|blond|blonde|newcomer|new one)\b"
    rf"|\b(?:[Tt]he|[Tt]hat|[Oo]ur) {_CHILD}(?=(?:,? with (?:the|a|an){_LOOKS})|{_WHERE})"
    r"|\b(?:[Ee]l|[Aa]l|[Dd]el|[Ll]a) nuev[oa] (?:de|del) (?:[1-9]|sal[oó]n|grupo|k[ií]nder)"
    r"|\b(?:[Ee]l|[Ll]a|[Nn]uestr[oa]) (?:niñ[oa]|alumn[oa]|estudiante|compañer[oa]|chic[oa]"
    r"|muchach[oa]) (?:nuev[oa]\b|que (?:ustedes saben|ya saben|llegó|vino|se sienta|se cambió"
    r"|entró|acaba de)\b"
    r"|de (?:(?:la|las|los|el) )?(?:lentes|trenzas|trencitas|gorra|mochila|chamarra|muletas)\b)"
)
CUES: Final = word_set(
    "son daughter stepson stepdaughter nephew niece grandson granddaughter grandchild godson "
    "goddaughter twin twins triplets boy girl kid kiddo student child classmate freshman sophomore "
    "junior senior grader newcomer redhead blond blonde hijo hija hijastro hijastra sobrino "
    "sobrina nieto nieta ahijado ahijada gemelo gemela gemelos gemelas nino nina alumno alumna "
    "estudiante companero companera chico chica muchacho muchacha nuevo nueva nene nena ninos "
    "ninas hijos hijas nietos nietas menor mayor grande chiquito chiquita mama papa abuelo abuela "
    "abuelito abuelita friend buddy"
)
"""Every description of a child contains one of these folded words."""


def describes(line: str) -> bool:
    """True if an undisguised line describes a child."""
    return (_OF_SOMEONE.search(line) or _DESCRIBED.search(line)) is not None


def everyone(line: str) -> list[Mention]:
    """Return the people named and the children described in an undisguised line, in order."""
    named = mentions(line)
    if CUES.isdisjoint(_WORDS.findall(folded(line))):
        return named
    people = named
    for pattern in (_OF_SOMEONE, _DESCRIBED):
        places = islice(pattern.finditer(line), _MOST)
        people = sorted([*people, *_descriptions(people, places)])
    return people


def _descriptions(named: list[Mention], places: Iterable[re.Match[str]]) -> Iterator[Mention]:
    """Yield a mention for each description that overlaps no name. Takes one step for each, however
    long the line is."""
    starts = [mention.start for mention in named]
    reach = list(accumulate((mention.end for mention in named), max))
    for match in places:
        start, end = match.span()
        before = bisect_left(starts, end)
        if not before or reach[before - 1] <= start:
            description = match[0].strip()
            yield Mention(start, end, description, known=False, full=False, described=True)


_REACH: Final = 40
_ONLY_GIVEN: Final = ALL_GIVEN - WORDS_AS_GIVEN - OTHER_CAPITALS - FAMILY_WORDS - PLACES
_ROLES: Final = OFFICES | TITLES
# The last words of streets, rooms and teams, even if they are family names, too.
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
# "She comes from Shiprock": only for names of no list.
_FROM: Final = re.compile(
    r"\b(?:comes?|came|is|are|headed|moved|moves|back|trip|bus|viene|vino) (?:from|to|de|a) $",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"(?:^|[.!?:;•·|\n] *[¡¿\"“(]? ?)$")
# "Ana Silva · Reading Teacher": a capitalized role follows.
_TITLED: Final = re.compile(r"[ ,·–-]{1,3}((?:[^\W\d_a-z][\w'-]*(?: (?:and|of|y|de|&))? ?){1,4})")
_HAS: Final = re.compile(r" (?:has|had|needs|needed|tiene|necesita) ")
_SHE: Final = re.compile(r"\b(?:he|she|his|her|him|hers|ella)\b")
_CAMEL: Final = re.compile(r"[a-z][A-Z](?<!Mc[A-Z])(?<!Mac[A-Z])(?<!De[A-Z])(?<!La[A-Z])")


def is_certain_person(piece: str, mention: Mention) -> bool:
    """True for a listed name that is nothing else here, and for other names within a sentence."""
    if _is_something(piece, mention):
        return False
    words = _words(mention)
    if len(words) > 1:
        return mention.known
    if mention.known and words[0] in _ONLY_GIVEN:
        return True
    if words[0] not in _OF_A_PLACE and are_a_family(piece, mention.start, words[0]):
        return True
    if words[0] in MAY_BE_GIVEN and _SHE.search(piece, mention.end, mention.end + 2 * _REACH):
        return True
    if words[0] in MAY_BE_GIVEN and _HAS.match(piece, mention.end):
        return True
    if _is_by_chance(piece, mention):
        return False
    return words[0] in MAY_BE_GIVEN or not is_no_name(words[0])


def may_be_somebody(piece: str, mention: Mention) -> bool:
    """True unless a name is something else here, or may be capitalized for another reason."""
    return not _is_something(piece, mention) and (
        mention.known or not _is_by_chance(piece, mention)
    )


def _is_something(piece: str, mention: Mention) -> bool:
    """True for what is no person: "ASA", "Juniper Lane", "calle Roble" and "Ana Silva · Reading
    Teacher"."""
    words = _words(mention)
    if len(words) > 1 and words[-1] in _OF_A_PLACE:
        return True
    if mention.name.isupper() and len(words[0]) > 1 and not piece.isupper():
        return True
    before = piece[max(0, mention.start - _REACH) : mention.start]
    return _CALLED.search(before) is not None or _is_titled(piece, mention.end)


def _words(mention: Mention) -> list[str]:
    return [fold(word.strip(".,").removesuffix("'s")) for word in mention.name.split()]


def _is_by_chance(piece: str, mention: Mention) -> bool:
    """True if the capital may have another reason: a sentence begins, or a place or brand is
    likely."""
    if name_a_family(piece, mention.end):
        return False
    before = piece[max(0, mention.start - _REACH) : mention.start]
    other_reason = _BEGINS.search(before) or _AT.search(before) or _CAMEL.search(mention.name)
    return other_reason is not None or (not mention.known and _FROM.search(before) is not None)


def _is_titled(piece: str, end: int) -> bool:
    title = _TITLED.match(piece, end)
    return title is not None and not _ROLES.isdisjoint(fold(title[1]).split())
