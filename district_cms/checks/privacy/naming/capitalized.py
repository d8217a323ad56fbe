"""Capitalized words that may be names of people, families or things."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ...word_sets import word_set
from ..normalizing import fold
from .word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    FAMILY_WORDS,
    MAY_BE_GIVEN,
    NO_NAMES,
    NOT_A_PERSON,
    ORDINARY,
    TITLES,
    WORDS_AS_GIVEN,
)

_FORMS: Final = (
    ("s", ""), ("es", "e"), ("ies", "y"), ("ing", "e"), ("ings", "e"), ("ed", "e"), ("er", "e"),
    ("ers", "e"), ("ly", "le"), ("ful", ""), ("less", ""), ("able", "e"), ("al", ""), ("ive", "e"),
)  # fmt: skip
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])\1(?:ing|ed|er|ers)$")
ENDINGS: Final = ("tion", "ment", "ness", "ingly", "mente", "cion", "ciones", "tions", "ments")


def is_no_name(word: str) -> bool:
    """True for a word that is nobody's name, in any inflected form: "labels", "shopping"."""
    if word in NO_NAMES or word.endswith(ENDINGS):
        return True
    return (
        any(
            word.endswith(ending) and {word[: -len(ending)], word[: -len(ending)] + rest} & NO_NAMES
            for ending, rest in _FORMS
        )
        or _DOUBLED.sub(r"\1", word) in NO_NAMES
    )


# Verbs of people, hardly ever of a day, a color or a virtue.
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
# Times of the year, which texts mention all the time.
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
"""Names of schools and towns, which may be the whole line of a list."""
_REACH: Final = 40


def is_used_as_name(line: str, start: int, end: int, plain: str) -> bool:
    """True if such a word, capitalized and alone, is most likely somebody's name here."""
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
    """True if a name is beside it: "Chase and Lance", "Bobby Tran and Summer"."""
    neighbor = _AFTER.match(after)
    if neighbor and _is_name(neighbor[1]):
        return _word_before(before) not in _NOT_BEFORE
    neighbor = _BEFORE.search(before)
    return (
        neighbor is not None
        and neighbor[1][0].isupper()
        and _is_name(neighbor[1].removesuffix("."))
    )


def _is_name(word: str) -> bool:
    plain = fold(word)
    return plain in ALL_GIVEN or (plain in WORDS_AS_GIVEN and plain not in _TIMES)


def _word_before(before: str) -> str:
    word = _WORD_BEFORE.search(before)
    return fold(word[1]) if word else ""


# Latin letters only: the ranges of their capitals are known.
_CAPITALIZED: Final = re.compile(
    r"[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff](?<![\w'].)"
    r"[^\W_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
)
_LONGEST_WORD: Final = 32
PARTICLES: Final = frozenset({"de", "del", "la", "al", "bin", "van", "von", "der", "da", "dos"})
MOST_WORDS: Final = 4
# Titles only if capitalized, and no titles in "we miss Kaleb" and "para Ana".
_NO_TITLES: Final = frozenset({"miss", "para", "brother", "sister", "general", "major", "member"})
_POSSESSIVES: Final = ("'s", "s'")
COMMON: Final = ORDINARY | NOT_A_PERSON
"""Words that are nobody's name when they stand alone."""


_CAPITAL: Final = re.compile(r"[A-Z\u00c0-\u00de]['\u2019]?[a-z\u00df-\u00ff]")
_LEAST: Final = 3
_SPANISH: Final = word_set("de la el que los las un una para con por su se lo le del al es y")
# Words of hasty messages, which descriptions of pictures do not have.
_HASTY: Final = word_set(
    "pls plz please thx thanks u ur yr w/ w/o bc b/c fyi ps hw abt i i'm i've my me we our "
    "you your today tomorrow still again yet hasn't haven't didn't doesn't isn't can't won't "
    "wasn't ok hey hi im ive hasnt havent didnt doesnt isnt cant wont wasnt someone anyone"
)
_BEFORE_A_NAME: Final = word_set(
    "& and w/ with to for from except but that when if because bc poor little about like by told "
    "saw gave has is says so or kid friend named called @"
) | {""}
_AFTER_A_NAME: Final = word_set(
    "is was has had got gets needs owes missed failed left hasn't didn't isn't wasn't can't still "
    "never hasnt didnt isnt wasnt cant doesnt doesn't wont won't keeps skipped quit"
)
# Informal words that are not names.
_SHORTHAND: Final = word_set(
    "kiddo kiddos gonna wanna gotta gimme lemme dunno kinda sorta yall chromebook chromebooks "
    "homeroom makeup email emails app apps online website selfie emoji textbook textbooks "
    "classwork bookfair hoodie hoodies snacktime popsicle popsicles playdate playdates carpool "
    "fieldtrip permission reminder reminders worksheet worksheets screentime sharpie sharpies "
    "crayola ziploc kleenex google canvas zoom youtube kahoot kindergarteners kindergartners "
    "preschoolers preschool tryouts fundraiser fundraisers potluck bbq sneakers tennies "
    "sweatpants sweatshirt thru"
)

_SHORTENED: Final = {
    word.replace("'", ""): word
    for word in word_set("hasn't haven't didn't doesn't isn't aren't wasn't can't couldn't don't")
}


class Word(NamedTuple):
    """A word from `start` to `end`: as written, folded, and whether it is a single letter."""

    start: int
    end: int
    text: str
    plain: str
    initial: bool


def is_nobody(word: Word) -> bool:
    """True for a word that is no name when it stands alone, as most capitalized words."""
    plain = word.plain
    return plain in COMMON and plain not in MAY_BE_GIVEN and not word.initial and "-" not in plain


def has_capitals(line: str) -> bool:
    """False for a line in lower case, except for abbreviations: "jaylen got moved to ISS"."""
    return _CAPITAL.search(line) is not None or line.startswith(("A ", "Y ", "O "))


def in_capitals(line: str, *, but: Callable[[str], bool] | None = None) -> str:
    """Return the line with capitals for known given names and the names after them.

    For lines without a capital, or all in capital letters. With `but`, every other word gets a
    capital as well, except common words and those for which `but` returns True: for file names,
    which contain hardly anything but names.
    """
    words = (line.lower() if line.isupper() else line).split(" ")
    is_english = not but and _SPANISH.isdisjoint(words) and not _HASTY.isdisjoint(words)
    given_before = False
    for index, word in enumerate(words):
        if word in _SHORTENED:
            word = words[index] = _SHORTENED[word]
        plain = fold(word.strip('.,:;!?()"').removesuffix("'s"))
        is_given = plain in ALL_GIVEN
        follows = given_before and plain not in COMMON and plain.isalpha()
        if is_english and not is_given and not follows and len(plain) > _LEAST:
            beside = words[max(index - 1, 0) : index + 2]
            follows = _stands_for_name(plain, words[index - 1] if index else "", beside[-1])
        if is_given or follows or (but and plain.isalpha() and not (plain in COMMON or but(plain))):
            words[index] = word[:1].upper() + word[1:]
        given_before = is_given
    return " ".join(words)


def _stands_for_name(plain: str, before: str, after: str) -> bool:
    """True for a word of no dictionary in a place for names: "to takoda", "junie has"."""
    if not (plain.isalpha() and plain.isascii()) or plain in _SHORTHAND or is_no_name(plain):
        return False
    return after in _AFTER_A_NAME or before in _BEFORE_A_NAME or before[-1:] in (",", ":", "-")


def runs(line: str) -> Iterator[list[Word]]:
    """Yield the runs of adjacent capitalized words."""
    run: list[Word] = []
    end = -1
    for match in _CAPITALIZED.finditer(line):
        text = match[0]
        if not text[0].isupper():
            continue
        start = match.start()
        between = line[end:start] if end >= 0 else ""
        if run and between != " ":
            particles = between.split()
            if particles and PARTICLES.issuperset(particles) and _takes_particle(run):
                run += [
                    Word(end, start, particle, particle, initial=False) for particle in particles
                ]
            else:
                yield run
                run = []
        word = text.removesuffix(".")
        initial = len(word) == 1
        plain = fold(word.removesuffix("'s"))
        end = match.end()
        if word != text and not initial and plain not in TITLES:
            end -= 1  # the sentence ends, and with it the run
        run.append(Word(start, end, word, plain, initial))
        if word.endswith(_POSSESSIVES):
            yield run
            run, end = [], -1
    if run:
        yield run


def word_before(line: str, start: int) -> str:
    """Return the folded word right before a position, with one space between, or ""."""
    if line[start - 1 : start] != " ":
        return ""
    word = line[max(start - _LONGEST_WORD, 0) : start - 1].rpartition(" ")[2]
    word = word.removesuffix(".")
    return "" if word in _NO_TITLES else fold(word)


def _takes_particle(run: list[Word]) -> bool:
    """True if a particle continues the name: "Marisol de la Cruz" and "Pérez de León", but not
    "Passport of Marisol"."""
    last = next((word.plain for word in reversed(run) if word.text[:1].isupper()), "")
    return len(run) < MOST_WORDS and (last in ALL_GIVEN or last in ALL_FAMILY)


_LEARNED_FAMILIES: Final = word_set("bronte grimm jonas mirabal marx warner wright")
_REACH_FAMILIES: Final = 30
_FAMILY_AFTER: Final = re.compile(
    r" (?:family|household|boys|girls|clan|cousins|twins|triplets|siblings|brothers|sisters|kids"
    r"|children)\b"
    r"(?! [^\W\d_a-z])"
)
_FAMILY_THEY: Final = re.compile(
    r",? (?:(?:ya|todav[ií]a|a[uú]n) )?(?:no|se|[a-z]{2,12}[aeo]n|son|est[aá]n)\b"
)
_FAMILY_PLURAL: Final = re.compile(r"\b[Tt]he $")
_FAMILY_BEFORE: Final = re.compile(
    r"\b(?:familia|gemel[oa]s|mellizos|herman[oa]s|hermanit[oa]s|hij[oa]s de los) $"
)


def they_are(line: str, end: int) -> bool:
    """True if a plural verb follows a family name: "los Mendoza viven"."""
    return _FAMILY_THEY.match(line, end) is not None


def name_a_family(line: str, end: int) -> bool:
    """True if the word behind a name makes it a family's, whatever lists know: "the Littlewolf
    kids"."""
    return _FAMILY_AFTER.match(line, end) is not None


def are_a_family(line: str, start: int, plain: str) -> bool:
    """True for "the Sandovals", but not "the Falcons": the family name must not be a word."""
    name = plain.removesuffix("s")
    if name == plain or name not in ALL_FAMILY or name in _LEARNED_FAMILIES:
        return False
    is_word = name in FAMILY_WORDS and is_no_name(name)
    return (
        not is_word
        and _FAMILY_PLURAL.search(line, max(0, start - _REACH_FAMILIES), start) is not None
    )


def is_of_a_family(line: str, word: Word) -> bool:
    """True for "the Xiong family", "the Xiongs" and "la familia Xiong"."""
    if word.plain in _LEARNED_FAMILIES:
        return False
    near = max(0, word.start - _REACH_FAMILIES)
    if word.plain.endswith("s") and word.plain.removesuffix("s") in ALL_FAMILY:
        return _FAMILY_PLURAL.search(line, near, word.start) is not None  # "the Hendersons"
    is_one = word.plain in ALL_FAMILY and they_are(line, word.end)
    if is_one and line[near : word.start].lower().endswith("los "):
        return True  # "los Mendoza viven"
    return bool(
        _FAMILY_AFTER.match(line, word.end) or _FAMILY_BEFORE.search(line, near, word.start)
    )
