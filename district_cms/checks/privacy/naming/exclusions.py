"""Names that are no person's: pairs, streets, months."""

import re
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .capitalized import Word, they_are
from .word_lists import ALL_FAMILY

_REACH: Final = 30
_PEOPLE_REACH: Final = 8
_MONTHS: Final = word_set("abril julio mayo junio april june may august agosto")
_A_MONTH: Final = re.compile(
    r"\b(?:mes|meses|month|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre)\b"
)
_PEOPLES: Final = word_set("roman german dutch")
_OF_A_PEOPLE: Final = re.compile(
    r".{0,8}?\b(?:our|the|ancient|a|some) (?:Roman|German|Dutch) [a-z]"
)
_A_DAY: Final = re.compile(r"\.? [0-9]")
_ENGLISH_MONTHS: Final = word_set("april may june august")
_DAY_OF_MONTH: Final = re.compile(r" (?:[12]?[0-9]|3[01])(?:st|nd|rd|th)?(?![\w/%])")
_PLURAL_BEFORE: Final = re.compile(r"\b[Ll][ao]s $")
_DAYS: Final = word_set("mon tue wed thu fri sat sun")
_DAY: Final = re.compile(r"\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b")


def is_no_one(line: str, word: Word) -> bool:
    """True for words that only look like a name: "Jan. 12", "los Ángeles"."""
    if word.plain in _DAYS and len(_DAY.findall(line)) > 1:
        return True
    if word.plain in _MONTHS and _A_MONTH.search(line):
        return True  # "Julio y agosto"
    if word.plain in _PEOPLES and _OF_A_PEOPLE.match(line, max(0, word.start - _PEOPLE_REACH)):
        return True  # "our Roman bread"
    if word.plain in _ENGLISH_MONTHS and _DAY_OF_MONTH.match(line, word.end):
        return True
    if word.plain == "jan":
        return _A_DAY.match(line, word.end) is not None
    before = max(0, word.start - _REACH)
    if not (
        line.endswith("s ", before, word.start) and _PLURAL_BEFORE.search(line, before, word.start)
    ):
        return False
    return not (word.plain in ALL_FAMILY and they_are(line, word.end))


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
_AND_BEFORE: Final = re.compile(r"([^\W\d_]{2,20}) (?:and|y|&) $")
_REACH_PAIRS: Final = 30


def is_of_a_pair(line: str, start: int, end: int, words: list[str]) -> bool:
    """True for both names of "Lewis and Clark", and of a firm: "Johnson & Johnson"."""
    after = _AND.match(line, end)
    if after and fold(after[1]) in (words[-1], _PAIRS.get(words[-1])):
        return True
    first = _AND_BEFORE.search(line, max(0, start - _REACH_PAIRS), start)
    return first is not None and words[0] in (fold(first[1]), _PAIRS.get(fold(first[1])))


# Things named after somebody: "Erin's Law", "Kaitlyn's Closet".
_THING: Final = re.compile(
    r"(?:'s)? (?:Act|Bakery|Bill|Café|Challenge|Clinic|Closet|Club|Day|Diner|Drive|Fund|Garden|Gift"
    r"|Hospital|House|Kitchen|Law|Lemonade|Library|Market|Pantry|Pizza|Place|Promise|Rule|Run"
    r"|Shelter|Store|Walk)\b"
)
# "Kelly's Automotive gave us six engines", "Chip, Dale and other rodents".
_MAKER: Final = re.compile(
    r"'s [A-Z][a-z]{3,} (?:gave|donated|sells|sold|hosts|hosted|opens?|provided|brought)\b"
    r"|,? (?:and|y) (?:other|others|otros|otras)\b"
)
_STREET: Final = re.compile(
    r" (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|Boulevard|Way|Ct|Court|Hwy|Highway"
    r"|Pl|Place|Cir|Circle|Pkwy|Parkway|Loop|Trail)\b"
)


# "Clifford the Big Red Dog".
_THE_GREAT: Final = re.compile(
    r",? (?:la|el|un|una) (?:[a-z]+(?:[aeiou]chit[ao]|cito|cita)|rat[oó]n|perr[oa]|gat[oa]|osit?o"
    r"|lob[oa])\b"
    r"|,? (?:a|an|the) (?:[A-Z]|(?:[a-z-]+ ){0,3}(?:dog|cat|hamster|pig|gecko|bear|elf|turtle"
    r"|gorilla|ape|monkey|owl|spider|pony|otter|penguin|fox|wolf|rabbit|bunny|fish|frog"
    r"|mouse|snail|crab|bus|robot|lizard|snake|bird|horse|goat|mascot|clown|magician)\b)"
)
_SOMETHING: Final = re.compile(
    "|".join(kind.pattern for kind in (_STREET, _THING, _MAKER, _THE_GREAT))
)


def is_something_else(line: str, end: int) -> bool:
    """True if the words after a name show that it is no person: "2200 Harrison Ave.", "Erin's Law"
    and "Skylar the therapy dog"."""
    end -= line[end - 2 : end] == "'s" and 2
    return line[end : end + 1] in (" ", ",", "'") and _SOMETHING.match(line, end) is not None
