"""The screen of one notice: what it warns of before, what it shows after, and for whom it opens."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.roles import Role
from district_cms.schools.banners.wording import USUAL
from district_cms.schools.models import Banner
from notifications.models import Channel, ClassNotice, Message
from notifications.notices.services import send_urgent_notice, withdraw
from notifications.notices.wording import text_of, usual_words, where_of
from notifications.notices.writing import write_all
from notifications.texts.segments import length_of
from tests.factories.district import District
from tests.factories.people import make_account, make_superuser

from .conftest import ENGLISH, follow, urgent

pytestmark = pytest.mark.django_db


def test_superusers_open_the_lists_the_sheets_and_the_form(
    district: District, client: Client
) -> None:
    notice = urgent(district.principal)
    own = ClassNotice.objects.create(
        classroom=district.classroom, text_en="Please bring a jacket.", class_name="Math 3"
    )
    client.force_login(make_superuser())
    for kind, key in (("urgent", notice.pk), ("class", own.pk)):
        for way in ("index", "inspect", "edit"):
            address = reverse(f"{kind}-notices:{way}", args=[] if way == "index" else [key])
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "Delete" not in answer.text


@pytest.mark.parametrize("kind", ["urgent", "class"])
def test_an_empty_list_invites_nobody_to_write_one(
    district: District, client: Client, kind: str
) -> None:
    client.force_login(district.principal if kind == "urgent" else district.teacher)
    page = client.get(reverse(f"{kind}-notices:index")).text
    assert "None has been sent, and none is waiting." in page
    # A teacher who looks here first reads where one is written.
    assert ("Teachers write one with" in page) == (kind == "class")
    assert "Why not" not in page


def test_what_became_of_it_is_said_by_channel_and_in_a_file_of_numbers(
    district: District, client: Client
) -> None:
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
    shown = " ".join(page[page.index("What became of it") :].split())
    for words in ("3 messages", "Delivered: 1", "Did not arrive: 1", "We cannot tell: 1"):
        assert words in shown


def test_a_notice_that_nobody_got_keeps_its_words(district: District, client: Client) -> None:
    notice = urgent(district.principal, [district.school])
    withdraw(notice=notice, user=district.principal)
    client.force_login(district.principal)
    shown = client.get(reverse("urgent-notices:inspect", args=[notice.pk])).text
    assert ENGLISH in shown
    assert "What they got" not in shown


def test_what_stands_on_the_website_there_is_shown_before(
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


@pytest.mark.parametrize("usual", [usual.key for usual in USUAL])
def test_the_usual_ones_need_no_costly_letters_in_spanish(usual: str, district: District) -> None:
    notice = urgent(district.principal, [district.school], **usual_words(usual, "Cottonwood"))
    assert length_of(text_of(notice, "es", where_of(notice))).gsm
