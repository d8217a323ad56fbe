"""What packages register for the search: how to index their items, and what results show."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..choices import SUBJECTS
from ..frame import frame_pages
from ..languages.titles import titles_read
from ..models import (
    CurriculumIndexPage,
    CurriculumPage,
    DistrictSettings,
    SchoolPage,
    StandardPage,
)
from .words import for_index, grade_word


@dataclass(frozen=True, slots=True)
class Entry:
    """How a page or an item is indexed. `names` and `about` are plain text.

    `page_id` is the page itself, or the page that shows the item, which must be public, or None.
    """

    page_id: int | None
    kind: str
    names: Sequence[str]
    about: Sequence[str] = ()
    # Index tokens, such as `words.grade_word` returns.
    tokens: Sequence[str] = ()
    grades: Sequence[str] = ()
    last_day: dt.date | None = None
    # The item's key, unique in its listing.
    thing: str = ""

    @property
    def name_words(self) -> list[str]:
        return for_index(" ".join(self.names))

    @property
    def about_words(self) -> list[str]:
        return list(dict.fromkeys([*for_index(" ".join(self.about)), *self.tokens]))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a result shows beside its title. `whose` replaces the titles of the ancestors."""

    details: Sequence[str] = ()
    whose: Sequence[str] = ()
    room: str = ""
    updated_on: dt.date | None = None
    next_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ListedItem:
    """The result of a listed item. `address` is the path of the page that shows it; `title` may
    contain HTML, `plain_title` has none."""

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
    """A page type: `describe(ids)` returns its index entries, `tell(ids, today)` what results show.

    The number of queries of each must not depend on the number of pages.
    """

    describe: Describe
    tell: Tell = field(default=lambda ids, today: {})


@dataclass(frozen=True, slots=True)
class Listing:
    """Up to some hundred items that are no pages: `describe()` returns their index entries,
    `tell(keys, today)` their results in the reader's language, without items that no longer
    exist."""

    describe: DescribeAll
    tell: ThingFacts


_sources: dict[str, Source] = {}
_listings: dict[str, Listing] = {}


def register_findable(model_label: str, source: Source) -> None:
    """Registers a page type by its lower-case label, such as "schools.schoolpage"."""
    _sources[model_label] = source


def register_listing(name: str, listing: Listing) -> None:
    """Registers a listing. `name` is one word, the prefix of its keys."""
    _listings[name] = listing


def registered() -> Mapping[str, Source]:
    """Returns the sources by label of the page type."""
    return _sources


def listings() -> Mapping[str, Listing]:
    """Returns the listings by name."""
    return {QUICK: listing_of(_quick_screens), **_listings}


def subject_words(subject: str) -> str:
    """Returns a subject's name in English; synonyms are in the office's list."""
    with override("en"):
        return str(dict(SUBJECTS).get(subject, ""))


def _schools(ids: Sequence[int]) -> Iterable[Entry]:
    with override("en"):
        return [
            Entry(
                page.pk,
                "school",
                names=[page.title, page.title_es],
                about=[str(page.get_kind_display()), page.city, page.street, *_contact_words(page)],
            )
            for page in SchoolPage.objects.filter(pk__in=ids)
        ]


def _contact_words(page: SchoolPage) -> list[str]:
    """Returns words for the contact details that the page shows."""
    values = {
        "phone number": page.phone,
        "email": page.email,
        "address": page.street,
        "office hours": page.office_hours,
    }
    return ["contact", "office", *(label for label, value in values.items() if value)]


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
    """Returns the source of a page type of this package or one above, None for types that are not
    indexed by name."""
    return _OWN.get(label) or registered().get(label)


def indexed_types() -> frozenset[str]:
    """Returns the labels of all page types that are indexed by name."""
    return frozenset({*_OWN, *registered()})


@dataclass(frozen=True, slots=True)
class Screen:
    """`title` is in the active language; `about` has words that families type, in any language."""

    title: str
    address: str
    about: str


def listing_of(screens: Callable[[], Mapping[str, Screen]]) -> Listing:
    """Returns a listing of the screens that `screens` returns by key, found by title in every
    language of the site."""

    def describe() -> Iterable[Entry]:
        return _screen_entries(screens)

    def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, ListedItem]:
        return {key: _screen_item(screen) for key, screen in screens().items() if key in keys}

    return Listing(describe, tell)


def _screen_entries(screens: Callable[[], Mapping[str, Screen]]) -> Iterable[Entry]:
    titles: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, screen in screens().items():
                titles.setdefault(key, []).append(screen.title)
    for key, screen in screens().items():
        yield Entry(None, "page", names=titles[key], about=[screen.about], thing=key)


def _screen_item(screen: Screen) -> ListedItem:
    return ListedItem(
        title=escape(screen.title),
        plain_title=screen.title,
        kind_label=_("page"),
        address=screen.address,
    )


QUICK: Final = "quick"
# Words that families type, in English and Spanish.
_WORDS: Final = {
    "lunch": "lunch breakfast menus meals cafeteria food almuerzo desayuno menú comida comedor",
    "bus": "bus buses transportation routes schedule autobús autobuses camión transporte rutas",
    "absence": "attendance absent sick call in report absence asistencia ausencia falta enfermo",
    "portal": "parent portal grades PowerSchool Infinite Campus login calificaciones notas padres",
    "enrollment": "enroll enrollment register registration new student inscribir matrícula",
    "staff": "staff directory teachers office phone numbers email nurse health office counselor "
    "secretary librarian custodian directorio personal enfermera consejera",
}


def _quick_screens() -> dict[str, Screen]:
    """Returns the office's quick links and the directories of schools."""
    chosen, titles = DistrictSettings.cached(), titles_read()
    schools = {page.pk: page for page in frame_pages() if page.school_kind}
    names = {pk: titles.get(pk, page.title) for pk, page in schools.items()}
    links = [
        (link["kind"], pk, link["label"] + name, link["url"])
        for pk, name in [(None, ""), *((pk, f" – {name}") for pk, name in names.items())]
        for link in chosen.quick_links_of(pk)
    ] + [
        ("staff", pk, f"{_('Staff')}: {names[pk]}", reverse("staff_directory", args=[page.slug]))
        for pk, page in schools.items()
    ]
    return {f"{kind}-{pk}": Screen(title, url, _WORDS[kind]) for kind, pk, title, url in links}
