"""Rich text: what it offers in the editor, how languages are kept in it, what is shown of it."""

from .markup import (
    PROSE_FEATURES,
    SHORT_FEATURES,
    TAGS,
    clean,
    clean_rendered_richtext,
    language_of_all,
)

__all__ = [
    "PROSE_FEATURES",
    "SHORT_FEATURES",
    "TAGS",
    "clean",
    "clean_rendered_richtext",
    "language_of_all",
]
