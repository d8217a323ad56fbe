"""What one press of a button can do about a finding, and its label."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from district_cms.checks.accessibility.tables.repairing import (
    headings_in_first_row,
    title_in_first_row,
)
from district_cms.checks.findings import Finding
from district_cms.checks.languages import language, language_name

_OF_TITLES: Final = frozenset({"table-caption", "table-empty-header", "table-no-headers"})
# A cell that reaches over others, or looks in a way of its own, is counted by its row.
_BY_PLACE: Final = ("cell", "mergeCells")


def suggestion(finding: Finding, value: Any = None) -> dict[str, str] | None:
    """What the editor does when the button is pressed. `value` is that of the block that the
    finding is about."""
    if isinstance(value, Mapping) and "data" in value:
        return _about_table(finding, value) or _about_language(finding)
    return _about_language(finding)


def title_of_table(value: Mapping[str, Any]) -> str:
    """The title that stands in the first row of a table block; "" where that is not certain."""
    if value.get("table_caption") or any(value.get(name) for name in _BY_PLACE):
        return ""
    return title_in_first_row(value.get("data"))


def _about_table(finding: Finding, value: Mapping[str, Any]) -> dict[str, str] | None:
    title = title_of_table(value)
    if title and finding.rule in _OF_TITLES:
        return {"of": "table", "label": _("Make the first row the title"), "title": title}
    if finding.rule == "table-no-headers" and headings_in_first_row(value.get("data")):
        return {"of": "table", "label": _("Make the first row the headings")}
    return None


def _about_language(finding: Finding) -> dict[str, str] | None:
    found = language(finding.language)
    match finding.rule:
        case "lang-part-missing":
            of, label = "text", _("Mark as %(language)s")
        case "lang-block-unmarked":
            of, label = "block", _("Mark the block as %(language)s")
        case _:
            return None
    if found is None:
        return None
    return {
        "of": of,
        "label": label % {"language": language_name(found.tag)},
        "language": found.tag,
        "passage": finding.passage,
    }
