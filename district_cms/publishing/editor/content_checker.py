"""Wagtail's built-in checker (axe-core over the preview), with the gate's rules and messages.

Checks only the main part of a page, and only what authors can change.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.userbar import ContentCheckerItem

from district_cms.checks.accessibility.axe import AXE, rule_of, words_of

ASKED: Final = tuple(rule for rule, each in AXE.items() if each.of_authors and each.rule)
"""The axe-core rules that run: faults that an author can cause and that our rules cover. Excludes
what only a template can break: buttons, ARIA, target size, description for search engines."""


class GateContentChecker(ContentCheckerItem):
    axe_include = ["main"]
    # Parts of our templates around the author's content.
    axe_exclude = [".page-header__crumbs", ".subscribe-panel"]
    axe_custom_rules = [rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] in ASKED]

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        return list(ASKED)

    def get_axe_options(self, request: HttpRequest) -> dict[str, Any]:
        # With preload, axe-core may request style sheets again, some at wrong addresses, and write
        # styles that the strict policy of public pages forbids.
        return {**super().get_axe_options(request), "preload": False}

    def get_axe_messages(self, request: HttpRequest) -> dict[str, dict[str, str]]:
        return {axe: _in_our_words(axe) for axe in ASKED}


def with_our_rules(item: Any) -> Any:
    """Returns our checker instead of Wagtail's; returns other items of the user bar unchanged."""
    if isinstance(item, ContentCheckerItem) and not isinstance(item, GateContentChecker):
        return GateContentChecker(in_editor=item.in_editor)
    return item


def _in_our_words(axe: str) -> dict[str, str]:
    words = words_of(axe)
    assert words is not None, axe  # a test covers every rule
    return {
        "error_name": words[0],
        "help_text": _("%(fix)s (rule: %(rule)s)") % {"fix": words[1], "rule": rule_of(axe)},
    }
