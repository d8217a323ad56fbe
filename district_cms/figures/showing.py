"""What the report shows: each chart's bars and, in the table beside it, the same numbers."""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from district_cms.web.times import date_text, day_text
from notifications.rules.small_numbers import FEWEST, is_few

from .bars import Bar, of_month, of_percent, of_tally, parts
from .findings import ACCESSIBILITY, PRIVACY
from .places import known_as
from .report import Compared, Report
from .rules import Asked, percent
from .spans import name_of_month
from .wording import (
    ahead_text,
    difference_text,
    families_text,
    in_time_text,
    month_text,
    percent_text,
)

SUBJECTS: Final = {
    ACCESSIBILITY: gettext_lazy("Accessibility"),
    PRIVACY: gettext_lazy("Student privacy"),
}


def told(report: Report, school: Page | None) -> dict[str, Any]:
    """The report in words and bars."""
    this_month = timezone.localdate(report.counted_at).replace(day=1)
    return {
        "whole": _beside(report.whole),
        "spans": [
            (span.name, date_text(span.first), date_text(span.last))
            for span in (report.now, report.before)
            if span is not None
        ],
        "day_bars": [
            Bar(day_text(day), in_time_text(tally), of_tally(tally))
            for day, tally in report.days.items()
        ],
        "days": [
            {
                "day": date_text(day),
                "tally": tally,
                "percent": percent_text(tally.percent),
                "ahead": ahead_text(tally.median),
            }
            for day, tally in report.days.items()
        ],
        "month_bars": [
            Bar(name_of_month(month), month_text(count), of_month(count))
            for month, count in report.months.items()
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
            {"school": each.school, **_beside(each), "families": _families(report, each)}
            for each in report.schools
        ],
        "school_bars": [
            (each.school.title if each.school else "", _pair(each)) for each in report.schools
        ],
        "asked": [
            {
                "subject": SUBJECTS[subject],
                "count": count,
                "bar": Bar(str(SUBJECTS[subject]), _asked_text(count), _asked_parts(count)),
            }
            for subject, count in report.asked
        ],
        "of_one_school": school is not None,
        "families": _of_all(report),
        "few_families": is_few(report.reach.families) or _nowhere_told(report),
        "leaves_out": report.reach.leaves_out,
        "few_messages": is_few(report.reach.written),
        # Of the district only how many of a hundred: its number less those of the schools would be
        # that of a school with so few that they are not shown.
        "sent_percent": percent_text(percent(report.reach.sent_to, report.reach.written)),
    }


def _nowhere_told(report: Report) -> bool:
    """Whether so few follow at each school that none of their numbers is shown."""
    return report.reach.leaves_out and not report.reach.families


def _of_all(report: Report) -> str:
    if _nowhere_told(report):
        return _("fewer than %(number)d at each school") % {"number": FEWEST}
    return families_text(report.reach.families)


def _beside(each: Compared) -> dict[str, Any]:
    return {
        "now": percent_text(each.now.percent),
        "before": percent_text(each.before.percent),
        "now_said": in_time_text(each.now),
        "before_said": in_time_text(each.before),
        "ahead": ahead_text(each.now.median),
        "ahead_before": ahead_text(each.before.median),
        "difference": difference_text(each.difference),
    }


def _pair(each: Compared) -> list[Bar]:
    return [
        Bar(_("now"), percent_text(each.now.percent), of_percent(each.now.percent, "whole")),
        Bar(
            _("before"), percent_text(each.before.percent), of_percent(each.before.percent, "lines")
        ),
    ]


def _families(report: Report, each: Compared) -> str:
    return families_text(report.reach.by_school.get(known_as(each.school), 0))


def _asked_parts(count: Asked) -> Any:
    numbers = (("whole", count.fixed), ("lines", count.confirmed), ("empty", count.open))
    return parts(numbers, count.asked)


def _asked_text(count: Asked) -> str:
    return _("%(asked)d asked: %(fixed)d fixed, %(confirmed)d confirmed, %(open)d open") % {
        "asked": count.asked,
        "fixed": count.fixed,
        "confirmed": count.confirmed,
        "open": count.open,
    }
