"""A kept page is what a fresh drawing would be, after every kind of change."""

import datetime as dt
import random
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, count, islice
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from wagtail.models import Page

from classroom.models import ClassroomPage, UpdatePage
from district_cms.schools.banners.models import Banner
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import made_for_a_module

from .conftest import Changing, Site
from .kinds import (
    EVERYWHERE,
    Change,
    Pages,
    add_to_the_menu,
    add_update,
    change_the_color,
    change_the_logo,
    change_the_settings,
    close_or_open_a_class,
    move_the_calendar,
    move_the_other_class,
    publish_a_post,
    publish_again,
    put_up_a_notice,
    rename_a_school,
    rename_a_teacher,
    rename_the_class,
    take_down_or_put_back,
    teach_it_together,
    two_classes,
    unpublish,
    write_a_standing,
    write_the_ledger,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


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


@pytest.mark.parametrize("looks_at", [2, pytest.param(6, marks=pytest.mark.slow)])
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


def test_what_is_said_of_a_school_goes_with_it_when_the_schools_are_put_in_another_order(
    district: District, site: Site, changing: Changing
) -> None:
    school, other = district.school, district.other_school
    Banner.objects.create(
        school=school,
        text_en="We are closed.",
        text_es="Cerramos.",
        ends_at=timezone.now() + dt.timedelta(days=2),
    )
    fair = {"title": "Book fair", "date": timezone.localdate() + dt.timedelta(days=3)}
    make_post(make_activity(school, kind="news"), title="The fair", events=[("event", fair)])
    schools = reverse("calendars:schools")
    calendar = reverse("calendars:school", args=[other.slug])
    addresses = [schools, district.home.url, school.url, other.url]
    for address in (*addresses, calendar):
        site.here.get(address)
    with changing():
        Page.objects.get(pk=other.pk).move(Page.objects.get(pk=school.pk), pos="left")
    assert [each for each in addresses if not site.is_true(each)] == []
    for words in ("We are closed.", "Book fair"):
        assert words in site.here.get(school.url).text
        for address in (other.url, calendar):
            assert words not in site.here.get(address).text


def test_thirty_changes_and_readings_in_any_order_never_show_an_old_or_a_foreign_page(
    pages: Pages, site: Site, changing: Changing, clock: Callable[[str], dt.datetime]
) -> None:
    """Each kind at least once, in both languages by address and by browser. `make bench` does it
    500 times in two processes."""
    dice = random.Random(13)  # the same each time
    d = pages.district
    news = make_activity(d.other_school, title="News", slug="news", kind="news")
    short_lived = make_update(pages.other_class, **update_content(d.curriculum, title="Rocks"))
    midnights = (f"2026-11-{day} 00:00" for day in range(11, 30))

    def post(pages: Pages) -> None:
        make_post(news)

    def delete_an_update(pages: Pages) -> None:
        UpdatePage.objects.get(pk=short_lived.pk).delete()

    def let_a_day_begin(pages: Pages) -> None:
        clock(next(midnights))

    again: list[Change] = [publish_again, write_the_ledger, rename_a_teacher, put_up_a_notice]
    again += [write_a_standing, change_the_settings, rename_the_class, add_to_the_menu]
    again += [move_the_other_class, close_or_open_a_class, take_down_or_put_back, change_the_logo]
    again += [let_a_day_begin, post]
    once: list[Change] = [add_update, unpublish, delete_an_update, teach_it_together]
    once += [publish_a_post, change_the_color, move_the_calendar, rename_a_school]
    changes = [*once, *again, *dice.choices(again, k=30 - len(once) - len(again))]
    dice.shuffle(changes)

    moved = pages.other_class.url.replace(pages.other_class.get_parent().url, d.teacher_page.url)
    addresses = [*pages.addresses, news.url, pages.other_class.url, moved]
    addresses += [pages.other_update.url, short_lived.url]
    for address in addresses:
        site.here.get(address)
    # All of them in one order, then in another.
    turns = chain.from_iterable(dice.sample(addresses, len(addresses)) for _round in count())
    for change in changes:
        with changing():
            change(pages)
        for address in islice(turns, 2):
            asked = address + dice.choice(["", "", "?lang=es", "?lang=en", "?page=2"])
            language = dice.choice(["en", "es"])
            assert site.is_true(asked, **{"accept-language": language}), (change, asked)
    # What was there and what was not, or not anymore.
    assert {200, 404} <= site.compared.keys()
