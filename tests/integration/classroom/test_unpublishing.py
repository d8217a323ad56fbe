"""A page goes off the site: what is below it goes with it unless someone says otherwise."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, clock: Clock) -> Client:
    clock("2026-11-10 09:00")
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


def asked(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_school_says_what_goes_with_it_and_the_box_is_ticked(
    district: District, office: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    shown = asked(office, reverse("wagtailadmin_pages:unpublish", args=[district.school.pk]))
    assert "1 class below it runs until Thursday, June 10, 2027." in shown
    assert "Take the 3 pages below it off the site too" in shown
    assert re.search(r'name="include_descendants"[^>]*checked', shown)


def test_of_several_pages_at_once_the_box_is_ticked_as_well(
    district: District, office: Client
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    shown = asked(office, f"{address}?id={district.school.pk}")
    assert re.search(r'name="include_descendants"[^>]*checked', shown)


def test_a_page_with_nothing_below_asks_nothing_more(district: District, office: Client) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    shown = asked(office, reverse("wagtailadmin_pages:unpublish", args=[update.pk]))
    assert "include_descendants" not in shown
    assert "runs until" not in shown


def test_whoever_clears_the_box_leaves_what_is_below(district: District, office: Client) -> None:
    office.post(reverse("wagtailadmin_pages:unpublish", args=[district.teacher_page.pk]))
    assert not Page.objects.get(pk=district.teacher_page.pk).live
    assert Page.objects.get(pk=district.classroom.pk).live


def test_the_search_names_nobody_twice_of_a_class_whose_school_went(
    district: District, office: Client
) -> None:
    Page.objects.get(pk=district.school.pk).unpublish()
    shown = asked(Client(), f"{reverse('search')}?q=math")
    name = district.teacher_page.title
    assert "Math 3" in shown
    assert f"{name}, {name}" not in re.sub(r"<[^>]+>", "", shown)
