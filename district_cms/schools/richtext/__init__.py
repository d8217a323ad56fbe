"""Rich text: what it offers in the editor, how languages are kept in it, what is shown of it."""

from .cleaning import TAGS, clean, clean_what_is_shown
from .features import PROSE_FEATURES, SHORT_FEATURES
from .reading import language_of_all

__all__ = [
    "PROSE_FEATURES",
    "SHORT_FEATURES",
    "TAGS",
    "clean",
    "clean_what_is_shown",
    "language_of_all",
]
