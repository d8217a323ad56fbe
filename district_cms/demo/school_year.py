"""The demo's school year, made around the day on which the demo is first loaded."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, period_from, slots

from .bulk.plan import End, Plan

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


@dataclass(frozen=True, slots=True)
class DemoYear:
    """Plain values; days without school are pairs of day and name."""

    name: str
    first_day: dt.date
    last_day: dt.date
    terms: tuple[tuple[str, dt.date, dt.date], ...]
    no_school: tuple[tuple[dt.date, str], ...]

    def calendar(self) -> YearCalendar:
        closed = frozenset(day for day, _name in self.no_school)
        return YearCalendar(self.first_day, self.last_day, closed)


def demo_year(anchor: dt.date, weeks_before: int = WEEKS_BEFORE) -> DemoYear:
    """A year of four quarters and forty weeks that is some weeks old on `anchor`, whatever the
    season, with a short break in the anchor's own week and a long one in its middle, named as
    districts name them. The last two quarters begin after a day and a week without school."""
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
            # The first is over on the anchor, so that a term has one before it to be compared with.
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
    """What three days from the Wednesday of a week are called."""
    wednesday, thursday = monday + dt.timedelta(days=2), monday + dt.timedelta(days=3)
    is_thanksgiving = thursday.month == 11 and 22 <= thursday.day <= 28
    return "Thanksgiving break" if is_thanksgiving else f"{wednesday:%B} break"


def long_break(first: dt.date) -> str:
    """What the two weeks are called that begin sixteen weeks after the `first` day of school."""
    begins = first + dt.timedelta(weeks=16)
    return "Winter break" if begins.month in {12, 1} else f"{begins:%B} break"


def _days_off(first: dt.date, number: int, name: str) -> dict[dt.date, str]:
    """So many days in a row without school, each with the same name."""
    return {first + dt.timedelta(days=n): name for n in range(number)}


def school_day(start: dt.date, days: int, calendar: YearCalendar) -> dt.date:
    """The day `days` after `start`, or the next school day where there is no school."""
    wanted = start + dt.timedelta(days=days)
    if calendar.is_school_day(wanted):
        return wanted
    return calendar.school_day_after(wanted) or wanted


# Numbers of classes whose story is another one: nothing came for the last slot but one, for which
# it still can; nothing came for the one before that; it came late.
AWAITED, MISSING, LATE = {11, 36}, {16, 52}, {7, 19, 41, 54}
# Whose last update is not live yet, and who has none for the last slot: in several schools each.
ENDS = {
    **dict.fromkeys((4, 14, 22, 27, 34, 55), End.WAITING),
    **dict.fromkeys((17, 31), End.RETURNED),
    **dict.fromkeys((3, 25, 38, 57), End.DRAFT),
    # Of a school where updates go live at once.
    **dict.fromkeys((45, 47), End.UNREAD),
}
# Who has written for the next posting day, too; it goes live on that morning.
AHEAD = {6, 53}
GO_LIVE = dt.time(7)
# One of them has nothing for the slot before either: its teacher was reminded.
SILENT = {9, 11, 20, 43}
WRITING = dt.timedelta(minutes=20)


def plans(
    number: int, key: str, *, calendar: YearCalendar, anchor: dt.date, zone: ZoneInfo
) -> dict[int, Plan]:
    """What class `number` posts until `anchor`, oldest first, by the place of its text among those
    of the class: one update a slot and one more near the first; of a few, one for the next slot.

    A few classes are late, miss a slot, or are not done with the last one, so that every state can
    be seen.
    """
    posting_days = [slot.day for slot in slots(calendar, NoSchoolRule.NEXT) if slot.day]
    past = [day for day in posting_days if day <= anchor]
    days = {place: day for place, day in enumerate(_days(number, past, calendar)) if day}
    made = {}
    for (place, day), following in zip(days.items(), [*days.values(), None][1:], strict=True):
        _first, last_day = period_from(day, posting_days, calendar.last_day)
        chance = int.from_bytes(hashlib.sha256(f"{key}{place}".encode()).digest()[:4], "big")
        is_last = day == past[-1]
        # On the anchor day itself the demo is loaded: what was posted for it was posted before.
        before = chance % 2 + 1 if is_last else int(chance % 3 == 0)
        written = _school_days_before(day, before, calendar)
        submitted = dt.datetime.combine(written, dt.time(7 + chance % 9, chance % 60), zone)
        end = ENDS.get(number, End.LIVE) if is_last else End.LIVE
        review = dt.timedelta(minutes=25 + chance % 150) if end != End.UNREAD else dt.timedelta()
        made[place] = Plan(
            day=day,
            last_day=following - ONE_DAY if following else last_day,
            begun_at=submitted - WRITING,
            submitted_at=submitted,
            approved_at=submitted + review,
            end=end,
        )
    if number in AHEAD:
        made[max(made) + 1] = _ahead(posting_days, anchor=anchor, calendar=calendar, zone=zone)
    return made


def _ahead(
    posting_days: list[dt.date], *, anchor: dt.date, calendar: YearCalendar, zone: ZoneInfo
) -> Plan:
    """The update for the posting day that comes, approved the day before `anchor`."""
    coming = next(day for day in posting_days if day > anchor)
    _first, last_day = period_from(coming, posting_days, calendar.last_day)
    written = _school_days_before(anchor, 1, calendar)
    submitted = dt.datetime.combine(written, dt.time(15, 10), zone)
    return Plan(
        day=coming,
        last_day=last_day,
        begun_at=submitted - WRITING,
        submitted_at=submitted,
        approved_at=submitted + dt.timedelta(minutes=40),
        end=End.SCHEDULED,
        go_live_at=dt.datetime.combine(coming, GO_LIVE, zone),
    )


def _days(number: int, past: list[dt.date], calendar: YearCalendar) -> list[dt.date | None]:
    """The first day of each update; None where the class posted nothing."""
    # A year that begins between the two posting days of a month still needs two updates in it.
    before = past[0] - dt.timedelta(days=7)
    extra = before if calendar.is_school_day(before) else calendar.school_day_after(past[0])
    # Where a slot stays empty or is filled late, no other update may have filled it.
    days = past if number in LATE | MISSING else sorted({*past, extra or past[0]})
    return [_moved(number, day, past, calendar) for day in days]


def _moved(
    number: int, day: dt.date, past: list[dt.date], calendar: YearCalendar
) -> dt.date | None:
    empty = {past[-1]: SILENT, past[-2]: AWAITED, past[-3]: MISSING}
    if number in empty.get(day, ()):
        return None
    if day == past[-3] and number in LATE:
        # Two school days after, so that it is late too when it is written a day before.
        for _step in range(2):
            day = calendar.school_day_after(day) or day
    return day


def _school_days_before(day: dt.date, number: int, calendar: YearCalendar) -> dt.date:
    for _step in range(number):
        day = calendar.school_day_before(day) or day
    return day
