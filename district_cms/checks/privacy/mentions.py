"""Who is named in a line: students, as far as words tell, with no roster.

A name of no list is a name by its shape: two words with capitals, none of which begins sentences.
Titles, offices, places and the people of lessons are left out.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ..accessibility.words import word_set
from .known_names import FAMILY, NOT_A_PERSON
from .normalizing import fold
from .word_lists import ALL_GIVEN, LEARNED, OF_LESSONS, OFFICES, ORDINARY, TITLES

# Who is named together in lessons.
_PAIRS: Final = {
    "adam": "eve",
    "bonnie": "clyde",
    "hansel": "gretel",
    "henry": "mudge",
    "jack": "jill",
    "lewis": "clark",
    "romeo": "juliet",
    "tom": "jerry",
}
_AND: Final = re.compile(r" (?:and|y|&) ([^\W\d_]{2,20})")
# Western letters, among which a capital's place is known.
_CAPITALIZED: Final = re.compile(
    r"[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff](?<![\w'].)"
    r"[^\W_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
)
_LONGEST_WORD: Final = 32
_PARTICLES: Final = frozenset({"de", "del", "la", "al", "bin", "van", "von", "der", "da", "dos"})
_COMMON: Final = ORDINARY | NOT_A_PERSON
# Words that are family names as well: of a name of any list, or of a given name of ours only.
_WORDS_AS_FAMILY: Final = word_set(
    "her see long young may so do an low king moon song love day white black brown green best gray "
    "bird fish wise good small short strong sharp smart power rich wolf fox price hand head bell "
    "cook case banks snow summer winter wood woods little lay yang pike marsh stone june ha no ho "
    "walker judge grant driver player singer writer painter speaker hawk hawks major"
)
_PLACES_AS_FAMILY: Final = word_set(
    "park hill hall lake field fields street lane court camp cave page forest west beach rivers "
    "bridge bridges mills banks frost march april august reader church house english french major "
    "day parks week rice"
)
# Given names that are places, days or months as well: only with a family name behind them.
_PLACES_AS_GIVEN: Final = word_set(
    "april august carolina christian dakota georgia june may montana virginia"
)
_ENDINGS: Final = ("tion", "ment", "ness", "ingly", "mente", "cion", "ciones", "tions", "ments")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MOST_WORDS: Final = 4
_MOST_NAMES: Final = 200
_POSSESSIVES: Final = ("'s", "s'")
_OFFICE_REACH: Final = 60


class Mention(NamedTuple):
    """A name in a line, from `start` to `end`. `known` if lists of names have it; `full` if it is
    more than a given name. `of_lesson` if a person of lessons has this family name."""

    start: int
    end: int
    name: str
    known: bool
    full: bool
    of_lesson: bool = False


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    plain: str
    initial: bool


def mentions(line: str) -> list[Mention]:
    """Return who could be a student among those whom an undisguised line names, in its order."""
    found: list[Mention] = []
    for run, before in _runs(line):
        found.extend(_read(line, run, before))
        if len(found) >= _MOST_NAMES:
            break
    return found


def in_capitals(line: str, *, but: Callable[[str], bool] | None = None) -> str:
    """Return the line with a capital where a known given name and what follows it has none.

    For lines all in small or all in capital letters. With `but` each word that begins no sentence
    gets one, but those for which it says yes: for file names, which hold hardly anything else.
    """
    words = line.lower().split(" ")
    given_before = False
    for index, word in enumerate(words):
        plain = fold(word).strip('.,:;!?()"')
        is_given = plain in ALL_GIVEN
        follows = given_before and plain not in _COMMON and plain.isalpha()
        if (
            is_given
            or follows
            or (but and plain.isalpha() and not (plain in _COMMON or but(plain)))
        ):
            words[index] = word[:1].upper() + word[1:]
        given_before = is_given
    return " ".join(words)


def _runs(line: str) -> Iterator[tuple[list[_Word], str]]:
    """Yield the words with capitals that stand side by side, and the word before them."""
    run: list[_Word] = []
    before = ""
    end = -1
    for match in _CAPITALIZED.finditer(line):
        text = match[0]
        if not text[0].isupper():
            continue
        start = match.start()
        between = line[end:start] if end >= 0 else ""
        if run and between != " ":
            particles = between.split()
            if particles and _PARTICLES.issuperset(particles) and _takes_particle(run):
                run += [_Word(end, start, one, one, initial=False) for one in particles]
            else:
                yield run, before
                run = []
        if not run:
            before = _word_before(line, start)
        word = text.removesuffix(".")
        initial = len(word) == 1
        plain = fold(word.removesuffix("'s"))
        end = match.end()
        if word != text and not initial and plain not in TITLES:
            end -= 1  # the sentence ends: what follows adjoins no more
        run.append(_Word(start, end, word, plain, initial))
        if word.endswith(_POSSESSIVES):
            yield run, before
            run, end = [], -1
    if run:
        yield run, before


def _word_before(line: str, start: int) -> str:
    """Return the folded word that stands right before a place, with one space between."""
    if line[start - 1 : start] != " ":
        return ""
    word = line[max(start - _LONGEST_WORD, 0) : start - 1].rpartition(" ")[2]
    return fold(word.removesuffix("."))


def _takes_particle(run: list[_Word]) -> bool:
    """True for "Marisol de la Cruz" and "Pérez de León", and not for "Passport of Marisol"."""
    last = next((word.plain for word in reversed(run) if word.text[:1].isupper()), "")
    return len(run) < _MOST_WORDS and (last in ALL_GIVEN or last in FAMILY)


def _read(line: str, run: list[_Word], before: str) -> Iterator[Mention]:
    part: list[_Word] = []
    titled = before in TITLES
    for word in run:
        if _belongs(word, part, is_last=word is run[-1]):
            part.append(word)
        elif word.plain in TITLES and word.plain not in ALL_GIVEN:
            yield from _named(line, part, titled)
            part, titled = [], True
        elif word.plain in NOT_A_PERSON:
            part, titled = [], False  # "Grace Lutheran Church"
        elif _is_common(word):
            yield from _named(line, part, titled)
            part, titled = [], False
        else:
            part.append(word)
    yield from _named(line, part, titled)


def _is_given(word: _Word) -> bool:
    return word.plain.split("-")[0] in ALL_GIVEN


def _belongs(word: _Word, part: list[_Word], *, is_last: bool) -> bool:
    """True if a word that means something else as well is part of a name where it stands."""
    if not part:
        return word.plain in _PLACES_AS_GIVEN and not is_last
    return word.plain in _PARTICLES or _ends_a_name(word, part)


def _ends_a_name(word: _Word, part: list[_Word]) -> bool:
    if word.plain in _PLACES_AS_FAMILY:
        return len(part) == 1 and _is_given(part[0])
    return word.plain in _WORDS_AS_FAMILY


def _is_common(word: _Word) -> bool:
    if word.initial:
        return False
    return (
        word.plain in _COMMON
        or word.plain.split("-")[0] in _COMMON
        or word.plain.endswith(_ENDINGS)
    ) and not _is_given(word)


def _named(line: str, part: list[_Word], titled: bool) -> Iterator[Mention]:
    while part and (part[-1].plain in _PARTICLES and part[-1].text.islower()):
        part = part[:-1]
    if titled or not part or part[0].plain in _SUFFIXES or len(part) > _MOST_WORDS + 1:
        return
    words = [word.plain for word in part if word.plain not in _SUFFIXES]
    start, end = part[0].start, part[-1].end
    if part[0].initial and len(part) == 1:
        return
    if part[0].initial and words[-1] not in FAMILY:
        return
    name = line[start:end].removesuffix("'s")
    if tuple(words) in LEARNED or _PAIRS.get(words[-1], "-") == _second(line, end):
        return
    of_lesson = not OF_LESSONS.isdisjoint(words)
    if of_lesson and not (len(part) > 1 and _is_given(part[0])):
        return
    if _has_office(line, end):
        return
    given = _is_given(part[0])
    family = any(piece in FAMILY for word in words[1:] for piece in word.split("-"))
    if len(part) == 1:
        turned = _turned(line, part[0])
        if turned:
            yield turned
        elif given or _is_of_a_family(line, part[0]):
            yield Mention(start, end, name, known=given, full=False)
        return
    if all(word.initial for word in part[1:]) and not given and len(name) < len("Abc D"):
        return
    yield Mention(start, end, name, known=given or family, full=True, of_lesson=of_lesson)


def _is_of_a_family(line: str, word: _Word) -> bool:
    """True for "the Xiong family" and "la familia Xiong"."""
    return bool(_FAMILY_AFTER.match(line, word.end) or _FAMILY_BEFORE.search(line[: word.start]))


def _turned(line: str, word: _Word) -> Mention | None:
    """Return "Lopez, Maria" if this is its first word: a line, or a part of it, begins so."""
    after = _AFTER_COMMA.match(line, word.end)
    if not after or not _BEGINS.search(line[: word.start]):
        return None
    second = fold(after[1].split(" ")[0])
    if second in _COMMON and second not in ALL_GIVEN:
        return None
    if word.plain in ALL_GIVEN and word.plain not in FAMILY and second in ALL_GIVEN:
        return None  # "Emma, Liam and Noah"
    name = f"{after[1]} {word.text}"
    known = second in ALL_GIVEN or word.plain in FAMILY
    return Mention(word.start, after.end(), name, known=known, full=True)


_FAMILY_AFTER: Final = re.compile(r" (?:family|household)\b(?! [^\W\d_a-z])")
_FAMILY_BEFORE: Final = re.compile(r"\bfamilia $")
_AFTER_COMMA: Final = re.compile(r", ([^\W\d_a-z][\w'-]{1,20}(?: [^\W\d_a-z][\w'-]{0,20}\.?)?)")
_BEGINS: Final = re.compile(r"(?:^|[:;.(|·•—–-] ?|\b(?:to|for|of|de|a|para) )$")


def _second(line: str, end: int) -> str:
    """Return the folded word after "and", if that follows."""
    after = _AND.match(line, end)
    return fold(after[1]) if after else ""


def _has_office(line: str, end: int) -> bool:
    """True for ", dentist", ", a marine biologist" and "(RN)" behind a name."""
    rest = line[end : end + _OFFICE_REACH]
    if rest[:1] not in (",", " ") or rest[1:2] not in (" ", "("):
        return False
    said = re.split(r"[,.;:!?)]", rest[2:], maxsplit=1)[0]
    words = {fold(word) for word in said.split()[:5]}
    return not OFFICES.isdisjoint(words)
