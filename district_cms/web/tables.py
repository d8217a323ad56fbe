"""Lists of the editor: as cards on a phone, their moments, as reports, as files."""

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
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from .accounts import SignedInRequest
from .times import moment_text, weekday_text

__all__ = ["DayColumn", "MomentColumn", "StackedTable"]


class MomentColumn(Column):
    """Says it as people do ("Tuesday, November 24, 4:00 pm"); Wagtail's own says how long ago."""

    @override
    def get_value(self, instance: Any) -> str:
        moment: dt.datetime | None = super().get_value(instance)
        return moment_text(moment) if moment else ""


class DayColumn(Column):
    """A day with its weekday, as everywhere else ("Tuesday, November 24")."""

    @override
    def get_value(self, instance: Any) -> str:
        day: dt.date | None = super().get_value(instance)
        return weekday_text(day) if day else ""


class OwnReport(ReportView):
    """Everyone else is refused, with `refusal` where it says why."""

    may_see: ClassVar[Any]
    """A static method: given an account, whether it may see the report."""
    refusal: ClassVar[Any] = ""

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see(request.user):
            raise PermissionDenied(self.refusal)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class OwnReportItem(MenuItem):
    """Its line in the menu *Reports*, for whoever may see it."""

    def __init__(self, report: type[OwnReport], **options: Any) -> None:
        address = reverse_lazy(report.index_url_name)
        super().__init__(report.page_title, address, icon_name=report.header_icon, **options)
        self._report = report

    def is_shown(self, request: SignedInRequest) -> bool:
        return bool(self._report.may_see(request.user))


def urls_of(report: type[OwnReport], address: str) -> list[Any]:
    """The report at an address that ends with a slash, and its list by itself."""
    return [
        path(address, report.as_view(), name=report.index_url_name),
        path(
            f"{address}results/",
            report.as_view(results_only=True),
            name=report.index_results_url_name,
        ),
    ]


# What a spreadsheet takes for the beginning of a formula; a number or a telephone number is none.
_FORMULA: Final = re.compile(r"[=+\-@\t\r](?![\d\s().-]*\Z)")
# What XML has no way to write. Word's soft line break, in titles that were pasted, is one of them.
_NOT_IN_EXCEL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: str) -> str:
    """The value, with an apostrophe before what a spreadsheet would calculate (OWASP's advice)."""
    return f"'{value}" if _FORMULA.match(value) else value


def csv_file(name: str, lines: Iterable[Sequence[str]]) -> HttpResponse:
    """An answer that is saved under `name`, and calculates nothing."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([harmless(cell) for cell in line] for line in lines)
    return response


def holdable(value: str) -> str:
    """The value with a space for each sign that an Excel file cannot hold: the whole file would be
    an error for one of them."""
    return _NOT_IN_EXCEL.sub(" ", value)


def guard_spreadsheets() -> None:
    """Let every list of the editor write such CSV, and Excel files that can be written. That a text
    is no formula there Wagtail sees to by itself."""
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


Group = tuple[Model, list[ReferenceIndex]]


def read_usage_by_pages() -> None:
    """Put ours in the place of Wagtail's. Safe to call twice."""
    ReferenceGroups.__getitem__ = _part


def _part(groups: ReferenceGroups, key: Any) -> Any:
    if isinstance(key, slice) and isinstance(groups.qs, QuerySet):
        return part_of(groups.qs, key)
    return list(groups)[key]


def part_of(references: QuerySet[ReferenceIndex], key: slice) -> list[Group]:
    """The objects of a part of the list, in Wagtail's order, each with its references. One query
    for the part, one for its references, and one for each kind of object."""
    names = ("base_content_type_id", "object_id")
    # By the columns themselves: by the relation it would be the order of the other table.
    wanted = list(references.order_by(*names).values_list(*names).distinct()[key])
    found: defaultdict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for kind, pk in wanted:
        kinds[kind].append(pk)
    for kind, pks in kinds.items():
        of_kind = references.filter(base_content_type_id=kind, object_id__in=pks)
        for each in of_kind.order_by("pk"):
            found[kind, each.object_id].append(each)
    objects = {kind: _objects(kind, pks) for kind, pks in kinds.items()}
    return [(objects[kind][pk], found[kind, pk]) for kind, pk in wanted if pk in objects[kind]]


def _objects(kind: int, pks: list[str]) -> dict[str, Model]:
    """Those that are there, by their keys as the index has them."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return {}
    rows = model._base_manager.filter(pk__in=pks)
    return {str(row.pk): row for row in rows}
