"""Children who are named by someone else or described: "Ms. Diaz's son", "the new boy in 4B".

No name is told, and everybody knows who is meant. What is told of one of them is only asked, and
only where a phrase tells something.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import Final

from ...word_sets import word_set
from ..normalizing import folded
from .mentions import Mention, mentions

_MOST: Final = 200
"""So many of each kind are looked at in a line: a pasted megabyte is not read to its end."""
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
# What is said of one child, and begins no "new student handbook".
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
"""Without one of these folded words nobody is described."""


def describes(line: str) -> bool:
    """True if a child is described in an undisguised line."""
    return (_OF_SOMEONE.search(line) or _DESCRIBED.search(line)) is not None


def everyone(line: str) -> list[Mention]:
    """Return who is named in an undisguised line, and which child is described, in its order."""
    named = mentions(line)
    if CUES.isdisjoint(_WORDS.findall(folded(line))):
        return named
    found = named
    for pattern in (_OF_SOMEONE, _DESCRIBED):
        places = islice(pattern.finditer(line), _MOST)
        found = sorted([*found, *_apart_from(found, places)])
    return found


def _apart_from(named: list[Mention], places: Iterable[re.Match[str]]) -> Iterator[Mention]:
    """Who is found where nobody of these is named, in one step each, however long the line is."""
    starts = [one.start for one in named]
    reach = list(accumulate((one.end for one in named), max))
    for each in places:
        start, end = each.span()
        before = bisect_left(starts, end)
        if not before or reach[before - 1] <= start:
            said = each[0].strip()
            yield Mention(start, end, said, known=False, full=False, described=True)
