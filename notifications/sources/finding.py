"""Finding what one could follow: by school, by teacher, or by the words of a search."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from classroom.models import ClassroomPage, TeacherPage
from classroom.presentation.running import in_its_turn, of_teacher_page, running
from district_cms.activities.models import ActivityPage
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.languages.titles import titles_read
from district_cms.schools.models import SchoolPage
from district_cms.schools.search.answers import find_named
from district_cms.schools.search.matching import SearchFilter, page_ids
from district_cms.schools.search.words import for_sorting

from .places import PAGE_TYPES, Place, places

MOST_FOUND: Final = 20
# A search also finds what is over: more is read than is shown.
_READ: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A page on the way to a class: what it is called, and the UUID by which it is asked for."""

    page: UUID
    title: str


def schools() -> list[Choice]:
    """All public schools, as the website calls them for whoever reads there, by name."""
    titles = titles_read()
    found = SchoolPage.objects.live().public().values_list("pk", "translation_key", "title")
    named = [Choice(key, titles.get(pk, title)) for pk, key, title in found]
    return sorted(named, key=lambda choice: for_sorting(choice.title))


def below_school(school: UUID) -> list[Choice]:
    """The teachers' pages of a school, by name."""
    page = SchoolPage.objects.live().public().filter(translation_key=school).first()
    if page is None:
        return []
    return _choices(TeacherPage.objects.live().public().descendant_of(page))


def activities_of(school: UUID) -> list[Place]:
    """The activities of a school, and its news, by name; then the district's news, which is for
    families of every school."""
    page = SchoolPage.objects.live().public().filter(translation_key=school).first()
    if page is None:
        return []
    both = Q(path__startswith=page.path) | Q(depth=SCHOOL_DEPTH)
    pages = ActivityPage.objects.live().public().filter(both).order_by("-depth", "title", "path")
    wanted = [("activity", key) for key in pages.values_list("translation_key", flat=True)]
    found = places(wanted)
    return [found[key] for key in wanted if key in found]


def of_teacher(teacher: UUID, today: dt.date | None = None) -> list[Place]:
    """All classes of a teacher together, then each that runs, by name."""
    today = today or timezone.localdate()
    page = TeacherPage.objects.live().public().filter(translation_key=teacher)
    page = page.select_related("staff").first()
    if page is None:
        return []
    rooms = ClassroomPage.objects.live().public().filter(running(today), in_its_turn(today))
    own = rooms.filter(of_teacher_page(page, today), path__startswith=page.path[: -page.steplen])
    keys = [
        ("class", key)
        for key in own.order_by("title", "section", "path").values_list(
            "translation_key", flat=True
        )
    ]
    wanted = [("teacher", teacher), *keys]
    found = places(wanted, today)
    return [found[key] for key in wanted if key in found]


def by_words(text: str, today: dt.date | None = None) -> list[Place]:
    """Classes that run, activities, teachers and schools, as the site's search finds them: by name,
    the classes first."""
    today = today or timezone.localdate()
    kinds = SearchFilter(kinds=("class", "activity", "news", "teacher", "school"))
    ids = page_ids(find_named(text, kinds, today, most=_READ))
    pages = Page.objects.in_bulk(ids)
    types: dict[Any, str] = {}
    for scope, model in PAGE_TYPES.items():
        types.setdefault(model, scope)
    hits = [
        (types[page.specific_class], page.translation_key, page.pk)
        for page in map(pages.get, ids)
        if page is not None
    ]
    rooms = ClassroomPage.objects.filter(
        pk__in=[pk for scope, _key, pk in hits if scope == "class"]
    )
    runs = set(rooms.filter(running(today), in_its_turn(today)).values_list("pk", flat=True))
    wanted = [(scope, key) for scope, key, pk in hits if scope != "class" or pk in runs][
        :MOST_FOUND
    ]
    order = list(PAGE_TYPES)
    return sorted(
        places(wanted, today).values(),
        key=lambda place: (order.index(place.scope), place.title.casefold(), place.school),
    )


def _choices(pages: Any) -> list[Choice]:
    return [Choice(*row) for row in pages.order_by("title").values_list("translation_key", "title")]
