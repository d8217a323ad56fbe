"""Running classes and activities as messages name them, with their updates and posts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Left, Length
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.ledger.refresh import district_zone, posting_days
from classroom.models import ClassroomPage, ClassroomTeacher, Posting, TeacherPage
from classroom.presentation import dated, message_content
from classroom.presentation.message_content import readable
from classroom.presentation.running import last_day_of, running, teaching
from district_cms.activities.models import ActivityLeader, ActivityPage, PostPage
from district_cms.activities.presentation import posts as activity_posts
from district_cms.activities.selectors import ACTIVITY_DEPTH
from district_cms.people.models.contact import is_district_address
from district_cms.procedure.slots import ClassSpan, Post
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import SchoolPage

from ..digests.grouping import ClassMail, News
from ..digests.schedule import Dated, first_window, posting_days_of, window_for


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A running class, or an activity, as a message names it. `offered_since` is None while it
    sends no mail, `texts_since` while it sends no texts."""

    page: UUID
    name: str
    school: str
    teachers: str
    url: str
    # The district mailbox for questions to the teacher, otherwise that of the school's office; ""
    # if there is neither.
    ask: str
    offered_since: dt.datetime | None
    starts_on: dt.date
    path: str
    pk: int
    texts_since: dt.datetime | None = None
    ask_name: str = ""  # the contact, as families call them
    ends_on: dt.date = dt.date.max
    exempt: tuple[ClassSpan, ...] = ()
    is_activity: bool = False
    asks_office: bool = False


def since(offer: Any, *, by_text: bool) -> dt.datetime | None:
    """Returns since when a page's switches offer a channel; None while they do not."""
    if offer is None or not (offer.by_text if by_text else offer.offered):
        return None
    moment: dt.datetime | None = offer.texts_since if by_text else offer.since
    return moment


def office_of(school: SchoolPage | None) -> str:
    """Returns the mailbox of a school's office, or "" if it has none of the district's."""
    return school.email if school is not None and is_district_address(school.email) else ""


def activities(schools: Mapping[str, SchoolPage], below: str) -> Iterator[ClassFacts]:
    """Yields the public activities of these schools (by path), by name, and the district's news.
    One query, two if there are any."""
    rows = ActivityPage.objects.live().public().filter(path__startswith=below)
    pages = list(rows.select_related("mail_offer").order_by("title", "path"))
    leaders: dict[int, list[Any]] = defaultdict(list)
    if pages:
        rows = ActivityLeader.objects.working().filter(activity__in=pages).select_related("staff")
        for row in rows.order_by("pk"):
            leaders[row.activity_id].append(row.staff)
    for page in pages:
        school = schools.get(page.path[: -page.steplen])
        if school is not None or page.is_of_district:
            name = school.title if school is not None else str(settings.DISTRICT_NAME)
            yield _activity_facts(page, name, leaders[page.pk], office_of(school))


def _activity_facts(page: ActivityPage, school: str, leaders: list[Any], office: str) -> ClassFacts:
    offer = getattr(page, "mail_offer", None)
    contact = next((staff for staff in leaders if is_district_address(staff.email)), None)
    own = page.contact_email if is_district_address(page.contact_email) else ""
    by_name = contact is not None and own in ("", contact.email)
    ask = own or (contact.email if contact is not None else "")
    return ClassFacts(
        page=page.translation_key,
        name=page.title,
        school=school,
        teachers=", ".join(staff.full_name for staff in leaders),
        url=page.full_url or "",
        ask=ask or office,
        asks_office=bool(office and not ask),
        offered_since=since(offer, by_text=False),
        starts_on=dt.date.min,
        path=page.path,
        pk=page.pk,
        texts_since=since(offer, by_text=True),
        ask_name=contact.full_name if contact is not None and by_name else "",
        is_activity=True,
    )


@dataclass(slots=True)
class Directory:
    """The classes that run on one day, all activities, and what each page covers. Six or seven
    queries; with ended classes, one more for each day on which some ended."""

    today: dt.date = dt.date.min
    classes: dict[UUID, ClassFacts] = field(default_factory=dict)
    by_staff: dict[int, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    teacher_pages: dict[UUID, tuple[int, str]] = field(default_factory=dict)  # staff, school's path
    schools: dict[UUID, str] = field(default_factory=dict)  # path
    high_schools: tuple[str, ...] = ()  # paths
    _covered: dict[tuple[str, UUID], tuple[UUID, ...]] = field(default_factory=dict)

    def covered(self, scope: str, page: UUID) -> tuple[UUID, ...]:
        """Returns the running classes that a subscription covers, by name. Cached, because many
        families follow the same school."""
        key = (scope, page)
        cached = self._covered.get(key)
        if cached is None:
            cached = self._covered[key] = self._find_covered(scope, page)
        return cached

    def _find_covered(self, scope: str, page: UUID) -> tuple[UUID, ...]:
        if scope in ("class", "activity"):
            facts = self.classes.get(page)
            # Always the same object, which makes comparisons cheap.
            return (facts.page,) if facts is not None else ()
        if scope == "school":
            return self._below(self.classes, self.schools.get(page))
        staff, school = self.teacher_pages.get(page, (0, None))
        return self._below(self.by_staff.get(staff, ()), school)

    def _below(self, classes: Iterable[UUID], path: str | None) -> tuple[UUID, ...]:
        if path is None:
            return ()
        return tuple(
            key
            for key in classes
            if self.classes[key].path.startswith(path) and not self.classes[key].is_activity
        )

    def of_high_schools(self, classes: Iterable[UUID]) -> tuple[UUID, ...]:
        """Returns the running classes that are at a high school."""
        return tuple(key for key in classes if self.classes[key].path.startswith(self.high_schools))

    def offers(self, channel: str = "email") -> dict[UUID, ClassMail]:
        """Returns, for each class, since when it offers the channel."""
        by_text = channel == "text"
        return {
            key: ClassMail(
                key,
                facts.texts_since if by_text else facts.offered_since,
                over=facts.ends_on < self.today,
            )
            for key, facts in self.classes.items()
        }


def directory(today: dt.date, below: str = "", *, ended_since: dt.date | None = None) -> Directory:
    """Returns the public classes that run on `today` or begin later, by name, then the activities
    by name. With `ended_since` also the classes that ended on or after that day, with the teachers
    of their last day. Both are dates in the district's zone. `below` is the path of the branch of
    the site to read; "" reads all of it."""
    result = Directory(today=today)
    schools = {page.path: page for page in SchoolPage.objects.live().public()}
    rooms = list(
        ClassroomPage.objects.live()
        .public()
        .filter(running(ended_since or today), path__startswith=below)
        .select_related("school_year", "mail_offer")
        .order_by("title", "section", "path")
    )
    by_day: dict[dt.date, list[ClassroomPage]] = defaultdict(list)
    for room in rooms:
        by_day[min(today, last_day_of(room))].append(room)
    taught_by: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for day, own in by_day.items():
        taught_by.update(teaching(own, day))
    for room in rooms:
        school = next((s for path, s in schools.items() if room.path.startswith(path)), None)
        if school is None:
            continue  # below a school that is not public
        result.classes[room.translation_key] = _facts(room, school, taught_by[room.pk])
        for row in taught_by[room.pk]:
            result.by_staff[row.staff_id].append(room.translation_key)
    for facts in activities(schools, below):
        result.classes[facts.page] = facts
    result.schools = {page.translation_key: path for path, page in schools.items()}
    result.high_schools = tuple(path for path, page in schools.items() if page.kind in HIGH_SCHOOLS)
    teachers = TeacherPage.objects.live().public().filter(path__startswith=below)
    left: set[int] = set()
    for key, path, staff, works_here in teachers.values_list(
        "translation_key", "path", "staff_id", "staff__active"
    ):
        above = next((school for school in schools if path.startswith(school)), None)
        if above is not None:
            result.teacher_pages[key] = (staff, above)
            left |= set() if works_here else {staff}
    if left:
        _add_former_teachers(result, rooms, left)
    return result


def _add_former_teachers(result: Directory, rooms: Iterable[ClassroomPage], left: set[int]) -> None:
    """Add the classes that people who left the district had until then. One query."""
    rows = ClassroomTeacher.objects.followed(result.today).filter(staff__in=left)
    keys = {room.pk: room.translation_key for room in rooms}
    for staff, classroom in rows.values_list("staff_id", "classroom_id"):
        key = keys.get(classroom)
        if key in result.classes and key not in result.by_staff[staff]:
            result.by_staff[staff].append(key)


def _facts(room: ClassroomPage, school: SchoolPage, teaching: list[ClassroomTeacher]) -> ClassFacts:
    offer = getattr(room, "mail_offer", None)
    reached = [row for row in teaching if is_district_address(row.staff.email)]
    own = room.contact_email if is_district_address(room.contact_email) else ""
    ask = own or (reached[0].staff.email if reached else "")
    office = "" if ask else office_of(school)
    contact = next((row for row in reached if row.staff.email == ask), next(iter(teaching), None))
    return ClassFacts(
        page=room.translation_key,
        name=class_name(room),
        school=school.title,
        teachers=", ".join(row.name_for_families for row in teaching),
        url=room.full_url or "",
        ask=ask or office,
        asks_office=bool(office),
        offered_since=since(offer, by_text=False),
        starts_on=room.starts_on or room.school_year.first_day,
        path=room.path,
        pk=room.pk,
        texts_since=since(offer, by_text=True),
        ask_name=contact.name_for_families if contact is not None else "",
        ends_on=last_day_of(room),
        exempt=room.span.exempt,
    )


_ACTIVITYS_PATH = ACTIVITY_DEPTH * Page.steplen


@singledispatch
def message_of(page: Any) -> dict[str, Any]:
    """Returns what a message says about an update or a post, see `presentation.message_content`."""
    return message_content.content_of(page)


@message_of.register
def _(page: PostPage) -> dict[str, Any]:
    return activity_posts.message_of(page)


def newest(by_path: Mapping[str, UUID], below: str) -> dict[UUID, UUID]:
    """Returns the newest live update or post of each page, given by path; classes first. `below` is
    the path of a branch that contains all of them."""
    activities = {path: key for path, key in by_path.items() if len(path) <= _ACTIVITYS_PATH}
    classes = {path: key for path, key in by_path.items() if path not in activities}
    return message_content.newest(classes, below) | activity_posts.newest(activities)


def coming(
    followed: Collection[ClassFacts], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """Returns the live updates and posts of these that went live before `at` (aware) and have a day
    from `first` to `last`. Three queries, five with activities."""
    classes = {facts.pk: facts.page for facts in followed if not facts.is_activity}
    activities = {facts.pk: facts.page for facts in followed if facts.is_activity}
    updates = dated.coming(classes, at, first, last)
    return updates | activity_posts.coming(activities, at, first, last) if activities else updates


# This many days of postings show whether a class skipped a posting day.
REMEMBERED = dt.timedelta(days=90)


def news(
    classes: Iterable[ClassFacts],
    window: dt.datetime,
    at: dt.time,
    *,
    oldest: dt.datetime,
    early: bool = False,
) -> dict[UUID, list[News]]:
    """Returns, by class, the live updates that go out after `oldest` and up to `window`; with
    `early` also those that still wait for their posting day. Posts of activities wait for none.
    Three queries, four with activities."""
    zone = district_zone()
    by_pk = {facts.pk: facts for facts in classes}
    dated = _dated(by_pk, window)
    days = posting_days(window.astimezone(zone).date())
    news_by_class: dict[UUID, list[News]] = defaultdict(list)
    for pk, updates in dated.items():
        # An update after the year's last posting day, or of an exempt class, waits for none.
        facts = by_pk[pk]
        span = ClassSpan(facts.starts_on, facts.ends_on, facts.exempt)
        own_days = [day for day in days if span.includes(day)]
        meant = posting_days_of(updates, own_days, zone)
        for update in updates:
            moment = window_for(update.live_at, meant[update.key], at, zone)
            soonest = first_window(update.live_at, at, zone)
            if oldest < moment and (soonest if early else moment) <= window:
                news_by_class[by_pk[pk].page].append(News(UUID(update.key), moment, soonest))
    for page, post, live_at in _posts(by_pk.values(), window):
        moment = first_window(live_at, at, zone)
        if oldest < moment <= window:
            news_by_class[page].append(News(post, moment, moment))
    wanted = [item.page for items in news_by_class.values() for item in items]
    public = readable(wanted)
    return {page: [i for i in items if i.page in public] for page, items in news_by_class.items()}


def _posts(
    followed: Iterable[ClassFacts], window: dt.datetime
) -> Iterator[tuple[UUID, UUID, dt.datetime]]:
    """Yields each live post: its activity, its own UUID, and when it went live."""
    by_path = {facts.path: facts.page for facts in followed if facts.is_activity}
    if not by_path:
        return
    rows = PostPage.objects.live().annotate(
        activity=Left("path", Length("path") - PostPage.steplen)
    )
    rows = rows.filter(
        activity__in=by_path,
        first_published_at__gte=window - REMEMBERED,
        first_published_at__lte=window,
    )
    ordered = rows.order_by("first_published_at", "pk")
    for path, key, live_at in ordered.values_list(
        "activity", "translation_key", "first_published_at"
    ):
        yield by_path[path], key, live_at


def _dated(by_pk: dict[int, ClassFacts], window: dt.datetime) -> dict[int, list[Dated]]:
    rows = Posting.objects.filter(
        classroom_id__in=by_pk,
        submitted_at__gte=window - REMEMBERED,
        published_at__isnull=False,
        last_published_at__isnull=False,
        withdrawn_at__isnull=True,
    )
    by_class: dict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        assert row.submitted_at is not None
        assert row.published_at is not None
        post = Post(str(row.page_uuid), row.submitted_at, row.published_at, row.go_live_at)
        by_class[row.classroom_id].append(Dated(post.key, post.dated_at, row.published_at))
    return by_class
