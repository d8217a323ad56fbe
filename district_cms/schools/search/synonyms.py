"""The office's list of words that mean the same, as this process caches it."""

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from district_cms.web.versions import Kept, bump

from .models import SameWords
from .query import Phrase

VERSION: Final = "schools.search_words"
# What a new district starts with; a line for each group of words.
FIRST_WORDS: Final = Path(__file__).with_name("synonyms.txt")


def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """{phrase: what means the same}. Nobody changes it."""
    return _kept.get()


def add_first_words() -> int:
    """Fill an empty list with the words that a new district starts with; returns their number."""
    if SameWords.objects.exists():
        return 0
    made = SameWords.objects.bulk_create(
        SameWords(words=line) for line in FIRST_WORDS.read_text("utf-8").splitlines()
    )
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
