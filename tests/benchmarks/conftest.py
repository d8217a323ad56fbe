"""The district at size, for those benchmarks that need it."""

from tests.at_size import (
    at_size,
    at_size_database,
    at_size_media,
    at_size_template,
    either_size,
    few_template,
)

__all__ = [
    "at_size",
    "at_size_database",
    "at_size_media",
    "at_size_template",
    "either_size",
    "few_template",
]
