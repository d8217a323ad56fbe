"""The editor offers only live pages and the account's own for choosing."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from classroom.models import ClassroomPage
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.places import shared_collection
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.media import png
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

DRAFT = "Not yet for anyone"
LIVE = "The pond behind the school"


@pytest.fixture
def their_class(district: District) -> ClassroomPage:
    """Another teacher's class at the school, with a draft and a live update."""
    room = make_classroom(make_teacher_page(district.school), title="Science 3")
    make_draft(room, **update_content(district.curriculum, title=DRAFT))
    make_update(room, **update_content(district.curriculum, title=LIVE))
    return room


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def offered(account: User, room: ClassroomPage) -> str:
    client = signed_in(account)
    browsed = client.get(reverse("wagtailadmin_choose_page_child", args=[room.pk])).text
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "anyone"}).text
    return browsed + found


@pytest.mark.parametrize("kind, sees", [("password", False), ("groups", False), ("login", True)])
def test_a_protected_pages_title_is_visible_to_those_who_may_open_it(
    kind: str, sees: bool, district: District, their_class: ClassroomPage
) -> None:
    their_class.get_children().not_live().get().delete()
    page = their_class.get_children().get()  # which the report lists too
    PageViewRestriction.objects.create(page=their_class, restriction_type=kind, password="sesame")
    for account, shown in (
        (district.teacher, sees),
        (district.principal, True),
        (make_account(Role.COMMUNICATIONS), True),
    ):
        client = signed_in(account)
        for address, query in (
            (reverse("wagtailadmin_choose_page_search"), {"q": "pond"}),
            (reverse("wagtailadmin_choose_page_child", args=[their_class.pk]), {}),
            (reverse("wagtailadmin_reports:page_types_usage"), {}),
            (reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": page.pk}),
        ):
            assert (LIVE in client.get(address, query).text) is shown, (account, address)
        searched = client.get(reverse("wagtailadmin_pages:search"), {"q": "pond"}).text
        assert LIVE not in searched or account != district.teacher


@pytest.mark.parametrize("search", [{}, {"search": "wall"}])
def test_the_admin_api_lists_only_files_that_may_be_chosen(
    search: dict[str, str], district: District, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for title, place in (("Wall of our class", shared_collection()), ("Wall of the office", None)):
        values = {"title": title, **({"collection": place} if place else {})}
        DistrictImage.objects.create(file=ContentFile(png(secrets=False), name="a.png"), **values)
        DistrictDocument.objects.create(file=ContentFile(b"pens", name="a.txt"), **values)
    for account, titles in (
        (district.teacher, ["Wall of our class"]),
        (make_account(Role.COMMUNICATIONS), ["Wall of our class", "Wall of the office"]),
    ):
        client = signed_in(account)
        for kind in ("images", "documents"):
            answer = client.get(f"/admin/api/main/{kind}/", search).json()
            assert sorted(item["title"] for item in answer["items"]) == titles
