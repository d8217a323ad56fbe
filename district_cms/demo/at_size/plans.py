"""The plan of the district at size: year, names, and what each class posts when. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots

from ..school_year import FAMILY, GIVEN, Chance, DemoYear, End, Story, demo_year

MOST_UPDATES_A_CLASS = 24
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


# Of each twenty classes some have a story; all others post in time.
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
    """The story of class `number`."""
    return STORIES.get(number % STORIES_OF, Story())
