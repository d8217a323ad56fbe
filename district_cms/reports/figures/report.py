"""The figures of one school year, of the district or of one school: for the screen, and as tables
for files. Numbers, never names."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.schools.models import SchoolYear
from district_cms.web.times import date_text
from notifications.rules.masking import fewest, is_few

from .rules import Days, Month, Span, Tally, by_day, percent, this_and_last, total
from .stored import Facts, FollowerCounts, key_of, month_and_last, name_of_month


@dataclass(frozen=True, slots=True)
class Compared:
    """A school, or the district, compared with its own past."""

    school: Page | None
    now: Tally
    before: Tally

    @property
    def difference(self) -> int | None:
        """Returns the difference in percentage points; None if there is nothing to compare."""
        if self.now.percent is None or self.before.percent is None:
            return None
        return self.now.percent - self.before.percent


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one report. `now` and `before` are the compared spans: terms, or the chosen
    month and the one before it. `schools` are ordered by name, never by figures."""

    counted_at: dt.datetime
    whole: Compared
    now: Span | None
    before: Span | None
    days: Days
    months: dict[dt.date, Month]
    schools: list[Compared]
    reach: FollowerCounts


def report(
    facts: Facts,
    year: SchoolYear,
    schools: Sequence[Page],
    school: Page | None = None,
    month: dt.date | None = None,
) -> Report:
    """Returns the figures of a school year at the time of their count. `month` (its first day)
    limits them to a month, `school` to one of `schools`. No queries."""
    until = min(facts.day, year.last_day)
    terms = facts.now, facts.before
    now, before = this_and_last(month_and_last(month), until) if month else terms
    return Report(
        counted_at=facts.counted_at,
        whole=Compared(school, total(facts.days, now), total(facts.days, before)),
        now=now,
        before=before,
        days={
            (key, day): tally
            for (key, day), tally in facts.days.items()
            if year.contains(day) and (not month or (now is not None and now.includes(day)))
        },
        months={key: each for key, each in facts.months.items() if month in (None, key)},
        schools=[
            Compared(
                each, total(facts.days, now, key_of(each)), total(facts.days, before, key_of(each))
            )
            for each in ([school] if school else schools)
        ],
        reach=facts.reach,
    )


def context_of(report: Report, school: Page | None) -> dict[str, Any]:
    """Returns the report as text for its template."""
    this_month, reach = timezone.localdate(report.counted_at).replace(day=1), report.reach
    # True if each school has too few followers for its number to be shown.
    none_visible = reach.leaves_out and not reach.families
    return {
        "whole": _in_words(report.whole),
        "spans": [
            (span.name, date_text(span.first), date_text(span.last))
            for span in (report.now, report.before)
            if span is not None
        ],
        "days": [
            {"day": date_text(day), "tally": tally, "percent": percent_text(tally.percent)}
            for day, tally in by_day(report.days).items()
        ],
        "months": [
            {
                "month": name_of_month(month),
                "so_far": month == this_month,
                "count": count,
                "percent": percent_text(count.percent),
            }
            for month, count in report.months.items()
        ],
        "schools": [
            {"school": each.school, **_in_words(each), "families": _families(report, each.school)}
            for each in report.schools
        ],
        "of_one_school": school is not None,
        "families": _("fewer than %(number)d at each school") % {"number": fewest()}
        if none_visible
        else families_text(reach.families),
        "few_families": is_few(reach.families) or none_visible,
        "leaves_out": reach.leaves_out,
        "few_messages": is_few(reach.written),
        # Only the percentage: the district's number minus those of the schools would reveal the
        # number of a school with too few followers.
        "sent_percent": percent_text(percent(reach.sent_to, reach.written)),
    }


def _in_words(each: Compared) -> dict[str, Any]:
    return {
        "now": in_time_text(each.now),
        "before": in_time_text(each.before),
        "difference": difference_text(each.difference),
    }


def _families(report: Report, school: Page | None) -> str:
    return families_text(report.reach.by_school.get(key_of(school), 0))


def percent_text(percent: int | None) -> str:
    """Returns, for example, "90%", or a dash if nothing was counted."""
    return "–" if percent is None else _("%(percent)d%%") % {"percent": percent}


def in_time_text(tally: Tally) -> str:
    """Returns, for example, "56 of 61 on time (92%)" for a tally."""
    if not tally.expected:
        return _("Nothing to count")
    return _("%(part)d of %(whole)d on time (%(percent)s)") % {
        "part": tally.in_time,
        "whole": tally.expected,
        "percent": percent_text(tally.percent),
    }


def families_text(number: int) -> str:
    """Returns the number of families that follow. A number of one or two could identify them."""
    return _("fewer than %(number)d") % {"number": fewest()} if is_few(number) else str(number)


def difference_text(points: int | None) -> str:
    """Returns, for example, "up 3 points" for a school compared with its own past."""
    if points is None:
        return _("nothing to compare with yet")
    if points == 0:
        return _("the same")
    text = (
        ngettext("up %(number)d point", "up %(number)d points", points)
        if points > 0
        else ngettext("down %(number)d point", "down %(number)d points", -points)
    )
    return text % {"number": abs(points)}


Rows = list[list[str]]


def _days_table(schools: Sequence[Page], report: Report) -> Rows:
    """Returns rows by posting day, then in the order of the schools."""
    rows = [
        [
            *(_("Posting day"), _("School"), _("Classes")),
            *(_("On time"), _("Late"), _("Not posted"), _("On time, percent")),
            *(_("Late, explained"), _("Not posted, explained")),
        ]
    ]
    for day in sorted({day for _school, day in report.days}):
        for school in schools:
            tally = report.days.get((key_of(school), day))
            if tally is not None:
                numbers = (tally.expected, tally.in_time, tally.late, tally.not_posted)
                counts = [*map(str, numbers), percent_text(tally.percent)]
                explained = map(str, (tally.late_explained, tally.not_posted_explained))
                rows.append([date_text(day), school.title, *counts, *explained])
    return rows


def _months_table(schools: Sequence[Page], report: Report) -> Rows:
    rows = [[_("Month"), _("Classes"), _("With enough updates"), _("Percent")]]
    for month, count in report.months.items():
        numbers = (str(count.expected), str(count.met), percent_text(count.percent))
        rows.append([name_of_month(month), *numbers])
    return rows


def _schools_table(schools: Sequence[Page], report: Report) -> Rows:
    heading = [_("School")]
    for span in (report.now, report.before):
        name = span.name if span else ""
        heading += [f"{name}: {what}" for what in (_("Expected"), _("On time"), _("Percent"))]
    rows = [[*heading, _("Families who follow")]]
    for each in report.schools:
        if each.school is not None:
            numbers = [
                text
                for tally in (each.now, each.before)
                for text in (str(tally.expected), str(tally.in_time), percent_text(tally.percent))
            ]
            rows.append([each.school.title, *numbers, _families(report, each.school)])
    return rows


TABLES: Final[dict[str, Callable[[Sequence[Page], Report], Rows]]] = {
    "posting-days": _days_table,
    "months": _months_table,
    "schools": _schools_table,
}
