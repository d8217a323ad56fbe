"""Whatever one web process writes, every other one shows within half a second, and what is one
person's or a draft is never stored.

The two processes of these tests live in one: each has its own caches, versions, values under them
and fragments, and shares nothing with the other but the database. Starting a real one takes longer
than all of this; `tests/browser/test_two_processes.py` and `make bench` do.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageViewRestriction, Site

from classroom.assignments.services import be_on_leave, leave_for_good
from classroom.ledger.refresh import refresh_classes
from classroom.models import ClassroomPage, ClassroomStanding, ClassroomTeacher, UpdatePage
from classroom.services.updates import post_to_sections
from classroom.starting.services import give_newest, take_version
from district_cms.activities.services import set_leaders
from district_cms.brand.models import Logo, WebsiteLook
from district_cms.brand.services import keep_logo, retire_logo, use_logo_again
from district_cms.moderation.models import ReviewSettings, TakeDown
from district_cms.moderation.review.decisions import approve_entries
from district_cms.moderation.review.queue import review_queue
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.roles import Role
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.schools import routing
from district_cms.schools.banners.models import Banner
from district_cms.schools.calendar.csv_file import parse_csv
from district_cms.schools.calendar.services import CalendarImporter
from district_cms.schools.models import DistrictSettings, NoSchoolDay, SchoolPage, SchoolYear
from district_cms.schools.page_cache import middleware
from district_cms.schools.page_cache.fragments import fragments
from district_cms.schools.page_cache.memory import BoundedMemoryCache
from district_cms.web import versions
from notifications.models import ClassNotice
from notifications.notices.services import send_class_notice, send_urgent_notice, stop
from notifications.screens.class_mail import set_offer
from tests.factories import media
from tests.factories.activities import make_activity, make_post
from tests.factories.class_templates import make_version, next_version
from tests.factories.district import District
from tests.factories.editor import make_document
from tests.factories.pages import (
    make_classroom,
    make_school,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import made_for_a_module
from tests.integration.notifications.notices.conftest import urgent

pytestmark = pytest.mark.django_db
HALF_A_SECOND = 0.5


# ---------------------------------------------------------------- processes
class Process:
    """All that a web process keeps in its memory, and a visitor who asks it."""

    def __init__(self, name: str) -> None:
        self._poll = vars(versions._Poll())
        self.held: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._fragments: tuple[Any, int] = OrderedDict(), 0
        self.pages = BoundedMemoryCache(name, {"OPTIONS": {"MAX_BYTES": 8 * 1024 * 1024}})
        self.pages.clear()
        self._default = LocMemCache(name, {})
        self._default.clear()
        self.visitor = Client()

    @contextmanager
    def running(self, now: SimpleNamespace) -> Iterator[None]:
        poll, before = vars(versions._poll), dict(vars(versions._poll))
        drawn = fragments._entries, fragments._length
        others = {name: caches[name] for name in ("default", "pages")}
        outer, now.process = now.process, self
        poll.update(self._poll)
        fragments._entries, fragments._length = self._fragments
        caches["default"], caches["pages"] = self._default, self.pages
        try:
            yield
        finally:
            self._poll, self._fragments = dict(poll), (fragments._entries, fragments._length)
            poll.update(before)
            fragments._entries, fragments._length = drawn
            for name, cache in others.items():
                caches[name] = cache
            now.process = outer


class Machine:
    """Starts processes. What is `written` is committed at its end; `seconds` pass by hand."""

    def __init__(self, now: SimpleNamespace, commit: DjangoCaptureOnCommitCallbacks) -> None:
        self._now, self._commit, self._started = now, commit, 0

    def start(self) -> Process:
        self._started += 1
        return Process(f"process {self._started}")

    def get(self, process: Process, address: str) -> Any:
        """What a new visitor is answered."""
        process.visitor.cookies.clear()
        with process.running(self._now):
            return process.visitor.get(address)

    @contextmanager
    def written(self, process: Process) -> Iterator[None]:
        connection.run_on_commit.clear()
        with process.running(self._now), self._commit(execute=True):
            yield

    def wait(self, seconds: float) -> None:
        self._now.seconds += seconds


@pytest.fixture
def machine(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Machine:
    """The transaction around each test is none for those that keep something."""
    settings.MEDIA_ROOT, settings.PAGE_CACHE_MB = tmp_path, 8
    now = SimpleNamespace(seconds=1000.0, process=None)
    nobody: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def held() -> WeakKeyDictionary[Any, Any]:
        return now.process.held if now.process is not None else nobody

    kept = property(
        lambda value: held().get(value), lambda value, new: held().__setitem__(value, new)
    )
    monkeypatch.setattr(versions.CachedValue, "_held", kept, raising=False)
    monkeypatch.setattr(versions, "monotonic", lambda: now.seconds)
    outside = SimpleNamespace(in_atomic_block=False)
    for module in (versions, middleware, routing):
        monkeypatch.setattr(module, "connection", outside)
    return Machine(now, django_capture_on_commit_callbacks)


def said(answer: Any) -> tuple[int, bytes, str]:
    return answer.status_code, answer.content, answer.headers.get("Location", "")


def is_hit(answer: Any) -> bool:
    return answer.headers.get("Cache-Status") == middleware.HIT


# ---------------------------------------------------------------- the district
@dataclass
class Pages:
    """A class with an update that shows a document, and one of another teacher with an update."""

    district: District
    update: UpdatePage
    other_class: ClassroomPage
    other_update: UpdatePage

    @property
    def class_page(self) -> str:
        return self.district.classroom.url

    @property
    def school_page(self) -> str:
        return self.district.school.url


def two_classes(district: District) -> Pages:
    lesson = [("document", {"document": make_document(), "text": "What to bring (TXT)"})]
    content = update_content(district.curriculum)
    other = make_classroom(make_teacher_page(district.school), title="Science 4")
    update = make_update(district.classroom, **{**content, "lesson": lesson})
    return Pages(district, update, other, make_update(other, **content))


@pytest.fixture(scope="module")
def made(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[Pages]:
    with made_for_a_module(django_db_blocker, lambda: two_classes(built.read_again())) as pages:
        yield pages


@pytest.fixture
def pages(made: Pages, district: District) -> Pages:
    return Pages(
        district,
        UpdatePage.objects.get(pk=made.update.pk),
        ClassroomPage.objects.get(pk=made.other_class.pk),
        UpdatePage.objects.get(pk=made.other_update.pk),
    )


# ---------------------------------------------------------------- writers
# Each prepares, yields the address of a page that shows what it writes, and then writes.
Writing = Iterator[str]


def approve_an_update(pages: Pages) -> Writing:
    waiting = Walk.begin(pages.district, title="Decimals").submit()
    yield pages.class_page
    waiting.approve()


def publish_an_update_again(pages: Pages) -> Writing:
    yield pages.class_page
    pages.update.title = "Thirds and sixths"
    pages.update.save_revision().publish()


def take_an_update_down(pages: Pages) -> Writing:
    yield pages.update.url
    reason = TakeDown.Reason.PRIVACY
    take_down(pages=[pages.update], user=pages.district.principal, reason=reason)


def put_an_update_back(pages: Pages) -> Writing:
    principal = pages.district.principal
    take_down(pages=[pages.update], user=principal, reason=TakeDown.Reason.MISTAKE)
    yield pages.class_page
    assert put_back(page=UpdatePage.objects.get(pk=pages.update.pk), user=principal)


def unpublish_an_update(pages: Pages) -> Writing:
    yield pages.class_page
    pages.update.unpublish()


def delete_an_update(pages: Pages) -> Writing:
    yield pages.class_page
    pages.update.delete()


def approve_one_update_of_several_classes(pages: Pages) -> Writing:
    d = pages.district
    ClassroomTeacher.objects.create(classroom=pages.other_class, staff=d.teacher_staff)
    walk = Walk.begin(d, title="Decimals")
    post_to_sections(update=walk.page, classrooms=[pages.other_class], user=d.teacher, submit=True)
    walk.submit()
    yield pages.other_class.url
    decided = approve_entries(review_queue(d.principal), user=d.principal)
    assert decided.done
    assert not decided.refused


def move_an_update(pages: Pages) -> Writing:
    pages.other_update.delete()  # of the same days, so that both have one address
    yield pages.class_page
    target = Page.objects.get(pk=pages.other_class.pk)
    Page.objects.get(pk=pages.update.pk).move(target, pos="last-child")


def move_a_class(pages: Pages) -> Writing:
    yield pages.other_class.url
    target = Page.objects.get(pk=pages.district.teacher_page.pk)
    Page.objects.get(pk=pages.other_class.pk).move(target, pos="last-child")


def take_a_document_from_its_page(pages: Pages) -> Writing:
    yield pages.update.url
    pages.update.lesson = [("prose", "<p>Bring a ruler.</p>")]
    pages.update.save_revision().publish()


def rename_a_class(pages: Pages) -> Writing:
    yield pages.district.teacher_page.url
    pages.district.classroom.title = "Mathematics 3"
    pages.district.classroom.save_revision().publish()


def take_a_class_template(pages: Pages) -> Writing:
    office = make_account(Role.COMMUNICATIONS)
    version = make_version(office)
    yield pages.class_page
    take_version(classroom=pages.district.classroom, version=version, user=office)


def give_all_classes_the_newest_template(pages: Pages) -> Writing:
    office = make_account(Role.COMMUNICATIONS)
    first = make_version(office)
    take_version(classroom=pages.district.classroom, version=first, user=office)
    next_version(first.template, office, good_to_know="<p>Homework help is on Fridays.</p>")
    yield pages.class_page
    assert give_newest(template=first.template, user=office) == 1


def import_a_staff_file(pages: Pages) -> Writing:
    staff = pages.district.teacher_staff
    yield pages.district.teacher_page.url
    importer = StaffImporter(None)
    line = f"Eleanor,Riverton,{staff.email},Head of Math,{pages.district.school.title}"
    file = f"first name,last name,email,title,school\n{line}\n"
    assert importer.apply(importer.read("staff.csv", file.encode())).changes


def rename_a_member_of_staff(pages: Pages) -> Writing:
    yield pages.district.teacher_page.url
    pages.district.teacher_staff.family_name = "Riverton"
    pages.district.teacher_staff.save()


def let_a_teacher_leave(pages: Pages) -> Writing:
    d = pages.district
    second = pages.other_class.get_parent().specific.staff
    ClassroomTeacher.objects.create(classroom=d.classroom, staff=second)
    yield pages.class_page
    leave_for_good(
        staff=second,
        last_day=timezone.localdate() - dt.timedelta(days=1),
        successors={},
        part=ClassroomTeacher.Part.LEAD,
        actor=d.principal,
    )


def put_a_teacher_on_leave(pages: Pages) -> Writing:
    d, today = pages.district, timezone.localdate()
    yield pages.class_page
    be_on_leave(
        staff=d.teacher_staff,
        first_day=today,
        last_day=today + dt.timedelta(days=30),
        substitute=pages.other_class.get_parent().specific.staff,
        actor=d.principal,
    )


def choose_the_leaders_of_an_activity(pages: Pages) -> Writing:
    d = pages.district
    activity = make_activity(d.school)
    yield activity.url
    set_leaders(activity=activity, staff=[d.teacher_staff], user=d.principal)


def refresh_the_ledger(pages: Pages) -> Writing:
    days_ago = timezone.now() - dt.timedelta(days=3)
    ClassroomStanding.objects.filter(classroom=pages.district.classroom).update(updated_at=days_ago)
    yield pages.class_page
    refresh_classes(classroom_ids=[pages.district.classroom.pk])


def import_the_school_calendar(pages: Pages) -> Writing:
    yield pages.school_page
    rows = parse_csv("date,name\n2026-11-24,Snow in the valley\n")
    assert CalendarImporter(pages.district.year).apply(rows).changes


def add_a_day_without_school(pages: Pages) -> Writing:
    yield pages.school_page
    day = dt.date(2026, 11, 24)
    NoSchoolDay.objects.create(school_year=pages.district.year, day=day, name="Snow in the valley")


def end_the_school_year_earlier(pages: Pages) -> Writing:
    yield pages.school_page
    year = SchoolYear.objects.get(pk=pages.district.year.pk)
    year.last_day = dt.date(2026, 11, 20)
    year.save()


def put_up_a_website_notice(pages: Pages) -> Writing:
    yield pages.update.url
    ends_at = timezone.now() + dt.timedelta(hours=5)
    Banner.objects.create(text_en="Closed today.", text_es="Cerrado hoy.", ends_at=ends_at)


def take_a_website_notice_away(pages: Pages) -> Writing:
    ends_at = timezone.now() + dt.timedelta(hours=5)
    Banner.objects.create(text_en="Closed today.", text_es="Cerrado hoy.", ends_at=ends_at)
    yield pages.update.url
    Banner.objects.all().delete()


def send_an_urgent_notice(pages: Pages) -> Writing:
    notice = urgent(make_account(Role.COMMUNICATIONS), [pages.district.school])
    office = make_account(Role.ADMINISTRATOR)
    yield pages.class_page
    send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint)


def stop_an_urgent_notice(pages: Pages) -> Writing:
    notice = urgent(make_account(Role.COMMUNICATIONS))
    office = make_account(Role.ADMINISTRATOR)
    sent = send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint)
    yield pages.class_page
    stop(notice=sent, user=office)


def send_a_class_notice(pages: Pages) -> Writing:
    d = pages.district
    ReviewSettings.load().read_later_schools.set([d.school])
    notice = ClassNotice.objects.create(
        classroom=d.classroom,
        class_name="Math 3",
        school_name=d.school.title,
        text_en="Please bring a jacket on Wednesday.",
        made_by_name="Ms. Rivera",
    )
    yield pages.class_page
    send_class_notice(notice=notice, user=d.teacher, seen=notice.fingerprint)


def offer_mail_of_a_class(pages: Pages) -> Writing:
    yield pages.class_page
    set_offer(classroom=pages.district.classroom, offered=True, user=pages.district.teacher)


def change_the_look(pages: Pages) -> Writing:
    yield pages.class_page
    look = WebsiteLook.load()
    look.color_hue = 120
    look.save()


def a_logo(pages: Pages) -> Logo:
    school = SchoolPage.objects.get(pk=pages.district.school.pk)
    file = ContentFile(media.png(image=media.drawing(size=(600, 300))), name="logo.png")
    words = {"name": "Juniper Creek", "description": "Logo of Juniper Creek"}
    return Logo(**words, organization=school.organization, file=file)


def give_a_school_a_logo(pages: Pages) -> Writing:
    yield pages.class_page
    keep_logo(logo=a_logo(pages), user=pages.district.principal, today=timezone.localdate())


def retire_a_logo(pages: Pages) -> Writing:
    who: dict[str, Any] = {"user": pages.district.principal, "today": timezone.localdate()}
    logo = keep_logo(logo=a_logo(pages), **who)
    yield pages.class_page
    retire_logo(logo=logo, **who)


def use_a_logo_again(pages: Pages) -> Writing:
    who: dict[str, Any] = {"user": pages.district.principal, "today": timezone.localdate()}
    logo = keep_logo(logo=a_logo(pages), **who)
    retire_logo(logo=logo, **who)
    yield pages.class_page
    use_logo_again(logo=logo, **who)


def change_the_settings(pages: Pages) -> Writing:
    yield pages.class_page
    settings = DistrictSettings.load()
    settings.phone = "406-555-0101"
    settings.save()


def rename_the_site(pages: Pages) -> Writing:
    yield pages.class_page
    site = Site.objects.get()
    site.hostname = "www.larkspur.example"
    site.save()


def close_a_class_to_the_public(pages: Pages) -> Writing:
    yield pages.update.url
    page = pages.district.classroom
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def open_a_class_to_the_public(pages: Pages) -> Writing:
    page = pages.district.teacher_page
    door = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    yield pages.class_page
    door.delete()


def publish_a_post_of_the_school(pages: Pages) -> Writing:
    news = make_activity(pages.district.school, title="News", slug="news", kind="news")
    yield pages.school_page
    make_post(news)


def publish_news_of_the_district(pages: Pages) -> Writing:
    news = make_activity(pages.district.home, title="News", slug="news", kind="news")
    yield pages.district.home.url
    make_post(news)


def plan_an_event_of_the_district(pages: Pages) -> Writing:
    news = make_activity(pages.district.home, title="News", slug="news", kind="news")
    yield reverse("calendars:schools")
    day = timezone.localdate() + dt.timedelta(days=7)
    make_post(news, events=[("event", {"title": "Board meeting", "date": day})])


def rename_a_school(pages: Pages) -> Writing:
    yield pages.class_page
    pages.district.school.title = "Juniper Creek"
    pages.district.school.save_revision().publish()


def add_a_school(pages: Pages) -> Writing:
    yield pages.class_page
    make_school(pages.district.home, title="Sunrise Elementary")


def put_schools_in_another_order(pages: Pages) -> Writing:
    """What is said of a school goes with it: paths of the tree are others then."""
    d, ends_at = pages.district, timezone.now() + dt.timedelta(days=2)
    Banner.objects.create(school=d.school, text_en="Closed.", text_es="Cerrado.", ends_at=ends_at)
    yield d.home.url
    Page.objects.get(pk=d.other_school.pk).move(Page.objects.get(pk=d.school.pk), pos="left")


def add_a_page_to_the_menu(pages: Pages) -> Writing:
    yield pages.class_page
    make_standard_page(pages.district.home, title="Enrollment", show_in_menus=True)


def rename_a_page_of_the_curriculum(pages: Pages) -> Writing:
    yield pages.update.url
    pages.district.curriculum.title = "Mathematics of grade 3"
    pages.district.curriculum.save_revision().publish()


WRITERS = (
    *(approve_an_update, publish_an_update_again, unpublish_an_update, delete_an_update),
    *(take_an_update_down, put_an_update_back, approve_one_update_of_several_classes),
    *(move_an_update, move_a_class, rename_a_class, take_a_document_from_its_page),
    *(take_a_class_template, give_all_classes_the_newest_template),
    *(import_a_staff_file, rename_a_member_of_staff, let_a_teacher_leave, put_a_teacher_on_leave),
    *(choose_the_leaders_of_an_activity, refresh_the_ledger, import_the_school_calendar),
    *(add_a_day_without_school, end_the_school_year_earlier, put_up_a_website_notice),
    *(take_a_website_notice_away, send_an_urgent_notice, stop_an_urgent_notice),
    *(send_a_class_notice, offer_mail_of_a_class, change_the_look, give_a_school_a_logo),
    *(retire_a_logo, use_a_logo_again, change_the_settings, rename_the_site),
    *(close_a_class_to_the_public, open_a_class_to_the_public, publish_a_post_of_the_school),
    *(publish_news_of_the_district, plan_an_event_of_the_district, rename_a_school, add_a_school),
    *(put_schools_in_another_order, add_a_page_to_the_menu, rename_a_page_of_the_curriculum),
)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_what_one_process_writes_another_shows_within_half_a_second(
    writer: Callable[[Pages], Writing], pages: Pages, machine: Machine
) -> None:
    here, other = machine.start(), machine.start()
    writing = writer(pages)
    with machine.written(here):
        address = next(writing)
    machine.get(other, address)
    answer = machine.get(other, address)
    before = said(answer)
    # A page that is down or private is never stored.
    assert is_hit(answer) == (answer.status_code == 200)
    with machine.written(here):
        assert next(writing, "") == ""
    if is_hit(answer):
        # It knows nothing yet: the two share nothing but the database.
        assert said(machine.get(other, address)) == before
    machine.wait(HALF_A_SECOND)
    true = said(machine.get(machine.start(), address))
    assert said(machine.get(other, address)) == true != before


# ---------------------------------------------------------------- what is never stored
def sign_in(pages: Pages, visitor: Client) -> Any:
    visitor.force_login(pages.district.teacher)
    return visitor.get(pages.class_page)


def look_at_a_draft(pages: Pages, visitor: Client) -> Any:
    pages.update.title = "Nobody may read this yet"
    pages.update.save_revision()
    visitor.force_login(pages.district.teacher)
    preview = visitor.get(reverse("wagtailadmin_pages:view_draft", args=[pages.update.pk]))
    assert pages.update.title in preview.text
    visitor.cookies.clear()
    return preview


def type_a_password(pages: Pages, visitor: Client) -> Any:
    door = PageViewRestriction.objects.create(
        page=pages.district.teacher_page, restriction_type="password", password="sesame"
    )
    assert "Math 3" not in visitor.get(pages.class_page).text
    address = f"/_util/authenticate_with_password/{door.pk}/{pages.district.classroom.pk}/"
    visitor.post(address, {"password": "sesame", "return_url": pages.class_page})
    return visitor.get(pages.class_page)


def get_a_message(pages: Pages, visitor: Client) -> Any:
    request, answer = RequestFactory().get("/"), HttpResponse()
    storage = CookieStorage(request)
    storage.add(constants.SUCCESS, "For you alone")
    storage.update(answer)
    visitor.cookies = answer.cookies
    return visitor.get(pages.class_page)


@pytest.mark.parametrize("act", [sign_in, look_at_a_draft, type_a_password, get_a_message])
def test_nothing_of_one_person_and_no_draft_is_ever_stored(
    act: Callable[[Pages, Client], Any], pages: Pages, machine: Machine
) -> None:
    process = machine.start()
    with machine.written(process):
        answer = act(pages, process.visitor)
    assert answer.status_code == 200
    assert "Cache-Status" not in answer.headers
    assert not process.pages._store.entries
    machine.get(process, pages.district.home.url)
    assert len(process.pages._store.entries) == 1
