"""What rooms say of their pages, and of what they list besides, for the search.

Each room registers in `AppConfig.ready()` what is known of its pages or of other things, for the
table that is searched, and what a result says of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .words import for_index


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page or a thing is found by. `names` and `about` are texts as people write them.

    `page_id` is the page itself; of a thing the page on which it stands, which has to be public, or
    None.
    """

    page_id: int | None
    kind: str
    names: Sequence[str]
    about: Sequence[str] = ()
    # Words of ours, such as `words.grade_word` makes.
    tokens: Sequence[str] = ()
    grades: Sequence[str] = ()
    last_day: dt.date | None = None
    # Of a thing its key, which is the room's own.
    thing: str = ""

    @property
    def name_words(self) -> list[str]:
        return for_index(" ".join(self.names))

    @property
    def about_words(self) -> list[str]:
        return list(dict.fromkeys([*for_index(" ".join(self.about)), *self.tokens]))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a result says besides its title. `whose` replaces the titles of the pages above."""

    details: Sequence[str] = ()
    whose: Sequence[str] = ()
    room: str = ""
    updated_on: dt.date | None = None
    next_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a result says of a thing. `address` is the path of the site where it stands; `title` may
    be marked up, and `plain_title` is the same without."""

    title: str
    plain_title: str
    kind_label: str
    address: str
    facts: Facts = field(default_factory=Facts)


Describe = Callable[[Sequence[int]], Iterable[Entry]]
Tell = Callable[[Sequence[int], dt.date], Mapping[int, Facts]]
DescribeAll = Callable[[], Iterable[Entry]]
TellThings = Callable[[Sequence[str], dt.date], Mapping[str, Told]]


@dataclass(frozen=True, slots=True)
class Source:
    """`describe(ids)` says what these pages are found by; `tell(ids, today)` what a result says.

    Each in a number of queries that does not depend on the number of pages.
    """

    describe: Describe
    tell: Tell = field(default=lambda ids, today: {})


@dataclass(frozen=True, slots=True)
class Listing:
    """Things of a room that are no pages, some hundreds at most: `describe()` says what they are
    found by; `tell(keys, today)` what a result says, in the reader's language, and nothing of what
    is not so any more."""

    describe: DescribeAll
    tell: TellThings


_sources: dict[str, Source] = {}
_listings: dict[str, Listing] = {}


def register_findable(model_label: str, source: Source) -> None:
    """`model_label` is the lower-case label of a page type, such as "schools.schoolpage"."""
    _sources[model_label] = source


def register_listing(name: str, listing: Listing) -> None:
    """`name` is one word, the beginning of the keys of these things."""
    _listings[name] = listing


def registered() -> Mapping[str, Source]:
    """By the label of the page type."""
    return _sources


def listings() -> Mapping[str, Listing]:
    """By name."""
    return _listings
