"""The figures as CSV, each table by itself. Counts, never names."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.web.tables.spreadsheets import csv_file
from district_cms.web.times import date_text

from .places import known_as
from .report import Compared, Report
from .rules import Tally
from .showing import SUBJECTS
from .spans import name_of_month
from .wording import families_text, percent_text

Rows = list[list[str]]


def _days(schools: Sequence[Page], report: Report) -> Rows:
    """By posting day, then in the order of the schools."""
    found: dict[tuple[dt.date, str], Tally] = {}
    for line in report.lines:
        found.setdefault((line.day, line.school), Tally()).add(line)
    for each in report.explained:
        if (each.day, each.school) in found:
            found[each.day, each.school].set_beside(each)
    heading = [
        *(_("Posting day"), _("School"), _("Classes")),
        *(_("In time"), _("Late"), _("Not posted"), _("In time, percent")),
        *(_("Late, explained"), _("Not posted, explained")),
    ]
    rows = [heading]
    for day in sorted({day for day, _school in found}):
        for school in schools:
            tally = found.get((day, known_as(school)))
            if tally is not None:
                numbers = (tally.asked, tally.in_time, tally.late, tally.not_posted)
                counts = [*map(str, numbers), percent_text(tally.percent)]
                said = map(str, (tally.late_explained, tally.not_posted_explained))
                rows.append([date_text(day), school.title, *counts, *said])
    return rows


def _months(schools: Sequence[Page], report: Report) -> Rows:
    rows = [[_("Month"), _("Classes"), _("With enough updates"), _("Percent")]]
    for month, count in report.months.items():
        numbers = (str(count.asked), str(count.met), percent_text(count.percent))
        rows.append([name_of_month(month), *numbers])
    return rows


def _schools(schools: Sequence[Page], report: Report) -> Rows:
    spans = [span.name if span else "" for span in (report.now, report.before)]
    heading = [_("School")]
    for span in spans:
        heading += [f"{span}: {what}" for what in (_("Asked"), _("In time"), _("Percent"))]
    rows = [[*heading, _("Families who follow")]]
    for each in report.schools:
        if each.school is not None:
            rows.append([each.school.title, *_beside(each), _families(report, each.school)])
    return rows


def _beside(each: Compared) -> list[str]:
    return [
        text
        for tally in (each.now, each.before)
        for text in (str(tally.asked), str(tally.in_time), percent_text(tally.percent))
    ]


def _families(report: Report, school: Page) -> str:
    return families_text(report.reach.by_school.get(known_as(school), 0))


def _checks(schools: Sequence[Page], report: Report) -> Rows:
    rows = [[_("Subject"), _("Asked"), _("Fixed"), _("Confirmed"), _("Open")]]
    for subject, count in report.asked:
        numbers = (count.asked, count.fixed, count.confirmed, count.open)
        rows.append([str(SUBJECTS[subject]), *map(str, numbers)])
    return rows


TABLES: Final[dict[str, Callable[[Sequence[Page], Report], Rows]]] = {
    "posting-days": _days,
    "months": _months,
    "schools": _schools,
    "checks": _checks,
}


def figures_file(name: str, rows: Sequence[Sequence[str]]) -> HttpResponse:
    return csv_file(f"{name}.csv", rows)
