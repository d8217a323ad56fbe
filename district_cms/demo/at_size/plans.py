"""The plan of the district at size: year, names, and what each class posts when. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots

from ..bulk.plan import Chance, End, Plan
from ..school_year import FAMILY, GIVEN, ONE_DAY, DemoYear, demo_year

MOST_UPDATES_A_CLASS = 30
MOST_VARIANTS = 5  # of one text


@dataclass(frozen=True, slots=True)
class Sizes:
    """The same sizes, seed and anchor make the same district. Raises `ValueError` for numbers
    that do not go together."""

    anchor: dt.date
    schools: int = 40
    teachers: int = 2_000
    classes: int = 8_000
    updates: int = 144_000
    subscribers: int = 20_000
    # How many texts are made of one period of the demo: fewer are read and judged sooner.
    variants: int = MOST_VARIANTS
    seed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.schools <= self.teachers <= self.classes <= self.updates:
            raise ValueError(
                "There must be at least as many teachers as schools, classes as teachers and "
                "updates as classes."
            )
        if self.updates > MOST_UPDATES_A_CLASS * self.classes:
            raise ValueError(
                f"A class has at most {MOST_UPDATES_A_CLASS} updates in its school year."
            )
        if not 1 <= self.variants <= MOST_VARIANTS:
            raise ValueError(f"A period has between one text and {MOST_VARIANTS}.")
        if self.subscribers < 0:
            raise ValueError("The number of subscribers cannot be negative.")

    @property
    def updates_a_class(self) -> int:
        """The most that any class has."""
        return -(-self.updates // self.classes)


def shares(total: int, parts: int) -> list[int]:
    """`total` divided into `parts` whole numbers that differ by one at most."""
    each, more = divmod(total, parts)
    return [each + (number < more) for number in range(parts)]


LONGEST_PAST = 38  # weeks; the year still runs on the anchor day
SHORTEST_PAST = 6


def year_of(anchor: dt.date, updates_a_class: int) -> DemoYear:
    """A school year that has seen about one posting day for each update of a class by `anchor`."""
    for weeks in range(SHORTEST_PAST, LONGEST_PAST):
        year = demo_year(anchor, weeks)
        if len(past_posting_days(year.calendar(), anchor)) > updates_a_class:
            return year
    return demo_year(anchor, LONGEST_PAST)


def past_posting_days(calendar: YearCalendar, anchor: dt.date) -> list[dt.date]:
    """The posting days before `anchor`, oldest first."""
    found = slots(calendar, NoSchoolRule.NEXT)
    return [slot.day for slot in found if slot.day is not None and slot.day < anchor]


ADDRESSED_AS = ("Ms.", "Mr.", "Mrs.", "Mx.", "Dr.")
PLACES = (
    *("Aspen", "Badger Creek", "Bitterroot", "Buffalo Jump", "Chokecherry", "Coyote Flats"),
    *("Elk Meadow", "Foxglove", "Granite", "Heron Bend", "Huckleberry", "Ironwood"),
    *("Lodgepole", "Magpie", "Mill Creek", "Paintbrush", "Pine Butte", "Prairie View"),
    *("Quaking Aspen", "Red Rock", "Sagebrush", "Sandhill", "Serviceberry", "Snowberry"),
    *("Stonefly", "Sweetgrass", "Tamarack", "Three Forks", "Wapiti", "Willow Bend"),
)
KINDS = (
    *("elementary", "elementary", "middle", "elementary", "high"),
    *("elementary", "elementary", "middle", "elementary", "alternative"),
)
KIND_TITLES = {
    "elementary": "Elementary",
    "middle": "Middle School",
    "high": "High School",
    "alternative": "Alternative High",
}


def people(chance: Chance) -> Iterator[tuple[str, str]]:
    """Given and family names without end. Pairs come again, after all of them were used."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    while True:
        yield from pairs


def schools(number: int) -> Iterator[tuple[str, str]]:
    """(title, kind) of this many schools, each title once."""
    seen: dict[str, int] = {}
    for place in range(number):
        kind = KINDS[place % len(KINDS)]
        name = f"{PLACES[place % len(PLACES)]} {KIND_TITLES[kind]}"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} {seen[name]}"), kind


def place_of(title: str, kind: str) -> str:
    """ "Heron Bend" of "Heron Bend Alternative High"."""
    return title.removesuffix(f" {KIND_TITLES[kind]}")


PERIOD = dt.timedelta(days=13)

# Of each twenty classes one has the one story, one the other; all others post in time.
STORIES = 20
ENDS = {3: End.WAITING, 7: End.DRAFT, 11: End.RETURNED, 15: End.SCHEDULED}
LATE, MISSING, AWAITED = 5, 9, 13


def plans(
    number: int,
    count: int,
    *,
    calendar: YearCalendar,
    anchor: dt.date,
    zone: ZoneInfo,
    chance: Chance,
) -> list[Plan]:
    """The `count` updates of class `number` before `anchor`, oldest first. Raises `ValueError`
    where the school year has too few days for them."""
    story = number % STORIES
    days = _days(story, count, calendar, anchor)
    if len(days) < count:
        raise ValueError(f"The school year has no {count} days for updates before {anchor}.")
    made = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        moved = story == LATE and following == days[-1]
        made.append(_plan(day, following, calendar, zone, chance, in_time=not moved))
    if end := ENDS.get(story):
        late = anchor + ONE_DAY * chance.randint(1, 5)
        made[-1] = replace(
            made[-1],
            end=end,
            go_live_at=_at(late, dt.time(7), zone) if end == End.SCHEDULED else None,
        )
    return made


def _days(story: int, count: int, calendar: YearCalendar, anchor: dt.date) -> list[dt.date]:
    """One day an update: the posting days, other days between them where those are too few."""
    slots = past_posting_days(calendar, anchor)
    days = list(slots)
    if story == MISSING and len(slots) > 4:
        days.remove(slots[-3])
    elif story == AWAITED and len(slots) > 2:
        days.remove(slots[-1])
    elif story == LATE and len(slots) > 2:
        later = slots[-2]
        for _step in range(2):
            later = calendar.school_day_after(later) or later
        days[-2] = later
    elif story in ENDS:
        # What is under way was begun on the last school day.
        days.append(calendar.school_day_before(anchor) or slots[-1])
    # Before what is late or missing, so that nothing more is filled.
    for offset in (6, 3):
        for slot in slots[:-4]:
            if len(set(days)) >= count:
                break
            days.append(calendar.school_day_after(slot + ONE_DAY * offset) or slot)
    return sorted(set(days))[-count:]


def _plan(
    day: dt.date,
    following: dt.date | None,
    calendar: YearCalendar,
    zone: ZoneInfo,
    chance: Chance,
    *,
    in_time: bool,
) -> Plan:
    written = day
    if in_time and chance.random() < 1 / 3:
        written = calendar.school_day_before(day) or day
    clock = dt.time(chance.randint(7, 15), chance.randint(0, 59))
    submitted = _at(written, clock, zone)
    return Plan(
        day=day,
        last_day=following - ONE_DAY if following else day + PERIOD,
        begun_at=submitted - dt.timedelta(minutes=chance.randint(15, 90)),
        submitted_at=submitted,
        approved_at=submitted + dt.timedelta(minutes=chance.randint(25, 200)),
    )


def _at(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)
