"""The screen of one notice: its warnings before sending, its results afterwards, and who may open
it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.roles import Role
from district_cms.schools.banners.wording import APPROVED, words_of
from district_cms.schools.models import Banner
from notifications.models import Channel, ClassNotice, Message
from notifications.notices.services import send_urgent_notice, withdraw
from notifications.notices.wording import text_of, where_of
from notifications.notices.writing import write_all
from notifications.texts.segments import length_of
from tests.factories.district import District
from tests.factories.people import make_account, make_superuser

from .conftest import ENGLISH, follow, urgent

pytestmark = pytest.mark.django_db


def test_superusers_open_the_list_the_sheets_and_the_forms(
    district: District, client: Client
) -> None:
    notice = urgent(district.principal)
    own = ClassNotice.objects.create(
        classroom=district.classroom, text_en="Please bring a jacket.", class_name="Math 3"
    )
    client.force_login(make_superuser())
    sheets = [
        reverse(f"{each.kind}-notices:{way}", args=[each.pk])
        for each in (notice, own)
        for way in ("inspect", "edit")
    ]
    for address in (reverse("notices:index"), reverse("notices:add"), *sheets):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Delete" not in answer.text


@pytest.mark.parametrize("name", ["principal", "teacher"])
def test_an_empty_list_says_where_to_write_one(
    district: District, client: Client, name: str
) -> None:
    client.force_login(getattr(district, name))
    page = client.get(reverse("notices:index")).text
    assert "No notice was sent, and none is waiting." in page
    assert ("Teachers write one with" in page) == (name == "teacher")
    assert ("New message" in page) == (name == "principal")


def test_results_are_shown_by_channel(district: District, client: Client) -> None:
    office = make_account(Role.COMMUNICATIONS)
    families = follow(district.classroom, number=3)
    phones = follow(district.classroom, number=2, channel=Channel.TEXT)
    notice = urgent(district.principal, [district.school])
    write_all(send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint))
    of_mail = Message.objects.filter(address__in=families)
    for address, state in zip(families, ("delivered", "bounced", "unknown"), strict=True):
        of_mail.filter(address=address).update(state=state)
    Message.objects.filter(address=phones[0]).update(state="accepted")
    client.force_login(office)
    page = client.get(reverse("urgent-notices:inspect", args=[notice.pk])).text
    shown = " ".join(page[page.index("How it was delivered") :].split())
    for words in ("3 messages", "Delivered: 1", "Did not arrive: 1", "We cannot tell: 1"):
        assert words in shown


def test_a_notice_that_nobody_got_keeps_its_words(district: District, client: Client) -> None:
    notice = urgent(district.principal, [district.school])
    withdraw(notice=notice, user=district.principal)
    client.force_login(district.principal)
    shown = client.get(reverse("urgent-notices:inspect", args=[notice.pk])).text
    assert ENGLISH in shown
    assert "What they got" not in shown


def test_urgent_banners_at_the_same_place_are_shown_before_sending(
    district: District, client: Client
) -> None:
    later = timezone.now() + dt.timedelta(hours=5)
    for school, words in (
        (district.school, "This school is closed."),
        (district.other_school, "The other one is closed."),
    ):
        Banner.objects.create(school=school, text_en=words, ends_at=later)
    notice = urgent(district.principal, [district.school])
    client.force_login(district.principal)
    shown = client.get(reverse("urgent-notices:inspect", args=[notice.pk]))
    assert [banner.text_en for banner in shown.context["standing"]] == ["This school is closed."]
    assert "This school is closed." in shown.text


@pytest.mark.parametrize("all_schools", [True, False])
@pytest.mark.parametrize("usual", list(APPROVED))
def test_approved_words_need_no_costly_letters_in_spanish(
    usual: str, all_schools: bool, district: District
) -> None:
    schools = None if all_schools else [district.school]
    words = words_of(usual, all_schools=all_schools)
    notice = urgent(district.principal, schools, **words)
    assert length_of(text_of(notice, "es", where_of(notice))).gsm
