"""The office's list of synonyms, cached in each process."""

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from district_cms.web.versions import CachedValue, bump

from .models import SameWords
from .query import Phrase

VERSION: Final = "schools.search_words"
# The initial list of a new district, one group of words per line.
FIRST_WORDS: Final = Path(__file__).with_name("synonyms.txt")


def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """Returns {phrase: synonyms}. Do not change it."""
    return _cached_synonyms.get()


def add_first_words() -> int:
    """Fills an empty list with the initial words of a new district. Returns the number of rows."""
    if SameWords.objects.exists():
        return 0
    rows = SameWords.objects.bulk_create(
        SameWords(words=line) for line in FIRST_WORDS.read_text("utf-8").splitlines()
    )
    changed()
    return len(rows)


def changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a row."""
    bump(VERSION)


def _read() -> dict[Phrase, tuple[Phrase, ...]]:
    by_phrase: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for row in SameWords.objects.order_by("pk"):
        phrases = row.phrases
        for phrase in phrases:
            by_phrase[phrase].update(dict.fromkeys(other for other in phrases if other != phrase))
    return {phrase: tuple(others) for phrase, others in by_phrase.items()}


_cached_synonyms = CachedValue(VERSION, _read)
