"""What rooms say of their pages, for the search.

Each room registers its page types in `AppConfig.ready()`: what is known of some pages, for the
table that is searched, and what a result says of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .words import for_index


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page is found by. `names` and `about` are texts as people write them."""

    page_id: int
    kind: str
    names: Sequence[str]
    about: Sequence[str] = ()
    # Words of ours, such as `words.grade_word` makes.
    tokens: Sequence[str] = ()
    grades: Sequence[str] = ()
    last_day: dt.date | None = None

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


Describe = Callable[[Sequence[int]], Iterable[Entry]]
Tell = Callable[[Sequence[int], dt.date], Mapping[int, Facts]]


@dataclass(frozen=True, slots=True)
class Source:
    """`describe(ids)` says what these pages are found by; `tell(ids, today)` what a result says.

    Each in a number of queries that does not depend on the number of pages.
    """

    describe: Describe
    tell: Tell = field(default=lambda ids, today: {})


_sources: dict[str, Source] = {}


def register_findable(model_label: str, source: Source) -> None:
    """`model_label` is the lower-case label of a page type, such as "schools.schoolpage"."""
    _sources[model_label] = source


def registered() -> Mapping[str, Source]:
    """By the label of the page type."""
    return _sources
