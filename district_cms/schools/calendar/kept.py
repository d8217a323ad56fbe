"""The school years as each process keeps them: every page of a school asks for today's."""

import datetime as dt
from typing import Any, Final

from district_cms.web.versions import Kept, bump

from ..models.calendar import SchoolYear, year_of

VERSION: Final = "schools.years"


def year_shown(today: dt.date) -> SchoolYear | None:
    """The year that pages show on a day of the district, as `SchoolYearQuerySet.current` finds it.
    Nobody changes it. For pages alone: what decides asks the database."""
    return year_of(_kept.get(), today)


def years_changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a school year."""
    bump(VERSION)


def _read() -> list[SchoolYear]:
    return list(SchoolYear.objects.all())


_kept: Kept[list[SchoolYear]] = Kept(VERSION, _read)
