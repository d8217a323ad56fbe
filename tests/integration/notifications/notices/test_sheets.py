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
from notifications.notices.previewing import sheet_of
from notifications.notices.services import send_urgent_notice, withdraw
from notifications.notices.wording import mail_of, text_of, usual_words, where_of
from notifications.notices.writing import write_all
from notifications.services.wording import OwnWords
from notifications.texts.segments import length_of
from tests.factories.district import District
from tests.factories.people import make_account, make_superuser

from .conftest import ENGLISH, SPANISH, follow, urgent

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
    assert "None was sent, and none waits." in page
    # A teacher who looks here first reads where one is written.
    assert ("Teachers write one with" in page) == (kind == "class")
    assert "Why not" not in page


def test_a_class_notice_is_called_by_its_class(district: District, client: Client) -> None:
    notice = ClassNotice.objects.create(
        classroom=district.classroom, text_en="Please bring a jacket.", class_name="Math 3"
    )
    client.force_login(district.teacher)
    answer = client.get(reverse("class-notices:inspect", args=[notice.pk]))
    assert answer.context["header_title"] == "Class notice: Math 3"
    new = client.get(reverse("class-notices:add", args=[district.classroom.pk]))
    assert new.context["header_title"] == "Write a class notice"


def test_what_was_sent_can_be_read_afterward(district: District, client: Client) -> None:
    office = make_account(Role.COMMUNICATIONS)
    follow(district.classroom, number=2)
    follow(district.classroom, channel=Channel.TEXT, language="es")
    notice = urgent(district.principal, [district.school])
    screen = reverse("urgent-notices:inspect", args=[notice.pk])
    sending = send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint)
    client.force_login(office)
    begun = client.get(screen)
    # None of the messages is written yet: not "0 recipients".
    assert {one.number for one in begun.context["sent_words"]} == {None}
    write_all(sending)
    shown = client.get(screen)
    assert "What they got" in shown.text
    assert SPANISH in shown.text
    found = {(one.channel, one.language): one.number for one in shown.context["sent_words"]}
    assert (found["email", "en"], found["text", "es"], found["text", "en"]) == (2, 1, 0)


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


def test_a_preview_has_no_tags_of_the_program(district: District) -> None:
    follow(district.classroom)
    mail = sheet_of(urgent(district.principal)).shown[0]
    assert "(each recipient’s own link)" in mail.words
    assert "_url." not in mail.words


@pytest.mark.parametrize("missing", ["text_es", "title_es"])
def test_without_all_of_the_spanish_it_is_all_english_and_that_is_said(
    missing: str, district: District, client: Client
) -> None:
    follow(district.classroom, language="es")
    notice = urgent(district.principal, **{missing: ""})
    where = where_of(notice)
    mail = mail_of(notice, "es", where, "0" * 16, OwnWords())
    assert mail.subject == "Urgent: Closed on Tuesday (Larkspur Valley Public Schools)"
    assert "Urgent notice: Closed on Tuesday" in mail.text
    assert ENGLISH in mail.text
    assert text_of(notice, "es", where).startswith("URGENT, Larkspur")
    assert sheet_of(notice).in_english == 1
    client.force_login(make_account(Role.COMMUNICATIONS))
    shown = client.get(reverse("urgent-notices:inspect", args=[notice.pk])).text
    assert "The Spanish is missing" in shown


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


def test_a_missing_reason_is_said_at_the_top_and_at_its_field(
    district: District, client: Client
) -> None:
    notice = urgent(district.principal, [district.school])
    client.force_login(district.principal)
    sent = {"send_alone": "1", "seen": notice.fingerprint, "reason": ""}
    answer = client.post(reverse("urgent-notices:inspect", args=[notice.pk]), sent)
    assert "Nothing was sent: the reason" in answer.text
    assert "Say why it cannot wait." in answer.text


@pytest.mark.parametrize("usual", [usual.key for usual in USUAL])
def test_the_usual_ones_need_no_costly_letters_in_spanish(usual: str, district: District) -> None:
    notice = urgent(district.principal, [district.school], **usual_words(usual, "Cottonwood"))
    assert length_of(text_of(notice, "es", where_of(notice))).gsm


def test_a_text_with_costly_letters_says_which(district: District) -> None:
    follow(district.classroom, channel=Channel.TEXT, language="es")
    shown = sheet_of(urgent(district.principal)).shown
    costly = {(str(one.channel), one.language): one.costly for one in shown}
    assert (costly["text", "es"], costly["text", "en"]) == ("á", "")
