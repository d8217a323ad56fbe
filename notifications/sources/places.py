"""The pages that people can subscribe to, what each offers, and searching them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage, ClassroomTeacher, Enrollment, TeacherPage, UpdatePage
from classroom.presentation.running import in_its_turn, of_teacher_page, running, runs_on
from district_cms.activities.models import ActivityPage, PostPage
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.frame import SCHOOL_DEPTH, school_path, schools_read
from district_cms.schools.languages.titles import title_read, titles_read
from district_cms.schools.models import SchoolPage
from district_cms.schools.search.answers import find_named
from district_cms.schools.search.matching import SearchFilter, page_ids
from district_cms.schools.search.words import for_sorting
from district_cms.web.bulk_sql import one_of

PAGE_TYPES: dict[str, Any] = {
    "class": ClassroomPage,
    "activity": ActivityPage,
    "teacher": TeacherPage,
    "school": SchoolPage,
    "notices": SchoolPage,
}


_OF_SCHOOLS = ("school", "notices")
_READ_WITH = {"class": ("school_year", "mail_offer"), "activity": ("mail_offer",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that people can subscribe to: its name, its school, and whether any of its classes
    offers mail, or texts, today. A school's notices always offer both."""

    scope: str
    page: UUID
    title: str
    school: str
    url: str
    offers: bool
    offers_texts: bool
    source: Any  # the page itself

    @property
    def title_read(self) -> str:
        """Returns the name that the website uses for this reader (see docs/adr/0007); messages and
        records use `title`."""
        return title_read(self.source) if self.scope in _OF_SCHOOLS else self.title

    @property
    def school_read(self) -> str:
        """Returns the school's name in the same form."""
        return schools_read().get(self.school_path, self.school)

    @property
    def school_path(self) -> str:
        """Returns the school's path in the page tree."""
        return school_path(self.source.path)

    def offers_by(self, channel: str) -> bool:
        return self.offers_texts if channel == "text" else self.offers


def place(scope: str, page_uuid: UUID, today: dt.date | None = None) -> Place | None:
    """Returns the public page with this scope and UUID, or None."""
    return places([(scope, page_uuid)], today).get((scope, page_uuid))


def places(
    wanted: Iterable[tuple[str, UUID]], today: dt.date | None = None
) -> dict[tuple[str, UUID], Place]:
    """Returns several places, without pages that are gone. One query per scope, and one each for
    schools, for what teachers offer, and for what schools offer."""
    by_scope: dict[str, set[UUID]] = {}
    for scope, page_uuid in wanted:
        by_scope.setdefault(scope, set()).add(page_uuid)
    pages = [
        (scope, page)
        for scope, keys in by_scope.items()
        if scope in PAGE_TYPES
        for page in _public(scope).filter(translation_key__in=keys)
    ]
    above = {path for _scope, page in pages for path in _paths_to(page)}
    schools = dict(SchoolPage.objects.filter(path__in=above).values_list("path", "title"))
    switches = _switches(pages, today or timezone.localdate())
    return {
        (scope, page.translation_key): _place(
            scope,
            page,
            next((schools[at] for at in _paths_to(page) if at in schools), _district(scope)),
            switches[scope, page.translation_key],
        )
        for scope, page in pages
    }


def school_above(below: Place) -> Place | None:
    """Returns the school of a class or a teacher; None if it is not public. One query more than
    `place`."""
    keys = SchoolPage.objects.filter(path=below.school_path).values_list("translation_key")
    key = keys.first()
    return place("school", *key) if key else None


def _public(scope: str) -> Any:
    pages = PAGE_TYPES[scope].objects.live().public()
    return pages.select_related(*_READ_WITH.get(scope, ())) if scope in _READ_WITH else pages


def _paths_to(page: Page) -> list[str]:
    """Returns the paths of the pages above, and the page's own."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


def branch_of(place: Place) -> str:
    """Returns the path below which all classes of a place are."""
    path = str(place.source.path)
    return path[: -Page.steplen] if place.scope == "teacher" else path


def in_high_school(page: Page) -> bool:
    """Returns True for a high school's page, or that of a class or a teacher there. One query."""
    return SchoolPage.objects.filter(kind__in=HIGH_SCHOOLS, path__in=_paths_to(page)).exists()


def in_high_schools(candidates: Iterable[Place]) -> list[Place]:
    """Returns the places at a high school. One query."""
    paths = tuple(SchoolPage.objects.filter(kind__in=HIGH_SCHOOLS).values_list("path", flat=True))
    return [place for place in candidates if place.source.path.startswith(paths)]


def place_of(scope: str, page: Page) -> Place:
    """Returns the place of a page that is being served."""
    chain = page.ancestor_chain
    schools = (above.title for above in chain if above.specific_class is SchoolPage)
    school = next(schools, _district(scope))
    switches = _switches([(scope, page)], timezone.localdate())
    return _place(scope, page, school, switches[scope, page.translation_key])


def _district(scope: str) -> str:
    """Returns the name in place of a school for a page outside all schools: the district for its
    news."""
    return str(settings.DISTRICT_NAME) if scope == "activity" else ""


def _place(scope: str, page: Page, school: str, switches: tuple[bool, bool]) -> Place:
    offers, texts = switches
    return Place(
        scope=scope,
        page=page.translation_key,
        title=class_name(page) if scope == "class" else page.title,
        school=school,
        url=page.full_url or "",
        offers=offers,
        offers_texts=texts and bool(settings.TEXT_PROVIDER),
        source=page,
    )


def class_news(page_uuids: Iterable[UUID]) -> list[tuple[Place, list[Any]]]:
    """Returns the public updates and posts among these, grouped by class or activity, in the order
    of school and name. A fixed number of queries."""
    keys = list(page_uuids)
    below: dict[str, list[Any]] = {}
    for model in (UpdatePage, PostPage):
        for page in model.objects.live().public().filter(translation_key__in=keys).order_by("path"):
            below.setdefault(page.path[: -page.steplen], []).append(page)
    above = {
        (scope, key): path
        for scope in ("class", "activity")
        for key, path in PAGE_TYPES[scope]
        .objects.filter(path__in=below)
        .values_list("translation_key", "path")
    }
    found_places = places(above).values()
    ordered = sorted(found_places, key=lambda place: (place.school, place.title))
    return [(place, below[above[place.scope, place.page]]) for place in ordered]


def _switches(
    pages: Sequence[tuple[str, Page]], today: dt.date
) -> dict[tuple[str, UUID], tuple[bool, bool]]:
    """Returns, for each page, whether any of its classes offers mail on `today`, and texts. At most
    two queries: the switches of classes are loaded with their pages, see `ready.connect`."""
    of_teachers = _of_teachers([page for scope, page in pages if scope == "teacher"], today)
    of_schools = _of_schools([page for scope, page in pages if scope == "school"], today)
    switches: dict[tuple[str, UUID], tuple[bool, bool]] = {}
    for scope, page in pages:
        if scope == "class":
            runs = runs_on(page, today)
            both = (runs and offers_mail(page), runs and offers_texts(page))
        elif scope == "activity":
            both = (offers_mail(page), offers_texts(page)) if page.live else (False, False)
        elif scope == "notices":
            both = (True, True)
        else:
            pairs = (of_teachers if scope == "teacher" else of_schools)[page.pk]
            both = (any(mail for mail, _text in pairs), any(text for _mail, text in pairs))
        switches[scope, page.translation_key] = both
    return switches


type _Pairs = dict[int, list[tuple[bool, bool]]]


def _offering(today: dt.date) -> Any:
    """Returns the running classes that offer anything."""
    on = Q(mail_offer__offered=True) | Q(mail_offer__by_text=True)
    return ClassroomPage.objects.live().filter(running(today)).filter(on)


def _of_teachers(pages: Sequence[Page], today: dt.date) -> _Pairs:
    """Returns, by the key of a teacher's page, the switches of the teacher's classes at its
    school."""
    switches_of: _Pairs = defaultdict(list)
    if pages:
        rows = ClassroomTeacher.objects.followed(today).filter(
            staff_id__in={page.staff_id for page in pages}, classroom__in=_offering(today)
        )
        switches = list(
            rows.values_list(
                "staff_id",
                "classroom__path",
                "classroom__mail_offer__offered",
                "classroom__mail_offer__by_text",
            )
        )
        for page in pages:
            above = page.path[: -page.steplen]
            switches_of[page.pk] = [
                (by_mail, by_text)
                for staff, path, by_mail, by_text in switches
                if staff == page.staff_id and path.startswith(above)
            ]
    return switches_of


def _of_schools(pages: Sequence[Page], today: dt.date) -> _Pairs:
    """Returns, by the key of a school's page, the switches of its classes."""
    switches_of: _Pairs = defaultdict(list)
    if pages:
        own = {page.path: page.pk for page in pages}
        # By an index, while a part of the path would be cut out of each class of the district.
        below = reduce(or_, (Q(path__startswith=path) for path in own))
        rows = _offering(today).filter(below)
        rows = rows.annotate(school=Substr("path", 1, len(pages[0].path)))
        for path, by_mail, by_text in rows.values_list(
            "school", "mail_offer__offered", "mail_offer__by_text"
        ).distinct():
            switches_of[own[path]].append((by_mail, by_text))
    return switches_of


def classroom(pk: int) -> ClassroomPage | None:
    """Returns a class by its id, or None."""
    room: ClassroomPage | None = ClassroomPage.objects.filter(pk=pk).first()
    return room


def is_class(page: Page) -> bool:
    return page.specific_class is ClassroomPage


def offers_mail(room: ClassroomPage) -> bool:
    offer = getattr(room, "mail_offer", None)
    return bool(offer is not None and offer.offered)


def offers_texts(room: ClassroomPage) -> bool:
    offer = getattr(room, "mail_offer", None)
    return bool(offer is not None and offer.by_text)


def classes_offering(update_uuids: Iterable[UUID], channel: str) -> dict[UUID, bool]:
    """Returns, for each existing update or post (UUID), whether its class or activity offers the
    channel now. Two queries."""
    paths = Page.objects.filter(translation_key__in=one_of(UUID, set(update_uuids)))
    classes = {
        key: path[: -Page.steplen] for key, path in paths.values_list("translation_key", "path")
    }
    switch = {"mail_offer__by_text": True} if channel == "text" else {"mail_offer__offered": True}
    rooms = Page.objects.filter(path__in=one_of(str, set(classes.values())), **switch)
    offering = set(rooms.values_list("path", flat=True))
    return {key: path in offering for key, path in classes.items()}


def classes_of_year(year: Any) -> Any:
    """Returns the UUIDs of all classes of a school year, as a query."""
    return ClassroomPage.objects.filter(school_year=year).order_by().values("translation_key")


def class_names(page_uuids: Iterable[UUID]) -> dict[UUID, str]:
    """Returns the names of these classes, live or not. One query."""
    rooms = ClassroomPage.objects.filter(translation_key__in=one_of(UUID, set(page_uuids)))
    return {room.translation_key: class_name(room) for room in rooms.only("title", "section")}


def classes_of_students(students: Collection[int], today: dt.date) -> dict[int, set[UUID]]:
    """Returns the running classes of these students, by the keys of both, from the roster. One
    query."""
    rooms = ClassroomPage.objects.live().filter(running(today), in_its_turn(today))
    rows = Enrollment.objects.filter(
        student__in=one_of(int, students),
        section__ended_on=None,
        section__page__classroom__in=rooms.values("pk"),
    )
    classes: dict[int, set[UUID]] = defaultdict(set)
    key = "section__page__classroom__translation_key"
    for student, page in rows.values_list("student", key):
        classes[student].add(page)
    return classes


def following(page_uuids: Iterable[UUID], today: dt.date | None = None) -> list[Place]:
    """Returns what families of these classes may follow after them: the classes that continue them,
    then their teachers, then their schools."""
    today = today or timezone.localdate()
    rooms = list(ClassroomPage.objects.filter(translation_key__in=list(page_uuids)))
    classes = ClassroomPage.objects.filter(running(today), continues__in=rooms)
    teachers = TeacherPage.objects.filter(path__in={room.path[: -Page.steplen] for room in rooms})
    schools = SchoolPage.objects.filter(path__in={school_path(room.path) for room in rooms})
    wanted = [
        (scope, key)
        for scope, pages in (("class", classes), ("teacher", teachers), ("school", schools))
        for key in pages.order_by("title", "path").values_list("translation_key", flat=True)
    ]
    by_key = places(wanted, today)
    return [by_key[key] for key in wanted if key in by_key]


MOST_FOUND: Final = 20
# The search also returns classes that are over, so it reads more than are displayed.
_READ: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A page on the way to a class: its name, and the UUID that selects it."""

    page: UUID
    title: str


def schools() -> list[Choice]:
    """Returns all public schools by name, as the website calls them for this reader."""
    titles = titles_read()
    rows = SchoolPage.objects.live().public().values_list("pk", "translation_key", "title")
    named = [Choice(key, titles.get(pk, title)) for pk, key, title in rows]
    return sorted(named, key=lambda choice: for_sorting(choice.title))


def below_school(school: UUID) -> list[Choice]:
    """Returns the teachers' pages of a school, by name."""
    page = SchoolPage.objects.live().public().filter(translation_key=school).first()
    if page is None:
        return []
    return _choices(TeacherPage.objects.live().public().descendant_of(page))


def activities_of(school: UUID) -> list[Place]:
    """Returns the activities and news of a school by name, then the district's news, which is for
    families of every school."""
    page = SchoolPage.objects.live().public().filter(translation_key=school).first()
    if page is None:
        return []
    both = Q(path__startswith=page.path) | Q(depth=SCHOOL_DEPTH)
    pages = ActivityPage.objects.live().public().filter(both).order_by("-depth", "title", "path")
    wanted = [("activity", key) for key in pages.values_list("translation_key", flat=True)]
    by_key = places(wanted)
    return [by_key[key] for key in wanted if key in by_key]


def of_teacher(teacher: UUID, today: dt.date | None = None) -> list[Place]:
    """Returns all classes of a teacher as one place, then each running class by name."""
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
    by_key = places(wanted, today)
    return [by_key[key] for key in wanted if key in by_key]


def by_words(text: str, today: dt.date | None = None) -> list[Place]:
    """Returns running classes, activities, teachers and schools that match the words, by name,
    classes first, as the site's search does."""
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
