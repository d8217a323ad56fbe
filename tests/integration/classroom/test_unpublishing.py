"""Unpublishing a page also unpublishes the pages below, unless someone clears the box."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from classroom.models import PostingSlot
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db
OFF_THE_SITE = (
    "A class update that is off the site counts for no posting day: the record of its class "
    "shows a missing update until it is live again."
)
STAYS_PUBLIC = (
    "Otherwise they stay public: anyone who has their addresses can read them, with their "
    "pictures and files, and the search still finds them."
)
GUIDES = Path(__file__).parents[3] / "docs" / "how-to"


@pytest.fixture
def office(client: Client, clock: Clock) -> Client:
    clock("2026-11-10 09:00")
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


def asked(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_unpublishing_a_school_lists_the_pages_below_and_ticks_the_box(
    district: District, office: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    shown = asked(office, reverse("wagtailadmin_pages:unpublish", args=[district.school.pk]))
    assert "1 class below it runs until Thursday, June 10, 2027." in shown
    assert "Take the 3 pages below it off the site too" in shown
    assert STAYS_PUBLIC in shown
    assert re.search(r'name="include_descendants"[^>]*checked', shown)


def test_unpublishing_a_class_says_that_it_is_running(district: District, office: Client) -> None:
    shown = asked(office, reverse("wagtailadmin_pages:unpublish", args=[district.classroom.pk]))
    assert "This class runs until Thursday, June 10, 2027." in shown
    assert "class below it" not in shown


def test_updates_unpublished_with_a_teacher_count_for_no_posting_day_until_live_again(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    update = make_update(district.classroom, **update_content(district.curriculum))
    clock("2026-12-05 09:00")
    client.force_login(make_account(Role.ADMINISTRATOR))

    def standing() -> str:
        day = dt.date(2026, 11, 24)
        return PostingSlot.objects.get(classroom=district.classroom, nominal_date=day).standing

    assert standing() == "met"
    address = reverse("wagtailadmin_pages:unpublish", args=[district.teacher_page.pk])
    assert OFF_THE_SITE in asked(client, address)
    client.post(address, {"include_descendants": "on"})
    assert standing() == "missing"
    for page in (district.teacher_page, district.classroom, update):
        Page.objects.get(pk=page.pk).specific.get_latest_revision().publish(
            skip_permission_checks=True
        )
    assert standing() == "met"


def test_the_box_is_also_ticked_for_several_pages_at_once(
    district: District, office: Client
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    shown = asked(office, f"{address}?id={district.school.pk}")
    assert re.search(r'name="include_descendants"[^>]*checked', shown)
    assert "Take the pages below them off the site too" in shown
    assert STAYS_PUBLIC in shown
    assert OFF_THE_SITE in shown


def test_a_page_with_nothing_below_has_no_box(district: District, office: Client) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    shown = asked(office, reverse("wagtailadmin_pages:unpublish", args=[update.pk]))
    assert "include_descendants" not in shown
    assert "runs until" not in shown


def test_clearing_the_box_keeps_the_pages_below(district: District, office: Client) -> None:
    office.post(reverse("wagtailadmin_pages:unpublish", args=[district.teacher_page.pk]))
    assert not Page.objects.get(pk=district.teacher_page.pk).live
    assert Page.objects.get(pk=district.classroom.pk).live


def test_the_search_forgets_the_teachers_of_an_unpublished_school(
    district: District, office: Client
) -> None:
    Page.objects.get(pk=district.school.pk).unpublish()
    shown = asked(Client(), f"{reverse('search')}?q=math")
    name = district.teacher_page.title
    assert "Math 3" in shown
    assert f"{name}, {name}" not in re.sub(r"<[^>]+>", "", shown)


@pytest.mark.parametrize("guide", ["teacher", "principal", "communications-office"])
def test_the_guides_use_the_words_of_the_screen(guide: str) -> None:
    words = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    assert OFF_THE_SITE in " ".join(words.split())
