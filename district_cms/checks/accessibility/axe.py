"""The only table that maps axe-core's rules to ours, complete for axe-core 4.12. Pure.

The audit of live pages and the checker in the editor both use it, so that one fault has one name
and one sentence everywhere. Authors cannot break the rules of templates, of our style sheets or of
the office; the audit reports those to whoever maintains the site.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..rules import RULES
from ..translation import mark as _
from ..translation import translated
from ..word_sets import word_set


class Counterpart(NamedTuple):
    """Our counterpart of one rule of axe-core.

    `rule` is the id of our rule for the same fault, "" if there is none. `of_authors` is True if
    content can cause the fault. `message` and `fix` replace the sentences of our rule where those
    quote values that axe-core does not supply.
    """

    rule: str = ""
    of_authors: bool = False
    message: str = ""
    fix: str = ""


def _author(rule: str = "", message: str = "", fix: str = "") -> Counterpart:
    return Counterpart(rule, True, message, fix)


_LAYOUT: Final = Counterpart()
# Rules of templates and style sheets, which no author can break.
_OF_LAYOUT: Final = word_set("""
    accesskeys aria-dialog-name aria-hidden-body aria-meter-name aria-progressbar-name
    aria-roledescription aria-tab-name aria-text aria-tooltip-name aria-treeitem-name bypass
    color-contrast-enhanced css-orientation-lock focus-order-semantics form-field-multiple-labels
    frame-tested hidden-content identical-links-same-purpose image-redundant-alt label-title-only
    landmark-banner-is-top-level landmark-complementary-is-top-level
    landmark-contentinfo-is-top-level landmark-main-is-top-level landmark-no-duplicate-banner
    landmark-no-duplicate-contentinfo landmark-no-duplicate-main landmark-one-main landmark-unique
    meta-viewport-large page-has-heading-one region scope-attr-valid scrollable-region-focusable
    server-side-image-map skip-link table-duplicate-name table-fake-caption target-size
""")
_PICTURE: Final = _author("img-alt-missing")
_LIST: Final = _author("list-structure", _("A list is not built as a list."))
_UNNAMED: Final = _("This embedded content has no name.")
_MOVES: Final = _author("moving-text", _("Some text moves on its own."))
_BUTTON: Final = Counterpart("button-empty")
_FIELD: Final = Counterpart("field-label-missing")
_ARIA: Final = Counterpart("aria-unknown")
_ARIA_PART: Final = Counterpart("aria-incomplete")
_ARIA_PLACE: Final = Counterpart("aria-structure")

AXE: Final[Mapping[str, Counterpart]] = MappingProxyType(
    {
        **dict.fromkeys(_OF_LAYOUT, _LAYOUT),
        # Pictures
        "image-alt": _PICTURE,
        "svg-img-alt": _PICTURE,
        "role-img-alt": _PICTURE,
        "input-image-alt": Counterpart("img-alt-missing"),
        "area-alt": _author(
            "img-link-alt-empty", _("This linked picture does not say where it goes.")
        ),
        # Wagtail's own rule, which it adds to axe-core
        "alt-text-quality": _author(
            "img-alt-filename", _("The description of this picture is a file name.")
        ),
        "presentation-role-conflict": _author(
            "decorative-exposed",
            _("This is marked as decoration, but screen readers still announce it."),
        ),
        # Links and headings
        "link-name": _author("link-empty", _("A link has no words.")),
        "link-in-text-block": _author(),
        "empty-heading": _author("heading-empty"),
        "heading-order": _author(
            "heading-skip",
            _("A heading skips a level, such as a heading 4 after a heading 2."),
            _("Make it one level below the heading before it."),
        ),
        "p-as-heading": _author(
            "heading-fake",
            _("This bold line looks like a heading."),
            _(
                "If it is a heading, select it and choose “Heading 2” or “Heading 3” in the "
                "toolbar. Where the toolbar has none, begin the text below with it."
            ),
        ),
        # Lists and tables
        "list": _LIST,
        "listitem": _LIST,
        "definition-list": _LIST,
        "dlitem": _LIST,
        "empty-table-header": _author(
            "table-empty-header", _("A heading cell in the table is empty.")
        ),
        "td-headers-attr": _author(
            "table-bad-headers-ref",
            _("A cell in the table names a heading that is not in the table."),
        ),
        "td-has-header": _author("table-no-headers", _("A table has no heading row or column.")),
        "th-has-data-cells": _author(
            "table-header-unused", _("No cell in the table belongs to this heading.")
        ),
        # Embeds and recordings
        "frame-title": _author("iframe-title", _UNNAMED),
        "frame-title-unique": _author(
            "iframe-same-title", _("Two things embedded here have the same name.")
        ),
        "frame-focusable-content": _author(
            "iframe-controls-unreachable",
            _("The keyboard cannot reach this embedded content."),
        ),
        "object-alt": _author("object-name", _UNNAMED),
        "video-caption": _author(
            "video-captions", _("A video has no captions that someone has checked.")
        ),
        "audio-caption": _author("audio-transcript", _("A recording has no transcript.")),
        "no-autoplay-audio": _author("autoplay", _("A recording starts on its own.")),
        "blink": _MOVES,
        "marquee": _MOVES,
        # Colors and spacing
        "color-contrast": _author(
            "contrast-inline", _("This text is too pale against its background.")
        ),
        "avoid-inline-spacing": _author(
            "spacing-pinned", _("Readers cannot change the spacing of this text.")
        ),
        # Language and the whole document
        "valid-lang": _author(
            "lang-part-invalid", _("The language of this passage is not a language.")
        ),
        "html-has-lang": Counterpart("page-lang-missing"),
        "html-lang-valid": Counterpart("page-lang-invalid"),
        "html-xml-lang-mismatch": Counterpart("page-lang-mismatch"),
        "document-title": Counterpart("page-title"),
        "meta-refresh": Counterpart("page-refreshes"),
        "meta-refresh-no-exceptions": Counterpart("page-refreshes"),
        "meta-viewport": Counterpart("page-zoom"),
        # Controls
        "summary-name": _author("summary-empty"),
        "button-name": _BUTTON,
        "input-button-name": _BUTTON,
        "aria-command-name": _BUTTON,
        "label": _FIELD,
        "select-name": _FIELD,
        "aria-input-field-name": _FIELD,
        "aria-toggle-field-name": _FIELD,
        "label-content-name-mismatch": Counterpart("label-mismatch"),
        "aria-hidden-focus": Counterpart("hidden-focusable"),
        "nested-interactive": Counterpart("control-in-control"),
        "autocomplete-valid": Counterpart("autocomplete-invalid"),
        "tabindex": Counterpart("tab-order-forced"),
        # Markup for screen readers
        "aria-valid-attr": _ARIA,
        "aria-valid-attr-value": _ARIA,
        "aria-allowed-attr": _ARIA,
        "aria-allowed-role": _ARIA,
        "aria-roles": _ARIA,
        "aria-deprecated-role": _ARIA,
        "aria-prohibited-attr": _ARIA,
        "aria-conditional-attr": _ARIA,
        "aria-braille-equivalent": _ARIA_PART,
        "aria-required-attr": _ARIA_PART,
        "aria-required-children": _ARIA_PLACE,
        "aria-required-parent": _ARIA_PLACE,
        "duplicate-id": Counterpart("id-duplicate"),
        "duplicate-id-active": Counterpart("id-duplicate"),
        "duplicate-id-aria": Counterpart("id-duplicate"),
    }
)
"""{axe-core's rule id: its counterpart here}."""

_CRITERION: Final = re.compile(r"wcag(\d)(\d)(\d{1,2})")


def rule_of(axe_rule: str) -> str:
    """Returns our id of the rule, or axe-core's if we have none."""
    return AXE.get(axe_rule, _LAYOUT).rule or axe_rule


def is_of_authors(axe_rule: str) -> bool:
    """True if the author of a page can cause it."""
    return AXE.get(axe_rule, _LAYOUT).of_authors


def words_of(axe_rule: str) -> tuple[str, str] | None:
    """Returns (message, fix) in the reader's language, without values that axe-core does not
    supply; None if no rule of ours has such sentences."""
    named = AXE.get(axe_rule, _LAYOUT)
    rule = RULES.get(named.rule)
    if rule is None:
        return None
    message, fix = named.message or rule.message, named.fix or rule.fix
    return None if "%(" in message + fix else (translated(message), translated(fix))


def criteria(tags: Iterable[str]) -> str:
    """Returns "1.1.1 2.4.4" for axe-core's tags ("wcag2a", "wcag111", "wcag244")."""
    matches = (_CRITERION.fullmatch(tag) for tag in tags)
    return " ".join(".".join(match.groups()) for match in matches if match)
