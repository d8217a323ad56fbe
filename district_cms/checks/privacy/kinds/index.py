"""Which phrases a word may belong to: what is looked up first, for it costs next to nothing."""

from typing import Final

from ..phrases import STEM, Phrase
from . import ALL, Kind

_Phrases = dict[str, list[tuple[Kind, Phrase]]]


def _index() -> tuple[_Phrases, _Phrases]:
    exact: _Phrases = {}
    stems: _Phrases = {}
    for kind in ALL:
        for phrase in kind.phrases:
            for word in phrase.anchors:
                exact.setdefault(word, []).append((kind, phrase))
            for stem in phrase.stems:
                stems.setdefault(stem, []).append((kind, phrase))
    return exact, stems


_EXACT, _STEMS = _index()
_NONE: Final[list[tuple[Kind, Phrase]]] = []


def phrases_of(word: str) -> list[tuple[Kind, Phrase]]:
    """Return the phrases that a folded word may belong to."""
    return [*_EXACT.get(word, _NONE), *_STEMS.get(word[:STEM], _NONE)]


def tells(word: str) -> bool:
    """True if a folded word is, or may be, one that a phrase is found by."""
    return word in _EXACT or word[:STEM] in _STEMS
