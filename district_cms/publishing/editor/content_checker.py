"""Wagtail's built-in checker, which looks at the preview with axe-core, by the gate's rules.

It sees what needs a layout, such as contrast with a background, and what the gate sees as well; so
it says it in the same words and names the same rule. It looks at the main part of a page only, and
asks nothing that only a template can answer: nobody is blamed for what they cannot change.
"""

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.userbar import ContentCheckerItem

from district_cms.checks.wording import WORDING


class Counterpart(NamedTuple):
    """The gate's rule for a rule of axe-core. `message` and `fix` stand in for the rule's own
    words where those quote what axe-core does not tell."""

    rule: str
    message: Any = None
    fix: Any = None


_LIST: Final = Counterpart("list-structure", gettext_lazy("A list is not put together as a list."))
_PICTURE: Final = Counterpart("img-alt-missing")

COUNTERPARTS: Final = {
    "image-alt": _PICTURE,
    "svg-img-alt": _PICTURE,
    "role-img-alt": _PICTURE,
    "alt-text-quality": Counterpart(
        "img-alt-filename", gettext_lazy("The description of this picture is a file name.")
    ),
    "presentation-role-conflict": Counterpart(
        "decorative-exposed",
        gettext_lazy("This is marked as decoration, and screen readers are told of it."),
    ),
    "object-alt": Counterpart("object-name", gettext_lazy("What is embedded here has no name.")),
    "link-name": Counterpart("link-empty", gettext_lazy("A link has no words.")),
    "empty-heading": Counterpart("heading-empty"),
    "heading-order": Counterpart(
        "heading-skip",
        gettext_lazy("A heading leaves out a level, such as a heading 4 after a heading 2."),
        gettext_lazy("Make it one level below the heading before it."),
    ),
    "p-as-heading": Counterpart(
        "heading-fake",
        gettext_lazy("This bold line looks like a heading."),
        gettext_lazy("If it is a heading, choose Heading in the toolbar."),
    ),
    "list": _LIST,
    "listitem": _LIST,
    "definition-list": _LIST,
    "dlitem": _LIST,
    "empty-table-header": Counterpart(
        "table-empty-header", gettext_lazy("A heading cell of the table is empty.")
    ),
    "td-headers-attr": Counterpart(
        "table-bad-headers-ref",
        gettext_lazy("A cell of the table names a heading that is not in the table."),
    ),
    "th-has-data-cells": Counterpart(
        "table-header-unused", gettext_lazy("No cell of the table belongs to this heading.")
    ),
    "valid-lang": Counterpart(
        "lang-part-invalid", gettext_lazy("The language of this passage is not a language.")
    ),
    "frame-title": Counterpart("iframe-title", gettext_lazy("What is embedded here has no name.")),
    "frame-title-unique": Counterpart(
        "iframe-same-title", gettext_lazy("Two things embedded here have the same name.")
    ),
    "frame-focusable-content": Counterpart(
        "iframe-controls-unreachable",
        gettext_lazy("What is embedded here cannot be reached with the keyboard."),
    ),
    "summary-name": Counterpart("summary-empty"),
    "color-contrast": Counterpart(
        "contrast-inline", gettext_lazy("This text is too pale against its background.")
    ),
    "video-caption": Counterpart(
        "video-captions", gettext_lazy("A video has no captions that somebody has checked.")
    ),
    "avoid-inline-spacing": Counterpart(
        "spacing-pinned", gettext_lazy("Readers cannot change the spacing of this text.")
    ),
}
"""By axe-core's id (and Wagtail's, for its one rule of its own). Those that only a template, a
style sheet of ours or the office can break are left out: buttons, ARIA, target size, description
for search engines."""


class GateContentChecker(ContentCheckerItem):
    axe_include = ["main"]
    # What our templates put around an author's words.
    axe_exclude = [".page-header__crumbs", ".subscribe-panel"]
    axe_custom_rules = [
        rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] in COUNTERPARTS
    ]

    def get_axe_run_only(self, request: Any) -> list[str]:
        return list(_known())

    def get_axe_options(self, request: Any) -> dict[str, Any]:
        # Otherwise axe-core may ask for style sheets once more, some at wrong addresses, and write
        # styles that the strict policy of public pages forbids.
        return {**super().get_axe_options(request), "preload": False}

    def get_axe_messages(self, request: Any) -> dict[str, dict[str, str]]:
        return {axe: _in_our_words(counterpart) for axe, counterpart in _known().items()}


def with_our_rules(item: Any) -> Any:
    """Return our checker in place of Wagtail's, and anything else of the user bar as it is."""
    if isinstance(item, ContentCheckerItem) and not isinstance(item, GateContentChecker):
        return GateContentChecker(in_editor=item.in_editor)
    return item


def _known() -> dict[str, Counterpart]:
    return {axe: each for axe, each in COUNTERPARTS.items() if each.rule in WORDING}


class _Gaps(dict[str, str]):
    """axe-core tells no values: where a sentence wants one, it has an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _in_our_words(counterpart: Counterpart) -> dict[str, str]:
    wording = WORDING[counterpart.rule]
    message = str(counterpart.message or wording.message) % _Gaps()
    fix = str(counterpart.fix or wording.fix) % _Gaps()
    return {
        "error_name": message,
        "help_text": _("%(fix)s (rule: %(rule)s)") % {"fix": fix, "rule": counterpart.rule},
    }
