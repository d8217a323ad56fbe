"""Languages: their names, their direction, and detection of a passage's language. Pure."""

from .catalog import (
    CATALOG,
    Language,
    is_right_to_left,
    language,
    language_name,
    primary_language,
)
from .detecting import Passage, could_be, is_too_short, language_of, passages

__all__ = [
    "CATALOG",
    "Language",
    "Passage",
    "could_be",
    "is_right_to_left",
    "is_too_short",
    "language",
    "language_name",
    "language_of",
    "passages",
    "primary_language",
]
