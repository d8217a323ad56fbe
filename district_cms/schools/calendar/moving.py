"""Which posting days another calendar moves. Pure but for the sentences."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.web.times import day_text

MOST_SAID: Final = 12
Placed = dict[dt.date, dt.date | None]
"""{named Tuesday: its posting day, None where it is left out}."""


def moves(before: YearCalendar, after: YearCalendar, rule: NoSchoolRule) -> list[str]:
    """A sentence for each posting day that is not where it was, in order; where there are many, a
    last one that says how many more."""
    said = list(_sentences(_placed(before, rule), _placed(after, rule)))
    if len(said) <= MOST_SAID:
        return said
    more = gettext("Other posting days that change: %(number)d.")
    return [*said[:MOST_SAID], more % {"number": len(said) - MOST_SAID}]


def _placed(calendar: YearCalendar, rule: NoSchoolRule) -> Placed:
    return {slot.nominal: slot.day for slot in slots(calendar, rule)}


def _sentences(before: Placed, after: Placed) -> Iterator[str]:
    for nominal in sorted({*before, *after}):
        old, new = before.get(nominal), after.get(nominal)
        if old == new:
            continue
        if old and new:
            yield gettext("The posting day %(old)s moves to %(new)s.") % {
                "old": day_text(old),
                "new": day_text(new),
            }
        elif old:
            yield gettext("There is no posting day on %(old)s anymore.") % {"old": day_text(old)}
        elif new:
            yield gettext("%(new)s becomes a posting day.") % {"new": day_text(new)}
