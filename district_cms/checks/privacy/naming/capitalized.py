"""The words of a line that begin with a capital, as they stand side by side."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ...word_sets import word_set
from ..normalizing import fold
from .known_names import NOT_A_PERSON
from .no_names import is_no_name
from .word_lists import ALL_FAMILY, ALL_GIVEN, MAY_BE_GIVEN, ORDINARY, TITLES

# Western letters, among which a capital's place is known.
_CAPITALIZED: Final = re.compile(
    r"[A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff](?<![\w'].)"
    r"[^\W_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
)
_LONGEST_WORD: Final = 32
PARTICLES: Final = frozenset({"de", "del", "la", "al", "bin", "van", "von", "der", "da", "dos"})
MOST_WORDS: Final = 4
# Titles with a capital, and other words without one: "we miss Kaleb", "para Ana".
_NO_TITLES: Final = frozenset({"miss", "para", "brother", "sister", "general", "major", "member"})
_POSSESSIVES: Final = ("'s", "s'")
COMMON: Final = ORDINARY | NOT_A_PERSON
"""Words that are nobody's name when they stand alone."""


_CAPITAL: Final = re.compile(r"[A-Z\u00c0-\u00de]['\u2019]?[a-z\u00df-\u00ff]")
_LEAST: Final = 3
_SPANISH: Final = word_set("de la el que los las un una para con por su se lo le del al es y")
# What is written to somebody in a hurry, and no description of a picture.
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
# What is written in a hurry, and no name.
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
    """A word from `start` to `end`, as it is and folded; `initial` if it is one letter."""

    start: int
    end: int
    text: str
    plain: str
    initial: bool


def is_nobody(word: Word) -> bool:
    """True for a word that is no name where it stands alone, as most with a capital are."""
    plain = word.plain
    return plain in COMMON and plain not in MAY_BE_GIVEN and not word.initial and "-" not in plain


def has_capitals(line: str) -> bool:
    """False for a line all in small letters, but for abbreviations: "jaylen got moved to ISS"."""
    return _CAPITAL.search(line) is not None or line.startswith(("A ", "Y ", "O "))


def in_capitals(line: str, *, but: Callable[[str], bool] | None = None) -> str:
    """Return the line with a capital where a known given name and what follows it has none.

    For lines without a capital, or all in capital letters. With `but` each word that begins
    no sentence gets one, but those for which it says yes: for file names, which hold hardly
    anything else.
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
            follows = _is_meant(plain, words[index - 1] if index else "", beside[-1])
        if is_given or follows or (but and plain.isalpha() and not (plain in COMMON or but(plain))):
            words[index] = word[:1].upper() + word[1:]
        given_before = is_given
    return " ".join(words)


def _is_meant(plain: str, before: str, after: str) -> bool:
    """True for a word that is in no dictionary where names stand: "to takoda", "junie has"."""
    if not (plain.isalpha() and plain.isascii()) or plain in _SHORTHAND or is_no_name(plain):
        return False
    return after in _AFTER_A_NAME or before in _BEFORE_A_NAME or before[-1:] in (",", ":", "-")


def runs(line: str) -> Iterator[list[Word]]:
    """Yield the words with capitals that stand side by side."""
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
                run += [Word(end, start, one, one, initial=False) for one in particles]
            else:
                yield run
                run = []
        word = text.removesuffix(".")
        initial = len(word) == 1
        plain = fold(word.removesuffix("'s"))
        end = match.end()
        if word != text and not initial and plain not in TITLES:
            end -= 1  # the sentence ends: what follows adjoins no more
        run.append(Word(start, end, word, plain, initial))
        if word.endswith(_POSSESSIVES):
            yield run
            run, end = [], -1
    if run:
        yield run


def word_before(line: str, start: int) -> str:
    """Return the folded word that stands right before a place, with one space between."""
    if line[start - 1 : start] != " ":
        return ""
    word = line[max(start - _LONGEST_WORD, 0) : start - 1].rpartition(" ")[2]
    word = word.removesuffix(".")
    return "" if word in _NO_TITLES else fold(word)


def _takes_particle(run: list[Word]) -> bool:
    """True for "Marisol de la Cruz" and "Pérez de León", and not for "Passport of Marisol"."""
    last = next((word.plain for word in reversed(run) if word.text[:1].isupper()), "")
    return len(run) < MOST_WORDS and (last in ALL_GIVEN or last in ALL_FAMILY)
