"""The ways to write a student's name, normalized, so that a list and a page can be compared.

Pure. A full name is one given and one family name, each without spaces, hyphens or accents: a page
may join or divide what the roster divides ("Anne-Marie", "Annemarie", "de la Cruz", "Delacruz").
"""

import re
from typing import Final, Literal

from district_cms.checks.privacy.normalizing import fold, undisguise, without_lookalikes
from district_cms.checks.word_sets import word_set

type Form = Literal["full", "given"]
"""The values of `StudentName.Form`."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Parts of a name that are none alone.
PARTICLES: Final = word_set(
    "abu al bin bint da das de del della den der di do dos du el ibn la las le los mac mc o san "
    "santa st ter van von y"
)
_SUFFIXES: Final = word_set("ii iii iv jr sr")


def words(text: str) -> list[str]:
    """Returns the words of a name as they are compared.

    >>> words("María-José O’Núñez")
    ['maria', 'jose', 'onunez']
    """
    return [fold(word) for word in _WORD.findall(without_lookalikes(undisguise(text)))]


def full(given: str, family: str) -> str:
    """Returns the text of a full name, from words of `words` or several of them joined."""
    return f"{given} {family}"


def forms(
    given: str, middle: str = "", preferred: str = "", family: str = ""
) -> frozenset[tuple[Form, str]]:
    """Returns the ways to write the name, each with its form.

    With several family names, each of them counts as one and all together do. Middle names stand
    for nobody alone; a page may have them or leave them out.

    >>> sorted(forms("Ana", family="Torres Gil"))[:2]
    [('full', 'ana gil'), ('full', 'ana torres')]
    """
    first_names = _given(given) | _given(f"{given} {middle}") | _given(preferred)
    family_names = _family(family)
    pairs = {full(first, last) for first in first_names for last in family_names}
    return frozenset(
        [("full", pair) for pair in pairs] + [("given", first) for first in first_names]
    )


def _given(name: str) -> set[str]:
    """Returns the first of the given names, and all joined. Initials are no names."""
    parts = [part for part in words(name) if len(part) > 1]
    first = 2 if parts and parts[0] in PARTICLES else 1
    return {"".join(parts[:first]), "".join(parts)} - {""}


def _family(name: str) -> set[str]:
    parts = words(name)
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    alone = {part for part in parts if len(part) > 1 and part not in PARTICLES}
    return (alone | {"".join(parts)}) - {""}
