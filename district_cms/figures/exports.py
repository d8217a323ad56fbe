"""The figures as CSV: one line a school and posting day. Counts, never names."""

import csv
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.schools.models import SchoolYear
from district_cms.web.tables.spreadsheets import harmless

from .rules import Line, Tally
from .wording import percent_text


def lines_of(schools: Sequence[Page], lines: Sequence[Line]) -> list[list[str]]:
    """By posting day, then in the order of the schools; a heading first."""
    found: dict[tuple[str, str], Tally] = {}
    for line in lines:
        found.setdefault((line.day.isoformat(), line.school), Tally()).add(line)
    heading = [
        *(_("Posting day"), _("School"), _("Classes")),
        *(_("In time"), _("Late"), _("Not posted"), _("In time, percent")),
    ]
    rows = [heading]
    for day in sorted({day for day, _school in found}):
        for school in schools:
            tally = found.get((day, school.path))
            if tally is not None:
                numbers = (tally.asked, tally.in_time, tally.late, tally.not_posted)
                rows.append([day, school.title, *map(str, numbers), percent_text(tally.percent)])
    return rows


def figures_file(year: SchoolYear, rows: Sequence[Sequence[str]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="posting-days-{year.name}.csv"'
    response["Cache-Control"] = "no-store"
    csv.writer(response).writerows([harmless(cell) for cell in row] for row in rows)
    return response
