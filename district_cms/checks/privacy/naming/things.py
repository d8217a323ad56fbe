"""What is called as somebody is: streets, laws, dogs, and the Great."""

import re
from typing import Final

# "Erin's Law", "Kaitlyn's Closet": what is called after somebody.
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
    """True for "2200 Harrison Ave.", "Erin's Law" and "Skylar the therapy dog", by what follows."""
    end -= line[end - 2 : end] == "'s" and 2
    return line[end : end + 1] in (" ", ",", "'") and _SOMETHING.match(line, end) is not None
