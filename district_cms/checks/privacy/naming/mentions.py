"""Finds the names in a line that may be students', without a roster.

A name of no list is recognized by its shape: two capitalized words, neither of which begins
sentences. Titles, offices, places and people of lessons are left out.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...word_sets import word_set
from ..normalizing import fold
from . import roles, unlisted
from .capitalized import (
    COMMON,
    ENDINGS,
    MOST_WORDS,
    PARTICLES,
    Word,
    is_no_name,
    is_nobody,
    is_of_a_family,
    is_used_as_name,
    runs,
    word_before,
)
from .exclusions import is_no_one, is_of_a_pair, is_something_else
from .word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    FAMILY_WORDS,
    GIVEN_OF_LESSONS,
    LEARNED,
    MAY_BE_GIVEN,
    NO_NAMES,
    NOT_A_PERSON,
    OF_LESSONS,
    TITLES,
    WORDS_AS_GIVEN,
)

# Words that are also family names: the first list after any name, the second only after a single
# known given name.
_WORDS_AS_FAMILY: Final = word_set(
    "her see long young may so do an low king moon song love day white black brown green best gray "
    "bird fish wise good small short strong sharp smart power rich wolf fox price hand head bell "
    "cook case banks snow summer winter wood woods little lay yang pike marsh stone june ha no ho "
    "walker judge grant driver player singer writer painter speaker hawk hawks major dean bishop "
    "pope deacon chief prince"
)
_PLACES_AS_FAMILY: Final = word_set(
    "park hill hall lake field fields street lane court camp cave page forest west beach rivers "
    "bridge bridges mills banks frost march april august reader church house english french major "
    "day parks week rice"
)
# Given names that are also places, days or months: names only before a family name.
_PLACES_AS_GIVEN: Final = word_set(
    "april august carolina christian dakota georgia june may montana virginia"
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MOST_NAMES: Final = 200
_SPANISH: Final = re.compile(r"\b(?:que|el|los|su|por|se|y|una?|est[aá])\b")
_TWO: Final = 2
_PAIR_REACH: Final = 30
# Words that begin a sentence, right before a name that is also a word.
_BEGINNINGS: Final = word_set(
    "a after also although and as aunque because before but como cuando even hoy if now only "
    "porque poor pero si since so then today when where while yesterday ayer felicidades "
    "congratulations"
)
_NUMERAL: Final = re.compile(r"[IVX]{2,5}")


class Mention(NamedTuple):
    """A name in a line, from `start` to `end`.

    `known`: lists contain the name. `full`: it is more than a given name. `of_lesson`: a person of
    lessons has this name. `described`: it is no name but describes a child, "the new boy in 4B".
    """

    start: int
    end: int
    name: str
    known: bool
    full: bool
    of_lesson: bool = False
    described: bool = False


def mentions(line: str) -> list[Mention]:
    """Return the names in an undisguised line that could be students', in order."""
    names: list[Mention] = []
    has_several = False
    for run in runs(line):
        if len(run) == 1 and is_nobody(run[0]):
            continue
        names.extend(_read(line, run))
        has_several = has_several or len(run) > 1
        if len(names) >= _MOST_NAMES:
            has_several = True  # perhaps: the rest was not read
            break
    return _with_initials(line, names, has_several=has_several)


def _with_initials(line: str, names: list[Mention], *, has_several: bool) -> list[Mention]:
    """Add people who are named by initials, "J.T. in 4th period", or by several words."""
    places = [*unlisted.initials(line), *(unlisted.long_names(line) if has_several else ())]
    more = [
        Mention(start, end, name, known=fold(name.split()[0]) in MAY_BE_GIVEN, full=False)
        for start, end in places
        for name in (line[start:end].strip(),)
        if not any(other.start < end and start < other.end for other in names)
    ]
    return sorted([*names, *more]) if more else names


def _read(line: str, run: list[Word]) -> Iterator[Mention]:
    """Yield the people named by a run of capitalized words."""
    for part, titled, is_word in _parts(line, run):
        one = None if titled else _named(line, part, is_word=is_word)
        # Check the words before it last: few capitalized words are names.
        if one and not (titled is None and _is_titled(line, run[0].start)):
            yield one


def _is_titled(line: str, start: int) -> bool:
    return roles.is_titled(line, start, word_before(line, start))


def _parts(line: str, run: list[Word]) -> Iterator[tuple[list[Word], bool | None, bool]]:
    """Yield the words of each possible name, whether a title precedes it, and whether the name is
    also a word.

    For the first name the title is None: the words before the run decide.
    """
    part: list[Word] = []
    titled: bool | None = None
    is_word_name = False
    alone = len(run) == 1 or (len(run) == _TWO and run[0].plain in _BEGINNINGS)
    for word, following in zip(run, [*run[1:], None], strict=True):
        word_is_name = (
            alone and following is None and not part and _is_word_used_as_name(line, word)
        )
        if word_is_name or _belongs(word, part, following):
            part.append(word)
            is_word_name = word_is_name
        elif word.plain == "para" and _SPANISH.search(line):
            yield part, titled, False  # "Para Paco, que …"
            part, titled = [], False
        elif word.plain in TITLES and word.plain not in ALL_GIVEN:
            yield part, titled, False
            part, titled = [], True
        elif word.plain in NOT_A_PERSON:
            part, titled = [], False  # "Grace Lutheran Church"
        elif word.plain in _PLACES_AS_GIVEN and following is not None and not part:
            continue  # "Christian Athletes"
        elif _is_common(word):
            yield part, titled, False
            part, titled = [], False
        else:
            part.append(word)
    yield part, titled, is_word_name


def _is_given(word: Word) -> bool:
    return word.plain.split("-")[0] in ALL_GIVEN


def _belongs(word: Word, part: list[Word], following: Word | None) -> bool:
    """True if a word that also means something else is part of a name here."""
    if part:
        return word.plain in PARTICLES or _ends_a_name(word, part)
    if following is None:
        return False
    if word.plain in TITLES and _is_given(following):
        return False  # "Ranger Tom"
    if word.plain in _PLACES_AS_GIVEN:
        return not (_is_common(following) or is_no_name(following.plain))
    return word.plain in WORDS_AS_GIVEN and (following.initial or _is_family(following.plain))


def _is_family(plain: str) -> bool:
    """True for a family name, also for one that is a word: "Thompson-Wu", "Franks"."""
    if plain in FAMILY_WORDS:
        return plain not in COMMON
    return any(piece in ALL_FAMILY for piece in plain.split("-"))


def _is_word_used_as_name(line: str, word: Word) -> bool:
    """True if a capitalized word stands where names stand: "except for Summer"."""
    return word.plain in WORDS_AS_GIVEN and is_used_as_name(line, word.start, word.end, word.plain)


def _ends_a_name(word: Word, part: list[Word]) -> bool:
    if word.plain in _PLACES_AS_FAMILY:
        return len(part) == 1 and _is_given(part[0])
    return word.plain in _WORDS_AS_FAMILY


def _is_common(word: Word) -> bool:
    if word.initial:
        return False
    return (
        word.plain in COMMON or word.plain.split("-")[0] in COMMON or word.plain.endswith(ENDINGS)
    ) and not _is_given(word)


def _named(line: str, part: list[Word], *, is_word: bool = False) -> Mention | None:
    while part and (part[-1].plain in PARTICLES and part[-1].text.islower()):
        part = part[:-1]
    if not part or part[0].plain in _SUFFIXES or len(part) > MOST_WORDS + 1:
        return None
    if part[0].plain == "a" and len(part) > 1 and _is_given(part[1]) and line[part[0].end] != ".":
        part = part[1:]  # "A Brayan lo suspendieron"
    words = [word.plain for word in part if word.plain not in _SUFFIXES]
    if (
        len(part) == _TWO
        and _NUMERAL.fullmatch(part[1].text)
        and part[1].plain not in ("ii", "iii")
    ):
        return None  # "Henry VIII"
    start, end = part[0].start, part[-1].end
    if len(part) == 1 and (part[0].initial or is_no_one(line, part[0])):
        return None
    if part[0].initial and not (
        words[-1] in ALL_FAMILY or _lists_initials(line) or _is_surname(words[1:])
    ):
        return None
    if tuple(words) in LEARNED or is_of_a_pair(line, start, end, words):
        return None
    of_lesson = not OF_LESSONS.isdisjoint(words)
    if of_lesson and not (len(part) > 1 and _is_given(part[0])):
        return None
    if roles.stand_behind(line, end) or is_something_else(line, end):
        return None
    if len(part) == 1:
        return _inverted(line, part[0]) or _alone(line, part[0], words, is_word=is_word)
    name = line[start:end].removesuffix("'s")
    given = _is_given(part[0])
    family = any(piece in ALL_FAMILY for word in words[1:] for piece in word.split("-"))
    if all(word.initial for word in part[1:]) and not given and len(name) < len("Abc D"):
        return None
    if not (given or family) and (_is_a_thing(words) or (name.isupper() and not line.isupper())):
        return None  # "Clothes Closet", "NGSS MS-PS1"
    return Mention(start, end, name, known=given or family, full=True, of_lesson=of_lesson)


def _alone(line: str, word: Word, words: list[str], *, is_word: bool) -> Mention | None:
    """Return the mention of a given name, a family or an unlisted name that stands alone, or
    None."""
    given = _is_given(word)
    known = given or is_word or is_of_a_family(line, word)
    if not known and (
        _is_a_word(words[0])
        or not unlisted.is_somebody(line, word.start, word.end, word.text, words[0])
    ):
        return None
    return Mention(
        word.start,
        word.end,
        line[word.start : word.end].removesuffix("'s"),
        known=known and (given or not ALL_FAMILY.isdisjoint(words)),
        full=False,
        of_lesson=words[0] in GIVEN_OF_LESSONS,
    )


def _is_a_thing(words: list[str]) -> bool:
    """True if no word is a name, except perhaps the first: "Clothes Closet", "Penny Wars"."""
    if words[-1] in FAMILY_WORDS or not is_no_name(words[-1]):
        return False
    if words[0] in WORDS_AS_GIVEN and not _is_a_word(words[-1]):
        return False  # "Wade Fenner"
    return all(is_no_name(word) or word in WORDS_AS_GIVEN for word in words[:-1])


def _is_a_word(word: str) -> bool:
    """True for a word of a dictionary. Its forms in -er, -ly and -al may be names: Hooper,
    Tucker."""
    return word in NO_NAMES or (not word.endswith(("er", "ly", "al")) and is_no_name(word))


def _is_surname(words: list[str]) -> bool:
    """True for one word that is in no dictionary and is no place."""
    return len(words) == 1 and not is_no_name(words[0]) and unlisted.is_known_nowhere(words[0])


def _lists_initials(line: str) -> bool:
    """True if a line has several names of an initial and a family name."""
    return len(_INITIAL_AND_NAME.findall(line)) > 1


def _inverted(line: str, word: Word) -> Mention | None:
    """Return the mention of "Lopez, Maria" if this is its first word and begins a line or a part of
    it, or None."""
    after = _AFTER_COMMA.match(line, word.end)
    if not after or not _BEGINS.search(line, max(0, word.start - _PAIR_REACH), word.start):
        return None
    second = fold(after[1].split(" ")[0])
    if second in COMMON and second not in ALL_GIVEN:
        return None
    if word.plain in ALL_GIVEN and word.plain not in ALL_FAMILY and second in ALL_GIVEN:
        return None  # "Emma, Liam and Noah"
    is_first = word.plain in MAY_BE_GIVEN and word.plain not in FAMILY_WORDS
    if _LIST_GOES_ON.match(line, after.end()) and (second not in ALL_GIVEN or is_first):
        return None  # "Ellington, Mingus, Parker"
    name = f"{after[1]} {word.text}"
    known = second in ALL_GIVEN or word.plain in ALL_FAMILY
    return Mention(word.start, after.end(), name, known=known, full=True)


# An initial and any family name are a person: "J. Whitlock, T. Mbeki".
_INITIAL_AND_NAME: Final = re.compile(r"\b[A-Z]\. [A-Z][a-z]{2,}")
_AFTER_COMMA: Final = re.compile(r", ([^\W\d_a-z][\w'-]{1,20}(?: [^\W\d_a-z][\w'-]{0,20}\.?)?)")
_LIST_GOES_ON: Final = re.compile(r", [^\W\d_a-z]")
_BEGINS: Final = re.compile(r"(?:^|[:;.(|·•—–-] ?|\b(?:to|for|of|de|a|para) )$")
