"""The words of the accessibility rules, one module for each subject of the checks."""

from typing import Final

from ..rule import RuleWording
from . import (
    aria,
    contrast,
    controls,
    documents,
    embeds,
    headings,
    images,
    language,
    links,
    lists,
    markup,
    media,
    page,
    recordings,
    style,
    tables,
    text,
)

__all__ = ["ACCESSIBILITY"]

_SUBJECTS: Final = (
    *(images, links, headings, tables, embeds, markup, documents, recordings),
    *(lists, text, language, media, contrast, style, controls, aria, page),
)

ACCESSIBILITY: Final[dict[str, RuleWording]] = {
    rule: wording for subject in _SUBJECTS for rule, wording in subject.WORDS.items()
}
"""Rule id -> its words."""
