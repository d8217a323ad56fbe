"""The demo's school year, around the day on which the demo is first loaded, and its stories."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, period_from, slots

WEEKS_BEFORE = 12
WEEKS = 40
ONE_DAY = dt.timedelta(days=1)
GIVEN = (
    *("Adaeze", "Alma", "Anders", "Beatriz", "Bram", "Calla", "Corin", "Dalia", "Dmitri"),
    *("Edda", "Elio", "Esme", "Farah", "Felix", "Greta", "Hollis", "Ines", "Ivo", "Jarek"),
    *("Juno", "Kaia", "Kofi", "Lena", "Lucan", "Mara", "Mateo", "Nadia", "Niall", "Odile"),
    *("Orson", "Paloma", "Pell", "Quill", "Rafe", "Rosalind", "Sable", "Soren", "Tamsin"),
    *("Teo", "Ursa", "Vada", "Viggo", "Wren", "Xenia", "Yara", "Yusuf", "Zelda", "Zeno"),
)
FAMILY = (
    *("Abendroth", "Alderman", "Bascombe", "Bellhaven", "Brightmoor", "Calloway", "Castellan"),
    *("Cedarquist", "Corrigan", "Dalrymple", "Dunmore", "Eastlake", "Ellery", "Fairweather"),
    *("Farrington", "Fenwick", "Galbraith", "Garza", "Glenhollow", "Hadley", "Harcastle"),
    *("Hawksworth", "Ibanez", "Ingersoll", "Jessup", "Kallstrom", "Kestrel", "Kincannon"),
    *("Lachance", "Larkin", "Lindgren", "Lockhart", "Mahoney", "Marchbanks", "Merriweather"),
    *("Montoya", "Nakagawa", "Northcott", "Obuya", "Okonjo", "Pemberley", "Penhallow"),
    *("Quimby", "Quintana", "Radcliffe", "Ravenscroft", "Rosario", "Sandoval", "Sedgewick"),
    *("Stannard", "Tallgrass", "Thackeray", "Underhill", "Valdez", "Vandermeer", "Wainwright"),
    *("Whitcomb", "Winterbourne", "Yamada", "Yellowtail", "Zapata", "Zielinski"),
)


class Chance(random.Random):
    """A stream of random numbers; each part of the district has its own, so that a change in one
    part does not affect the others."""

    def __init__(self, seed: int, part: str) -> None:
        super().__init__(f"{seed}:{part}")

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)


class End(StrEnum):
    """The state of an update on the anchor day."""

    LIVE = "live"
    WAITING = "waiting"  # waiting for the school's review
    RETURNED = "returned"
    DRAFT = "draft"
    SCHEDULED = "scheduled"  # approved, goes live later
    UNREAD = "unread"  # live at once, and not yet read by the principal


@dataclass(frozen=True, slots=True)
class Plan:
    """When an update is started, submitted, and approved or sent back. Times are aware;
    `go_live_at` is set only for a scheduled one."""

    day: dt.date
    last_day: dt.date
    begun_at: dt.datetime
    submitted_at: dt.datetime
    approved_at: dt.datetime
    end: End = End.LIVE
    go_live_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DemoYear:
    """Plain values of a school year; days without school are pairs of day and name."""

    name: str
    first_day: dt.date
    last_day: dt.date
    terms: tuple[tuple[str, dt.date, dt.date], ...]
    no_school: tuple[tuple[dt.date, str], ...]

    def calendar(self) -> YearCalendar:
        closed = frozenset(day for day, _name in self.no_school)
        return YearCalendar(self.first_day, self.last_day, closed)


def demo_year(anchor: dt.date, weeks_before: int = WEEKS_BEFORE) -> DemoYear:
    """Returns a year of four quarters and forty weeks that is `weeks_before` weeks old on `anchor`,
    whatever the season, with a short break in the anchor's week and a long one in the middle, named
    as districts name them. The last two quarters begin after a day and a week without school."""
    monday = anchor - dt.timedelta(days=anchor.weekday())
    first = monday - dt.timedelta(weeks=weeks_before)
    last, middle = first + dt.timedelta(weeks=WEEKS, days=-3), first + dt.timedelta(weeks=20)
    second, fourth = first + dt.timedelta(weeks=9), first + dt.timedelta(weeks=30)
    no_school = {
        first + dt.timedelta(weeks=1): "Opening holiday",
        middle: "Day between semesters",
        **_days_off(first + dt.timedelta(weeks=6, days=3), 2, "Teachers’ conference"),
        **_days_off(monday + dt.timedelta(days=2), 3, short_break(monday)),
        **_days_off(first + dt.timedelta(weeks=16), 5, long_break(first)),
        **_days_off(first + dt.timedelta(weeks=17), 5, long_break(first)),
        **_days_off(fourth, 5, "Spring break"),
    }
    return DemoYear(
        name=f"{first.year}-{(first.year + 1) % 100:02d}",
        first_day=first,
        last_day=last,
        terms=(
            # The first ends before the anchor, so that a term has an earlier one to compare with.
            ("Quarter 1", first, second - 3 * ONE_DAY),
            ("Quarter 2", second, middle - ONE_DAY),
            ("Quarter 3", middle + ONE_DAY, fourth - 3 * ONE_DAY),
            ("Quarter 4", fourth + dt.timedelta(weeks=1), last),
        ),
        no_school=tuple(sorted(no_school.items())),
    )


NAMES_IN_SPANISH = {
    "Opening holiday": "Feriado de inicio de clases",
    "Teachers’ conference": "Conferencia de maestros",
    "Thanksgiving break": "Vacaciones de Acción de Gracias",
    "Winter break": "Vacaciones de invierno",
    "Day between semesters": "Día entre semestres",
    "Spring break": "Vacaciones de primavera",
}


def short_break(monday: dt.date) -> str:
    """Returns the name of a break of three days from the Wednesday of a week."""
    wednesday, thursday = monday + dt.timedelta(days=2), monday + dt.timedelta(days=3)
    is_thanksgiving = thursday.month == 11 and 22 <= thursday.day <= 28
    return "Thanksgiving break" if is_thanksgiving else f"{wednesday:%B} break"


def long_break(first: dt.date) -> str:
    """Returns the name of the two-week break that begins sixteen weeks after the `first` day of
    school."""
    begins = first + dt.timedelta(weeks=16)
    return "Winter break" if begins.month in {12, 1} else f"{begins:%B} break"


def _days_off(first: dt.date, number: int, name: str) -> dict[dt.date, str]:
    """Returns so many consecutive days without school, each with the same name."""
    return {first + dt.timedelta(days=n): name for n in range(number)}


def school_day(start: dt.date, days: int, calendar: YearCalendar) -> dt.date:
    """Returns the day `days` after `start`, or the next school day if there is no school."""
    wanted = start + dt.timedelta(days=days)
    if calendar.is_school_day(wanted):
        return wanted
    return calendar.school_day_after(wanted) or wanted


@dataclass(frozen=True, slots=True)
class Story:
    """The deviations of one class: the state of its last update, the posting days without one (1 is
    the newest), and whether the update for the third newest is late."""

    end: End = End.LIVE
    empty: tuple[int, ...] = ()
    late: bool = False


# By the number of the class; all others post in time. Each story occurs in several schools.
STORIES: dict[int, Story] = {
    **dict.fromkeys((9, 20, 43), Story(empty=(1,))),
    11: Story(empty=(1, 2)),  # its teacher got a reminder
    36: Story(empty=(2,)),
    **dict.fromkeys((16, 52), Story(empty=(3,))),
    **dict.fromkeys((7, 19, 41, 54), Story(late=True)),
    **dict.fromkeys((4, 14, 22, 27, 34, 55), Story(End.WAITING)),
    **dict.fromkeys((17, 31), Story(End.RETURNED)),
    **dict.fromkeys((3, 25, 38, 57), Story(End.DRAFT)),
    # At a school where updates go live at once.
    **dict.fromkeys((45, 47), Story(End.UNREAD)),
    # Also wrote an update for the next posting day, which goes live on that morning.
    **dict.fromkeys((6, 53), Story(End.SCHEDULED)),
}
GO_LIVE = dt.time(7)
WRITING = dt.timedelta(minutes=20)


def plans(
    story: Story,
    *,
    calendar: YearCalendar,
    anchor: dt.date,
    zone: ZoneInfo,
    chance: Chance,
    count: int | None = None,
) -> list[Plan]:
    """Returns the updates of a class until `anchor`, oldest first: one per posting day and one more
    near the first, or the last `count`, with as many more as needed. Raises `ValueError` if the
    school year has too few days for them."""
    posting_days = [slot.day for slot in slots(calendar, NoSchoolRule.NEXT) if slot.day]
    past = [day for day in posting_days if day <= anchor]
    is_ahead = story.end == End.SCHEDULED
    days = _days(story, past, calendar, None if count is None else count - is_ahead)
    planned = []
    for day, following in zip(days, [*days, None][1:], strict=True):
        is_last = day == past[-1]
        end = story.end if is_last and not is_ahead else End.LIVE
        # The demo is loaded on the anchor day, so its update was posted before.
        before = chance.randint(1, 2) if is_last else int(chance.random() < 1 / 3)
        clock = dt.time(chance.randint(7, 15), chance.randint(0, 59))
        written = _school_days_before(day, before, calendar)
        submitted = dt.datetime.combine(written, clock, zone)
        last_day = following - ONE_DAY if following else _end(day, posting_days, calendar)
        review = dt.timedelta(minutes=chance.randint(25, 175)) * (end != End.UNREAD)
        approved = submitted + review
        planned.append(Plan(day, last_day, submitted - WRITING, submitted, approved, end))
    if is_ahead:
        last = anchor + ONE_DAY  # for a year without another posting day
        coming = next((day for day in posting_days if day > anchor), last)
        written = _school_days_before(anchor, 1, calendar)
        submitted = dt.datetime.combine(written, dt.time(15, 10), zone)
        planned.append(
            Plan(
                day=coming,
                last_day=_end(coming, posting_days, calendar),
                begun_at=submitted - WRITING,
                submitted_at=submitted,
                approved_at=submitted + dt.timedelta(minutes=40),
                end=End.SCHEDULED,
                go_live_at=dt.datetime.combine(coming, GO_LIVE, zone),
            )
        )
    return planned


def _end(day: dt.date, posting_days: list[dt.date], calendar: YearCalendar) -> dt.date:
    return period_from(day, posting_days, calendar.last_day)[1]


def _days(
    story: Story, past: list[dt.date], calendar: YearCalendar, count: int | None
) -> list[dt.date]:
    """Returns the first day of each update."""
    days = set(past) - {past[-number] for number in story.empty if number < len(past)}
    if story.late and len(past) > 3:
        # Two school days later, so that it is late even if written a day earlier.
        days.remove(past[-3])
        later = calendar.school_day_after(past[-3]) or past[-3]
        days.add(calendar.school_day_after(later) or later)
    if count is None:
        # If a slot is empty or late, no other update may have filled it.
        count = len(days) + (not story.late and 3 not in story.empty)
    # A year that begins between the two posting days of a month needs two updates in it, so the
    # first extra update is before the first posting day.
    for slot in past[:-3]:
        if len(days) < count:
            before = slot - dt.timedelta(days=7)
            is_school_day = calendar.is_school_day(before)
            days.add(before if is_school_day else calendar.school_day_after(slot) or slot)
    if len(days) < count:
        raise ValueError(f"The school year has no {count} days for updates before {past[-1]}.")
    return sorted(days)[len(days) - count :]


def _school_days_before(day: dt.date, number: int, calendar: YearCalendar) -> dt.date:
    for _step in range(number):
        day = calendar.school_day_before(day) or day
    return day
