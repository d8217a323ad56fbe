"""Reads the figures, as the screen does."""

import datetime as dt
from collections.abc import Sequence

from wagtail.models import Page

from district_cms.reports.figures.report import Report, report
from district_cms.reports.figures.services import figures_of
from district_cms.reports.models import CountedFigures
from district_cms.schools.models import SchoolYear


def look(
    year: SchoolYear,
    schools: Sequence[Page],
    school: Page | None = None,
    month: dt.date | None = None,
) -> Report:
    return report(figures_of(year, school), year, schools, school, month)


def forget() -> None:
    """Whoever looks next has all counted."""
    CountedFigures.objects.all().delete()
