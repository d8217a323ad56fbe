"""The poster with a QR code: for staff, in both languages, leading to where one signs up."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django.fixtures import Settings

from classroom.models import ClassroomTeacher
from district_cms.web.mail import site_root
from notifications.families.poster import parts_of, picture, poster_address
from notifications.screens.class_mail.services import set_offer
from tests.factories.district import District
from tests.factories.people import Role, make_account, make_staff

from .qr_reading import read_qr

pytestmark = pytest.mark.django_db


def address_of(district: District, scope: str) -> str:
    pages = {
        "class": district.classroom,
        "teacher": district.teacher_page,
        "school": district.school,
    }
    return poster_address(scope, pages[scope].translation_key)


@pytest.mark.parametrize("scope", ["class", "teacher", "school"])
def test_the_code_leads_to_the_page_where_one_signs_up(
    offered: District, client: Client, scope: str
) -> None:
    client.force_login(offered.teacher)
    shown = client.get(address_of(offered, scope)).content.decode()
    page = address_of(offered, scope).rstrip("/").rpartition("/")[2]
    path = reverse("notifications:subscribe", args=[scope, page])
    pictures = re.findall(r"<svg.*?</svg>", shown, re.DOTALL)
    assert len(pictures) == 2
    for drawn in pictures:
        assert read_qr(drawn) == site_root() + path
    assert Client().get(path).status_code == 200


def test_a_class_is_named_with_its_teacher_and_without_who_fills_in(
    offered: District, client: Client
) -> None:
    staff = make_staff(given_name="Ida", family_name="Holm")
    ClassroomTeacher.objects.create(
        classroom=offered.classroom, staff=staff, part=ClassroomTeacher.Part.SUBSTITUTE
    )
    client.force_login(offered.teacher)
    for scope, shown in (("class", 2), ("teacher", 0), ("school", 0)):
        page = html.fromstring(client.get(address_of(offered, scope)).content)
        names = page.xpath("//*[@class='poster__teachers']/text()")
        assert names == [offered.teacher_page.title] * shown, scope


def test_the_address_goes_on_in_another_line_after_a_slash_only(
    offered: District, client: Client
) -> None:
    assert parts_of("larkspur.example/juniper-creek/math-3/") == [
        *("larkspur.example/", "juniper-creek/", "math-3/")
    ]
    client.force_login(offered.teacher)
    page = html.fromstring(client.get(address_of(offered, "class")).content)
    for address in page.xpath("//*[@class='poster__address']"):
        # Whole for who copies it, without a space between its parts.
        assert offered.classroom.url.endswith(address.text_content().partition("/")[2])
        parts = [part.text for part in address.xpath("./*[@class='poster__part']")]
        assert all(part.endswith("/") for part in parts)
        assert len(parts) > 3


def test_where_only_texts_are_offered_the_code_leads_there(
    offered: District, client: Client, settings: Settings
) -> None:
    settings.TEXT_PROVIDER = "sandbox"
    room = offered.classroom
    set_offer(classroom=room, offered=False, user=offered.teacher)
    set_offer(classroom=room, offered=True, user=offered.teacher, channel="text")
    client.force_login(offered.teacher)
    shown = client.get(address_of(offered, "class")).content.decode()
    path = reverse("texts:subscribe", args=["class", room.translation_key])
    assert picture(site_root() + path) in shown
    assert "Type the code that we text you" in shown


def test_where_nothing_is_offered_it_says_so_and_has_no_code(
    offered: District, client: Client
) -> None:
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    client.force_login(offered.teacher)
    answer = client.get(address_of(offered, "class"))
    assert answer.status_code == 200
    assert "<svg" not in answer.content.decode()


@pytest.mark.parametrize("role", [None, Role.COUNSELOR])
def test_nobody_without_the_editor_gets_it(
    offered: District, client: Client, role: Role | None
) -> None:
    if role is not None:
        client.force_login(make_account(role))
    answer = client.get(address_of(offered, "class"))
    assert answer.status_code in (302, 403)


def test_the_panel_links_to_it_for_staff_only(offered: District, client: Client) -> None:
    link = address_of(offered, "class")

    def shown(by: Client) -> Any:
        return link in by.get(offered.classroom.url).content.decode()

    assert not shown(Client())
    client.force_login(offered.teacher)
    assert shown(client)
    client.force_login(make_account(Role.COUNSELOR))
    assert not shown(client)
