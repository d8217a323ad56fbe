"""What axe-core's words mean in ours: rules, success criteria, and whose fault it is. Pure."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

OURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "document-title": "page-title",
        "empty-heading": "heading-empty",
        "empty-table-header": "table-empty-header",
        "frame-title": "iframe-title",
        "image-alt": "img-alt-missing",
        "link-name": "link-empty",
        "list": "list-structure",
        "listitem": "list-structure",
        "summary-name": "summary-empty",
        "td-headers-attr": "table-bad-headers-ref",
        "valid-lang": "lang-part-invalid",
    }
)
"""axe-core's rule -> the rule of the gate that says the same."""

OF_AUTHORS: Final = frozenset(
    {
        "area-alt",
        "avoid-inline-spacing",
        "blink",
        "color-contrast",
        "empty-heading",
        "empty-table-header",
        "frame-focusable-content",
        "frame-title",
        "image-alt",
        "link-in-text-block",
        "link-name",
        "marquee",
        "no-autoplay-audio",
        "object-alt",
        "role-img-alt",
        "summary-name",
        "svg-img-alt",
        "td-headers-attr",
        "td-has-header",
        "th-has-data-cells",
        "valid-lang",
        "video-caption",
    }
)
"""What somebody who writes a page can cause. Everything else is a fault of our templates."""

_CRITERION: Final = re.compile(r"wcag(\d)(\d)(\d{1,2})")


def rule_of(axe_rule: str) -> str:
    """Our id of the rule where there is one, else axe-core's."""
    return OURS.get(axe_rule, axe_rule)


def criteria(tags: Iterable[str]) -> str:
    """ "1.1.1 2.4.4" from axe-core's tags ("wcag2a", "wcag111", "wcag244")."""
    found = (_CRITERION.fullmatch(tag) for tag in tags)
    return " ".join(".".join(match.groups()) for match in found if match)


def is_of_content(axe_rule: str, in_content: bool) -> bool:
    """Whether an author can mend it: it lies in the content, and authors can cause it there."""
    return in_content and axe_rule in OF_AUTHORS
