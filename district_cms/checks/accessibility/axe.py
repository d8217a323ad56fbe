"""axe-core's rules and ours: the one table between them, complete for axe-core 4.12. Pure.

Read by the audit of live pages and by the checker in the editor, so that one fault has one name and
one sentence wherever it is met. Rules that only a template, a style sheet of ours or the office can
break are nobody's fault who writes a page; the audit tells them to whoever maintains the site.
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
    """What one rule of axe-core is called here.

    `rule` is the id of ours that says the same, "" where none does. `of_authors` says whether
    content can cause it. `message` and `fix` stand in for the words of our rule where those quote
    what axe-core does not tell.
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
_UNNAMED: Final = _("What is embedded here has no name.")
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
        # What is embedded, and recordings
        "frame-title": _author("iframe-title", _UNNAMED),
        "frame-title-unique": _author(
            "iframe-same-title", _("Two things embedded here have the same name.")
        ),
        "frame-focusable-content": _author(
            "iframe-controls-unreachable",
            _("What is embedded here cannot be reached with the keyboard."),
        ),
        "object-alt": _author("object-name", _UNNAMED),
        "video-caption": _author(
            "video-captions", _("A video has no captions that someone has checked.")
        ),
        "audio-caption": _author("audio-transcript", _("A recording has no transcript.")),
        "no-autoplay-audio": _author("autoplay", _("A recording starts on its own.")),
        "blink": _MOVES,
        "marquee": _MOVES,
        # Looks
        "color-contrast": _author(
            "contrast-inline", _("This text is too pale against its background.")
        ),
        "avoid-inline-spacing": _author(
            "spacing-pinned", _("Readers cannot change the spacing of this text.")
        ),
        # Language and the document as a whole
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
"""axe-core's id of a rule -> what it is here."""

_CRITERION: Final = re.compile(r"wcag(\d)(\d)(\d{1,2})")


def rule_of(axe_rule: str) -> str:
    """Our id of the rule where there is one, else axe-core's."""
    return AXE.get(axe_rule, _LAYOUT).rule or axe_rule


def is_of_authors(axe_rule: str) -> bool:
    """Whether someone who writes a page can cause it."""
    return AXE.get(axe_rule, _LAYOUT).of_authors


def words_of(axe_rule: str) -> tuple[str, str] | None:
    """(what, what to do) in our words and the reader's language, naming nothing that axe-core does
    not tell; None where no rule of ours says the same without it."""
    named = AXE.get(axe_rule, _LAYOUT)
    rule = RULES.get(named.rule)
    if rule is None:
        return None
    said, fix = named.message or rule.message, named.fix or rule.fix
    return None if "%(" in said + fix else (translated(said), translated(fix))


def criteria(tags: Iterable[str]) -> str:
    """ "1.1.1 2.4.4" from axe-core's tags ("wcag2a", "wcag111", "wcag244")."""
    found = (_CRITERION.fullmatch(tag) for tag in tags)
    return " ".join(".".join(match.groups()) for match in found if match)
