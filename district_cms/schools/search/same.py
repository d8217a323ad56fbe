"""The office's list of words that mean the same, as this process keeps it."""

from collections import defaultdict
from typing import Any, Final

from district_cms.web.versions import Kept, bump

from .asking import Phrase
from .first_words import FIRST_WORDS
from .models import SameWords

VERSION: Final = "schools.search_words"


def same_words() -> dict[Phrase, tuple[Phrase, ...]]:
    """{phrase: what means the same}. Nobody changes it."""
    return _kept.get()


def add_first_words() -> int:
    """Fill an empty list with the words that a new district starts with; returns their number."""
    if SameWords.objects.exists():
        return 0
    made = SameWords.objects.bulk_create(SameWords(words=each) for each in FIRST_WORDS)
    changed()
    return len(made)


def changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a row."""
    bump(VERSION)


def _read() -> dict[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for row in SameWords.objects.order_by("pk"):
        phrases = row.phrases
        for phrase in phrases:
            found[phrase].update(dict.fromkeys(other for other in phrases if other != phrase))
    return {phrase: tuple(others) for phrase, others in found.items()}


_kept = Kept(VERSION, _read)
