"""A list of the editor that is read on a phone as well: there, each row becomes a small card.

Wagtail's lists keep their columns and scroll sideways, with nothing that says so.
`static/css/admin/stacked_table.css` puts the cells below each other on a narrow screen, each behind
the name of its column. A cell that is no table cell for the eye stays one for a screen reader: the
roles are written down, because browsers drop them with the layout.
"""

import re
from typing import Any, Final, override

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.tables import Table

_OPENING: Final = re.compile(r"<t[dh]\b")
_NOTHING_IN_IT: Final = re.compile(r"<td\b[^>]*>\s*</td>\s*")


class _NamedCell:
    """A cell as its column draws it, which knows what its column is called."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell

    def render_html(self, parent_context: Any) -> SafeString:
        html = self.cell.render_html(parent_context).lstrip()
        opening = _OPENING.match(html)
        if opening is None:
            raise ValueError(f"The column {self.cell.column.name!r} draws no table cell.")
        role = "rowheader" if opening[0] == "<th" else "cell"
        said = format_html(' role="{}" data-label="{}"', role, self.cell.column.label)
        if _NOTHING_IN_IT.fullmatch(html):
            said += mark_safe(" data-empty")  # on a card its name alone would stand there
        # Of Wagtail's own answer and of what was just escaped.
        return mark_safe(opening[0] + said + html[opening.end() :])  # noqa: S308


class StackedTable(Table):
    """Takes the place of Wagtail's table in an `IndexView`."""

    classname = "listing stacked-table"

    class Row(Table.Row):
        def __getitem__(self, key: str) -> _NamedCell:
            return _NamedCell(super().__getitem__(key))

    @property
    @override
    def rows(self) -> Any:
        for index, instance in enumerate(self.data):
            yield self.Row(self, instance, index)

    @property
    @override
    def attrs(self) -> Any:
        return {**super().attrs, "role": "table"}

    @override
    def get_row_attrs(self, instance: Any) -> Any:
        return {**super().get_row_attrs(instance), "role": "row"}
