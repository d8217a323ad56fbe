"""What rooms register for the search: how their things are indexed, what a result says."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..choices import SUBJECTS
from ..models import CurriculumIndexPage, CurriculumPage, SchoolPage, StandardPage
from .words import for_index, grade_word


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
class ListedItem:
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
ThingFacts = Callable[[Sequence[str], dt.date], Mapping[str, ListedItem]]


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
    tell: ThingFacts


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


def subject_words(subject: str) -> str:
    """A subject as the English site calls it; other words for it are in the office's list."""
    with override("en"):
        return str(dict(SUBJECTS).get(subject, ""))


def _schools(ids: Sequence[int]) -> Iterable[Entry]:
    with override("en"):
        return [
            Entry(
                page.pk,
                "school",
                names=[page.title, page.title_es],
                about=[str(page.get_kind_display()), page.city, page.street, *_reached_by(page)],
            )
            for page in SchoolPage.objects.filter(pk__in=ids)
        ]


def _reached_by(page: SchoolPage) -> list[str]:
    """What the page says of how to reach the school."""
    said = {
        "phone number": page.phone,
        "email": page.email,
        "address": page.street,
        "office hours": page.office_hours,
    }
    return ["contact", "office", *(words for words, value in said.items() if value)]


def _about_schools(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    return {
        page.pk: Facts(details=[part for part in (page.street, page.city, page.phone) if part])
        for page in SchoolPage.objects.filter(pk__in=ids)
    }


def _curriculum(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(
            page.pk,
            "curriculum",
            names=[page.title],
            about=[subject_words(page.subject), page.summary, page.title_es, page.summary_es],
            tokens=[grade_word(code) for code in page.grade_levels],
            grades=page.grade_levels,
        )
        for page in CurriculumPage.objects.filter(pk__in=ids)
    ]


def _about_curriculum(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    pages = CurriculumPage.objects.filter(pk__in=ids)
    return {
        page.pk: Facts(details=[page.grade_label] if page.grade_label else []) for page in pages
    }


def _plain(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(
            page.pk,
            "page",
            names=[page.title, page.title_es],
            about=[page.introduction, page.introduction_es],
        )
        for page in StandardPage.objects.filter(pk__in=ids)
    ]


def _curriculum_section(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(page.pk, "curriculum", names=[page.title], about=["curriculum", page.title_es])
        for page in CurriculumIndexPage.objects.filter(pk__in=ids)
    ]


_OWN: Final = {
    "schools.schoolpage": Source(_schools, _about_schools),
    "schools.curriculumpage": Source(_curriculum, _about_curriculum),
    "schools.curriculumindexpage": Source(_curriculum_section),
    "schools.standardpage": Source(_plain),
}


def source_of(label: str) -> Source | None:
    """Of this room or of one above it; None of pages that are not found by name."""
    return _OWN.get(label) or registered().get(label)


def indexed_types() -> frozenset[str]:
    """The labels of all page types that are found by name."""
    return frozenset({*_OWN, *registered()})


@dataclass(frozen=True, slots=True)
class Screen:
    """`title` is in the language that is active; `about` what families type, in any."""

    title: str
    address: str
    about: str


def listing_of(screens: Callable[[], Mapping[str, Screen]]) -> Listing:
    """What `screens` returns, by their keys, is found by the title in each language of the site."""

    def describe() -> Iterable[Entry]:
        return _described(screens)

    def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
        return {key: _told(screen) for key, screen in screens().items() if key in keys}

    return Listing(describe, tell)


def _described(screens: Callable[[], Mapping[str, Screen]]) -> Iterable[Entry]:
    titles: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, screen in screens().items():
                titles.setdefault(key, []).append(screen.title)
    for key, screen in screens().items():
        yield Entry(None, "page", names=titles[key], about=[screen.about], thing=key)


def _told(screen: Screen) -> ListedItem:
    return ListedItem(
        title=escape(screen.title),
        plain_title=screen.title,
        kind_label=_("page"),
        address=screen.address,
    )
