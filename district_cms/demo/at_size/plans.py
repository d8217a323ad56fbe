"""The plan of the district at size: its year, names, and the updates of each class. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots

from ..school_year import FAMILY, GIVEN, Chance, DemoYear, End, Story, demo_year

MOST_UPDATES_A_CLASS = 24
MOST_VARIANTS = 5  # variants of one text


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of the district. The same sizes, seed and anchor produce the same district. Raises
    `ValueError` for inconsistent numbers."""

    anchor: dt.date
    schools: int = 40
    teachers: int = 2_000
    classes: int = 8_000
    updates: int = 144_000
    subscribers: int = 20_000
    # The number of texts per period of the demo; fewer texts need less time for the checks.
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
        """Returns the highest number of updates of a class."""
        return -(-self.updates // self.classes)


def shares(total: int, parts: int) -> list[int]:
    """Divides `total` into `parts` whole numbers that differ by at most one."""
    each, more = divmod(total, parts)
    return [each + (number < more) for number in range(parts)]


LONGEST_PAST = 38  # weeks; the year must not end before the anchor day
SHORTEST_PAST = 6


def year_of(anchor: dt.date, updates_a_class: int) -> DemoYear:
    """Returns a school year with about one posting day before `anchor` for each update of a
    class."""
    for weeks in range(SHORTEST_PAST, LONGEST_PAST):
        year = demo_year(anchor, weeks)
        if len(past_posting_days(year.calendar(), anchor)) > updates_a_class:
            return year
    return demo_year(anchor, LONGEST_PAST)


def past_posting_days(calendar: YearCalendar, anchor: dt.date) -> list[dt.date]:
    """Returns the posting days before `anchor`, oldest first."""
    past = slots(calendar, NoSchoolRule.NEXT)
    return [slot.day for slot in past if slot.day is not None and slot.day < anchor]


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
    """Yields given and family names forever. Pairs repeat after all of them were used."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    while True:
        yield from pairs


def schools(number: int) -> Iterator[tuple[str, str]]:
    """Yields (title, kind) of this many schools, with unique titles."""
    times_used: dict[str, int] = {}
    for place in range(number):
        kind = KINDS[place % len(KINDS)]
        name = f"{PLACES[place % len(PLACES)]} {KIND_TITLES[kind]}"
        times_used[name] = times_used.get(name, 0) + 1
        yield (name if times_used[name] == 1 else f"{name} {times_used[name]}"), kind


def place_of(title: str, kind: str) -> str:
    """Returns, for example, "Heron Bend" for "Heron Bend Alternative High"."""
    return title.removesuffix(f" {KIND_TITLES[kind]}")


# Some of each twenty classes have a story; all others post in time.
STORIES_OF = 20
STORIES = {
    3: Story(End.WAITING),
    5: Story(late=True),
    7: Story(End.DRAFT),
    9: Story(empty=(3,)),
    11: Story(End.RETURNED),
    13: Story(empty=(2,)),
    15: Story(End.SCHEDULED),
}


def story_of(number: int) -> Story:
    """Returns the story of class `number`."""
    return STORIES.get(number % STORIES_OF, Story())
