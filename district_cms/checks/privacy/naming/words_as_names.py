"""Given names that are words as well: Hunter, Faith, Summer, Luz. What stands beside one decides.

Nothing is decided for good: such a name is never sure, so that what is told of it is only asked.
"""

import re
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .word_lists import ALL_GIVEN, WORDS_AS_GIVEN

# What somebody does or has, and a day, a color or a virtue hardly ever.
DOES: Final = re.compile(
    r" (?:(?:finally|really|always|now|already|actually|sometimes|often|rarely|barely|hardly|even"
    r"|por fin|casi) )?"
    r"(?:is|isn't|was|wasn't|has|hasn't|had|hadn't|will|won't|can|can't|cannot|could|couldn't|does"
    r"|doesn't|did|didn't|got|gets|goes|went|needs|owes|takes|took|lives|left|leaves|missed|misses"
    r"|failed|fails|passed|scored|earned|received|came|comes|hit|hits|threw|kicked|bit|pushed|says"
    r"|said|told|wants|refuses|keeps|stole|copied|copies|cheated|cheats|wrote|who|hates|cried|ran"
    r"|gave|moved|lost|carries|wears|uses|sees|talks|sits|stays|sleeps|eats|rides|walks|works"
    r"|writes"
    r"|reads|prays|brings|forgets|forgot|loses|argues|yells|bites|cries|tells|speaks|falls|hides"
    r"|steals"
    r"|lies|smells|struggles|suffers|weighs|turned|started|stopped|broke|hurt|may|must|should"
    r"|never|still|just|only|also|[Ff]ailing|skipped|skips|threw|shoved|punched|slapped|spit|vaped"
    r"|fainted|vomited|vomit[oó]|bullied|swore|lied|repeats|repeated|tested|copying|cheating"
    r"|swallowed|might|would|wouldn't|weren't|asked|whispered|showed|and (?:his|her)|made it"
    r"|empuj[oó]|faltaron|llor[oó]|llora|insult[oó]|amenaz[oó]|rompi[oó]|robó|pelea|pele[oó]"
    r"|es|esta|está|fue|tiene|va|vino|no|ya|falto|faltó|falta|toma|vive|llego|llegó|saco|sacó"
    r"|toca|cumple|nació|nacio"
    r"|reprobo|reprobó|recibe|necesita|debe|anda|come|lee|sigue|se|quien|nunca|trae|trajo|perdio"
    r"|perdió|usa|copio|copió|pego|pegó|padece|sufre|viene|tendra|tendrá)(?![\w'])"
)
# What a person does and no thing, place or program.
ONLY_SOMEBODY: Final = re.compile(
    r",? (?:(?:finally|really|always|still|also|just|never) )?(?:needs|owes|can't|hasn't|didn't"
    r"|doesn't|couldn't|won't"
    r"|forgot|refuses|refused|cried|cries|missed|skipped|came to|threw|hit|bit|kicked|pushed"
    r"|shoved|stole|lied"
    r"|confessed|cheated|copied|fainted|vomited|hurt|broke (?:his|her)|failed|flunked|bombed|got"
    r"|lost (?:his|her)|wore"
    r"|wears|told|said|says|wants|hates|sleeps|slept|fell|left (?:school|class|early)|no (?:trajo"
    r"|vino|quiso"
    r"|tiene|puede|entrego|entregó|ha)|vino|lleg[oó]|falt[oó]|llor[oó]|peg[oó]|necesita|debe"
    r"|sac[oó]|reprob[oó]|olvid[oó]|perdi[oó])(?![\w'])"
)
_SPANISH_TO: Final = re.compile(r" (?:le|les|lo|la|se|no|ya)\b")
_SPOKEN_TO: Final = re.compile(r", (?:please|pls|you|your|you're|I need)\b")
_SHE: Final = re.compile(r"\b(?:he|she|his|her|him|ella)\b")
# "el tío de Rubí", "our friend Lark".
_KIN: Final = re.compile(
    r"\b(?:mom|mother|dad|father|parents?|family|brother|sister|grand\w+|aunt|uncle|guardian"
    r"|mam[aá]"
    r"|pap[aá]s?|madre|padres?|familia|herman[oa]s?|t[ií][oa]|abuel[oa]s?|hij[oa]s?) (?:of|de) $"
    r"|\b(?:friend|student|classmate|kiddo|buddy|amig[oa]|alumn[oa]|compa[nñ]er[oa]|estudiante) $"
    r"|\b(?:password|passcode|pin|login|username|locker|contrase[nñ]a|clave|usuario|matr[ií]cula"
    r"|n[uú]mero) (?:of|for|de) $"
)
_TO: Final = re.compile(r"\b(?:by|to|with|for|from|of|tell|ask|near|a|para|con|de) $")
# "We found lice on Clementine", "le encontramos piojos a Estrella".
_FOUND_ON: Final = re.compile(
    r"\b(?:lice|nits|rash|bruises?|knife|vape|weed|report|referral|piojos) (?:on|in|from) $"
    r"|\b[Ll]es? [^.!?]{2,40} a $"
)
_STARTS: Final = re.compile(r"(?:^|[.!?:;•·|\"“”(\[–—-]) *(?:[¡¿\"“(] ?)?$")
_LISTED: Final = re.compile(r"[:;(•·|–—-] ?$")
_LIST_GOES_ON: Final = re.compile(r" ?(?:[,;):(|·•–—-]|$)|\.(?: |$)")
_BEFORE: Final = re.compile(r"(?:^|[^\w'.])([^\W\d_][\w'-]*\.?),? (?:and |or |& |y |e |o )?$")
_AFTER: Final = re.compile(r"(?:,? (?:and|or|&|y|e|o)|,)(?: the| los| las)? ([^\W\d_a-z][\w-]*)")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_][\w']*),? $")
_NOT_BEFORE: Final = word_set(
    "have keep lose a an the this that these those our your my his her their its every each any "
    "no next last of in at on by near beat over versus against vs el la los las un una este esta "
    "nuestro nuestra su sus mi tu cada en sobre de del happy dear or o"
)
# Of what time of the year it is, it is said all the time.
_TIMES: Final = word_set(
    "april august autumn june july may spring summer winter abril agosto junio julio mayo domingo"
)
PLACES: Final = word_set(
    "arizona asia aspen austin berlin boston brooklyn cairo camden carolina chester cheyenne "
    "dakota "
    "dallas denver egypt florence franklin geneva georgia helena holland houston india indiana "
    "jefferson jericho jersey kennedy kenya lexington lincoln london madison memphis milan monroe "
    "montana nevada paris phoenix princeton raleigh salem savannah sierra sydney troy valencia "
    "vienna virginia washington hope faith grace charity liberty justice joy harmony trinity "
    "genesis juniper"
)
"""Schools and towns, where they stand in a list of their own."""
_REACH: Final = 40


def stands_as_name(line: str, start: int, end: int, plain: str) -> bool:
    """True if such a word, with a capital and alone, is most likely somebody's name there."""
    before = line[max(0, start - _REACH) : start]
    after = line[end : end + _REACH]
    if _KIN.search(before) or _FOUND_ON.search(before):
        return True
    if _beside_a_name(before, after):
        return True
    if before.endswith("A ") and _STARTS.search(before[:-2]) and _SPANISH_TO.match(after):
        return True
    if plain not in _TIMES | PLACES and _TO.search(before) and _SHE.search(line, end):
        return not after[1:2].isupper()
    if plain in _TIMES:
        does = DOES.match(after) or line[end - 2 : end] == "'s"
        return bool(does) and _SHE.search(line, end) is not None
    if (start, end) == (0, len(line)):
        return plain not in PLACES
    if DOES.match(after) or _SPOKEN_TO.match(after) or line[end - 2 : end] == "'s":
        return _word_before(before) not in _NOT_BEFORE
    if _LISTED.search(before):
        return _LIST_GOES_ON.match(after) is not None
    if _STARTS.search(before):
        return False
    return _word_before(before) not in _NOT_BEFORE and not after[1:2].isupper()


def _beside_a_name(before: str, after: str) -> bool:
    """True for "Chase and Lance" and "Bobby Tran and Summer"."""
    found = _AFTER.match(after)
    if found and _is_name(found[1]):
        return _word_before(before) not in _NOT_BEFORE
    found = _BEFORE.search(before)
    return found is not None and found[1][0].isupper() and _is_name(found[1].removesuffix("."))


def _is_name(word: str) -> bool:
    plain = fold(word)
    return plain in ALL_GIVEN or (plain in WORDS_AS_GIVEN and plain not in _TIMES)


def _word_before(before: str) -> str:
    found = _WORD_BEFORE.search(before)
    return fold(found[1]) if found else ""
