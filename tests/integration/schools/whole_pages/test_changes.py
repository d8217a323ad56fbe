"""A kept page is what a fresh drawing would be, after every kind of change."""

import datetime as dt
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from classroom.ledger.keeping import refresh_classes
from classroom.models import ClassroomPage, ClassroomStanding, ClassroomTeacher, UpdatePage
from district_cms.brand.models import WebsiteLook
from district_cms.people.models import Staff
from district_cms.schools.banners.models import Banner
from district_cms.schools.models import DistrictSettings, NoSchoolDay, SchoolYear
from district_cms.schools.search.same import VERSION as SEARCH_WORDS
from district_cms.web.versions import bump
from tests.factories.activities import make_activity, make_post
from tests.factories.class_templates import make_version
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_school,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.integration.conftest import made_for_a_module

from .conftest import Changing, Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@dataclass
class Pages:
    """What stands in the district, and the addresses of all of it."""

    district: District
    update: UpdatePage
    other_class: ClassroomPage
    other_update: UpdatePage

    @property
    def addresses(self) -> list[str]:
        d = self.district
        own = [d.home, d.school, d.teacher_page, d.classroom, self.update]
        return [page.url for page in (*own, self.other_class.get_parent())]


def two_classes(district: District) -> Pages:
    content = update_content(district.curriculum)
    other = make_classroom(make_teacher_page(district.school), title="Science 4")
    return Pages(
        district,
        make_update(district.classroom, **content),
        other,
        make_update(other, **content),
    )


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


def publish_again(pages: Pages) -> None:
    update = UpdatePage.objects.get(pk=pages.update.pk)
    update.title = "Thirds and sixths"
    update.save_revision().publish()


def add_update(pages: Pages) -> None:
    content = {
        "title": "Decimals",
        "period_start": dt.date(2026, 11, 3),
        "period_end": dt.date(2026, 11, 10),
    }
    make_update(pages.district.classroom, **update_content(pages.district.curriculum, **content))


def unpublish(pages: Pages) -> None:
    UpdatePage.objects.get(pk=pages.update.pk).unpublish()


def delete(pages: Pages) -> None:
    UpdatePage.objects.get(pk=pages.update.pk).delete()


def rename_the_class(pages: Pages) -> None:
    page = ClassroomPage.objects.get(pk=pages.district.classroom.pk)
    page.title = "Mathematics 3"
    page.save_revision().publish()


def write_the_ledger(pages: Pages) -> None:
    refresh_classes(classroom_ids=[pages.district.classroom.pk])


def write_many_standings(pages: Pages) -> None:
    ClassroomStanding.objects.filter(classroom=pages.district.classroom.pk).update(
        updated_at=timezone.now() - dt.timedelta(days=3)
    )


def publish_a_post(pages: Pages) -> None:
    make_post(make_activity(pages.district.school))


def teach_it_together(pages: Pages) -> None:
    teacher = pages.other_class.get_parent().specific.staff
    ClassroomTeacher.objects.bulk_create(
        [ClassroomTeacher(classroom=pages.district.classroom, staff=teacher)]
    )


def rename_a_teacher(pages: Pages) -> None:
    Staff.objects.filter(pk=pages.district.teacher_staff.pk).update(title="Head of Math")


def rename_a_school(pages: Pages) -> None:
    school = pages.district.school
    school.title = "Juniper Creek"
    school.save_revision().publish()


def add_a_school(pages: Pages) -> None:
    make_school(pages.district.home, title="Sunrise Elementary")


def move_a_school_first(pages: Pages) -> None:
    Page.objects.get(pk=pages.district.other_school.pk).move(
        Page.objects.get(pk=pages.district.school.pk), pos="left"
    )


def put_up_a_notice(pages: Pages) -> None:
    Banner.objects.create(
        text_en="All schools are closed today.",
        text_es="Hoy no hay clases.",
        ends_at=timezone.now() + dt.timedelta(hours=5),
    )


def change_the_settings(pages: Pages) -> None:
    settings = DistrictSettings.load()
    settings.phone = "406-555-0101"
    settings.save()


def change_the_color(pages: Pages) -> None:
    look = WebsiteLook.load()
    look.color_hue = 120
    look.save()


def add_to_the_menu(pages: Pages) -> None:
    make_standard_page(pages.district.home, title="Enrollment", show_in_menus=True)


def move_the_calendar(pages: Pages) -> None:
    year = SchoolYear.objects.get(pk=pages.district.year.pk)
    NoSchoolDay.objects.bulk_create(
        [NoSchoolDay(school_year=year, day=dt.date(2026, 11, 24), name="Snow")]
    )
    year.save()
    write_the_ledger(pages)


NEARBY = (publish_again, add_update, unpublish, delete, rename_the_class, write_the_ledger)
EVERYWHERE = (
    *(publish_a_post, teach_it_together, rename_a_teacher, rename_a_school, add_a_school),
    *(move_a_school_first, put_up_a_notice, change_the_settings, change_the_color),
    *(add_to_the_menu, move_the_calendar, write_many_standings),
)
Change = Callable[[Pages], None]


@pytest.mark.parametrize("looks_at", [2, pytest.param(6, marks=pytest.mark.full)])
def test_after_every_kind_of_change_a_page_is_what_a_fresh_drawing_shows(
    looks_at: int, pages: Pages, site: Site, changing: Changing
) -> None:
    """Of `looks_at` addresses each time, which take turns."""
    addresses = deque(pages.addresses)
    for address in addresses:
        site.here.get(address)
    for change in EVERYWHERE:
        with changing():
            change(pages)
        looked_at = list(addresses)[:looks_at]
        assert [each for each in looked_at if not site.is_true(each)] == [], change.__name__
        addresses.rotate(-looks_at)


def test_what_a_change_of_a_class_does_not_show_stays_kept(
    pages: Pages, site: Site, changing: Changing
) -> None:
    others = [pages.other_class.url, pages.other_update.url, pages.district.curriculum.url]
    others.append(pages.other_class.get_parent().url)
    own = [pages.district.classroom.url, pages.district.teacher_page.url, pages.district.school.url]
    for address in (*own, *others):
        site.here.get(address)
    for change in NEARBY:
        with changing():
            change(pages)
        assert [each for each in own if not site.is_true(each)] == [], change.__name__
        assert [each for each in others if not site.is_kept(each)] == [], change.__name__


def test_what_a_post_does_not_show_stays_kept(pages: Pages, site: Site, changing: Changing) -> None:
    d = pages.district
    news = make_activity(d.school, title="News", slug="news", kind="news")
    other = make_activity(d.other_school, title="Chess", slug="chess", kind="club")
    post, beside, far = make_post(news), make_post(news, title="Bake sale"), make_post(other)
    own = [page.url for page in (d.home, d.school, news, post, beside)]
    others = [*(page.url for page in (d.other_school, other, far)), d.curriculum.url]
    others += [d.classroom.url, d.teacher_page.url, pages.update.url, pages.other_class.url]
    for address in (*own, *others):
        site.here.get(address)

    def publish_another() -> None:
        make_post(news, title="Picture day")

    def publish_it_again() -> None:
        post.title = "Away game on Friday"
        post.save_revision().publish()

    for change in (publish_another, publish_it_again, post.unpublish, beside.delete):
        with changing():
            change()
        standing = own[:3] if change is beside.delete else own
        assert [each for each in standing if not site.is_true(each)] == [], change
        assert [each for each in others if not site.is_kept(each)] == [], change
    assert site.here.get(post.url).status_code == 404
    assert site.here.get(beside.url).status_code == 404


def test_the_words_of_the_search_throw_no_page_away(
    pages: Pages, site: Site, changing: Changing
) -> None:
    site.here.get(pages.district.classroom.url)
    with changing():
        bump(SEARCH_WORDS)
    assert site.is_kept(pages.district.classroom.url)


def test_a_draft_throws_nothing_away(pages: Pages, site: Site, changing: Changing) -> None:
    addresses, post = pages.addresses, make_post(make_activity(pages.district.school))
    for address in addresses:
        site.here.get(address)
    with changing():
        d = pages.district
        for page in (pages.update, d.classroom, d.teacher_page, d.school, post):
            page.title = "A draft"
            page.save_revision()
    assert [each for each in addresses if not site.is_kept(each)] == []


def test_what_no_page_names_yet_throws_nothing_away(
    pages: Pages, site: Site, changing: Changing
) -> None:
    address = pages.district.classroom.url
    site.here.get(address)
    with changing():
        make_picture()
        make_version(pages.district.principal, pages.district.school)
    assert site.is_kept(address)


def test_a_new_draft_throws_only_its_own_class_away(
    pages: Pages, site: Site, changing: Changing
) -> None:
    site.here.get(pages.other_class.url)
    with changing():
        make_draft(pages.district.classroom, **update_content(pages.district.curriculum))
    assert site.is_kept(pages.other_class.url)


def test_what_is_undone_tells_nothing_and_what_is_kept_beside_it_does(
    pages: Pages, site: Site, changing: Changing
) -> None:
    address, other = pages.district.classroom.url, pages.other_class.url
    for each in (address, other):
        site.here.get(each)
    with changing():
        with transaction.atomic():
            publish_again(pages)
            transaction.set_rollback(True)
        update = UpdatePage.objects.get(pk=pages.other_update.pk)
        update.title = "Rocks"
        update.save_revision().publish()
    assert site.is_kept(address)
    assert not site.is_kept(other)
    assert site.is_true(other)


def test_a_day_that_begins_and_a_notice_that_begins_or_ends_need_no_write(
    pages: Pages, site: Site, changing: Changing, clock: Callable[[str], dt.datetime]
) -> None:
    address = pages.district.classroom.url
    with changing():
        Banner.objects.create(
            text_en="School begins two hours late.",
            starts_at=clock("2026-11-23 20:00"),
            ends_at=clock("2026-11-24 09:00"),
        )
    for moment in ("2026-11-23 19:59", "2026-11-23 20:00", "2026-11-24 00:00", "2026-11-24 09:00"):
        clock(moment)
        # As half a second later; nothing was written.
        with changing():
            pass
        assert site.is_true(address), moment
        assert (b"two hours late" in site.here.get(address).content) is (
            "2026-11-23 20:00" <= moment < "2026-11-24 09:00"
        )


def test_thirty_changes_and_readings_in_any_order_never_show_an_old_or_a_foreign_page(
    pages: Pages, site: Site, changing: Changing
) -> None:
    """In two caches, each of which is asked for some pages after some of the changes, in both
    languages by address and by browser. `make bench` does it 500 times in two processes."""
    dice = random.Random(13)  # the same each time
    repeatable = [publish_again, write_the_ledger, rename_a_teacher, write_many_standings]
    repeatable += [put_up_a_notice, change_the_settings, rename_the_class, add_to_the_menu]
    once = [add_update, unpublish, teach_it_together, publish_a_post]
    news = make_activity(pages.district.other_school, title="News", slug="news", kind="news")
    addresses = [*pages.addresses, news.url]
    for _change in range(30):
        with changing():
            at_hand = [*repeatable, *once, lambda _pages: make_post(news)]
            change = dice.choice(at_hand)
            change(pages)
            if change in once:
                once.remove(change)
        for address in dice.sample(addresses, 2):
            asked = address + dice.choice(["", "", "?lang=es", "?lang=en", "?page=2"])
            language = dice.choice(["en", "es"])
            cache = dice.choice([site.here, site.there])
            assert site.is_true(asked, cache, **{"accept-language": language}), asked
