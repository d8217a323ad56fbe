"""Rich text: the editor's features, storage of languages, and cleaning on output."""

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
