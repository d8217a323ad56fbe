"""Lists of the editor: as cards on a phone, with readable times, as reports, as exported files."""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final, override

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from .accounts import SignedInRequest
from .times import moment_text, weekday_text

__all__ = ["DayColumn", "MomentColumn", "StackedTable"]


class MomentColumn(Column):
    """Shows a time as people write it ("Tuesday, November 24, 4:00 pm"); Wagtail's column shows the
    age."""

    @override
    def get_value(self, instance: Any) -> str:
        moment: dt.datetime | None = super().get_value(instance)
        return moment_text(moment) if moment else ""


class DayColumn(Column):
    """Shows a day with its weekday, as everywhere else ("Tuesday, November 24")."""

    @override
    def get_value(self, instance: Any) -> str:
        day: dt.date | None = super().get_value(instance)
        return weekday_text(day) if day else ""


class OwnReport(ReportView):
    """A report with its own permission. Refuses all other users, with `refusal` as the
    explanation."""

    may_see: ClassVar[Any]
    """A static method that returns True if an account may see the report."""
    refusal: ClassVar[Any] = ""

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see(request.user):
            raise PermissionDenied(self.refusal)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class OwnReportItem(MenuItem):
    """The report's item in the menu *Reports*, for users who may see the report."""

    def __init__(self, report: type[OwnReport], **options: Any) -> None:
        address = reverse_lazy(report.index_url_name)
        super().__init__(report.page_title, address, icon_name=report.header_icon, **options)
        self._report = report

    def is_shown(self, request: SignedInRequest) -> bool:
        return bool(self._report.may_see(request.user))


def urls_of(report: type[OwnReport], address: str) -> list[Any]:
    """Returns the routes of the report and of its results; `address` ends with a slash."""
    return [
        path(address, report.as_view(), name=report.index_url_name),
        path(
            f"{address}results/",
            report.as_view(results_only=True),
            name=report.index_results_url_name,
        ),
    ]


# The start of a spreadsheet formula; numbers and telephone numbers are excluded.
_FORMULA: Final = re.compile(r"[=+\-@\t\r](?![\d\s().-]*\Z)")
# Characters that XML cannot contain, such as Word's soft line break in pasted titles.
_NOT_IN_EXCEL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: str) -> str:
    """Returns the value with an apostrophe before anything that a spreadsheet would calculate
    (OWASP's advice)."""
    return f"'{value}" if _FORMULA.match(value) else value


def csv_file(name: str, lines: Iterable[Sequence[str]]) -> HttpResponse:
    """Returns a CSV file to save as `name`, without formulas."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([harmless(cell) for cell in line] for line in lines)
    return response


def holdable(value: str) -> str:
    """Returns the value with a space for each character that an Excel file cannot contain: a single
    one would make the whole file invalid."""
    return _NOT_IN_EXCEL.sub(" ", value)


def guard_spreadsheets() -> None:
    """Applies this to the CSV and Excel exports of every list of the editor. In Excel files,
    Wagtail itself marks text as text."""
    known = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = {
        **known,
        str: {
            SpreadsheetExportMixin.FORMAT_CSV: harmless,
            SpreadsheetExportMixin.FORMAT_XLSX: holdable,
        },
    }


_OPENING: Final = re.compile(r"<t[dh]\b")
_NOTHING_IN_IT: Final = re.compile(r"<td\b[^>]*>\s*</td>\s*")


class _NamedCell:
    """A cell that adds the label of its column to the cell's HTML."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell

    def render_html(self, parent_context: Any) -> SafeString:
        html = self.cell.render_html(parent_context).lstrip()
        opening = _OPENING.match(html)
        if opening is None:
            raise ValueError(f"The column {self.cell.column.name!r} draws no table cell.")
        role = "rowheader" if opening[0] == "<th" else "cell"
        attributes = format_html(' role="{}" data-label="{}"', role, self.cell.column.label)
        if _NOTHING_IN_IT.fullmatch(html):
            attributes += mark_safe(" data-empty")  # a card would show the label alone
        # Safe: the HTML is Wagtail's own, and the attributes were escaped above.
        return mark_safe(opening[0] + attributes + html[opening.end() :])  # noqa: S308


class StackedTable(Table):
    """Replaces Wagtail's table in an `IndexView`."""

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


Group = tuple[Model, list[ReferenceIndex]]


def read_usage_by_pages() -> None:
    """Replaces Wagtail's method. Safe to call twice."""
    ReferenceGroups.__getitem__ = _part


def _part(groups: ReferenceGroups, key: Any) -> Any:
    if isinstance(key, slice) and isinstance(groups.qs, QuerySet):
        return part_of(groups.qs, key)
    return list(groups)[key]


def part_of(references: QuerySet[ReferenceIndex], key: slice) -> list[Group]:
    """Returns the objects of a part of the list, in Wagtail's order, each with its references. One
    query for the part, one for its references, and one for each kind of object."""
    names = ("base_content_type_id", "object_id")
    # Orders by the columns themselves: ordering by the relation would use the other table's order.
    wanted = list(references.order_by(*names).values_list(*names).distinct()[key])
    by_object: defaultdict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for kind, pk in wanted:
        kinds[kind].append(pk)
    for kind, pks in kinds.items():
        of_kind = references.filter(base_content_type_id=kind, object_id__in=pks)
        for each in of_kind.order_by("pk"):
            by_object[kind, each.object_id].append(each)
    objects = {kind: _objects(kind, pks) for kind, pks in kinds.items()}
    return [(objects[kind][pk], by_object[kind, pk]) for kind, pk in wanted if pk in objects[kind]]


def _objects(kind: int, pks: list[str]) -> dict[str, Model]:
    """Returns the objects that exist, by their keys as stored in the index."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return {}
    rows = model._base_manager.filter(pk__in=pks)
    return {str(row.pk): row for row in rows}


MOST_LISTED: Final = 1_000


class NewestFirst(WagtailPaginator):
    """Lists the newest thousand: counting all rows of a district takes a second."""

    @cached_property
    def count(self) -> int:
        listed: Any = self.object_list
        if hasattr(listed, "query"):
            return int(listed.order_by()[:MOST_LISTED].count())
        return min(int(listed.count()), MOST_LISTED)  # search results
