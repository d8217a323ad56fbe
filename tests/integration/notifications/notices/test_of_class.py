"""A class notice: to the people who follow the class, on the channels that the class offers, not at
night."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from district_cms.moderation.models import ReviewSettings
from district_cms.people.roles import Role
from notifications.models import Channel, ClassNotice, Message, Standing
from notifications.notices.previewing import sheet_of
from notifications.notices.rules import NotSent
from notifications.notices.services import send_class_notice, stop
from notifications.notices.writing import write_all
from notifications.screens.class_mail import set_offer
from notifications.services import claim_batch, dispatch_batch
from tests.factories.district import District
from tests.factories.people import make_account
from tests.fakes.providers import mailbox
from tests.integration.conftest import Clock

from .conftest import follow

pytestmark = pytest.mark.django_db
WORDS = "Please bring a jacket on Wednesday: we go to the creek."


@pytest.fixture(autouse=True)
def teachers_publish_first(district: District) -> None:
    ReviewSettings.load().read_later_schools.set([district.school])


def notice_of(district: District, **fields: Any) -> ClassNotice:
    values = {
        "classroom": district.classroom,
        "class_name": "Math 3",
        "school_name": "Juniper Creek Elementary",
        "text_en": WORDS,
        "made_by_name": "Ms. Rivera",
        **fields,
    }
    return ClassNotice.objects.create(**values)


def offer(district: District, *channels: Channel) -> None:
    for channel in channels:
        set_offer(
            classroom=district.classroom, offered=True, user=district.teacher, channel=channel
        )


def send(notice: ClassNotice, user: Any) -> ClassNotice:
    notice.refresh_from_db()
    return send_class_notice(notice=notice, user=user, seen=notice.fingerprint)


def recipients() -> list[str]:
    return sorted(Message.objects.values_list("address", flat=True))


def test_the_night_is_that_of_the_number_s_time_zone(district: District, clock: Clock) -> None:
    follow(district.classroom, channel=Channel.TEXT, address="+12125550187")
    offer(district, Channel.TEXT)
    clock("2026-11-10 19:30")
    write_all(send(notice_of(district), district.teacher))
    dispatch_batch(claim_batch())
    assert mailbox.sent == []
    assert Message.objects.get().send_after == clock("2026-11-11 06:00")


def test_followers_on_a_channel_that_is_off_are_counted_as_not_reached(
    district: District,
) -> None:
    offer(district, Channel.EMAIL)
    follow(district.classroom, number=2)
    follow(district.classroom, number=3, channel=Channel.TEXT)
    sheet = sheet_of(notice_of(district))
    assert sum(one.reached for one in sheet.reach) == 2
    assert [(one["channel"], one["number"]) for one in sheet.unreached] == [("Text message", 3)]


def test_it_is_on_the_class_page_and_in_its_feed_before_anything_is_sent(
    district: District, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    room, visitor = district.classroom, Client()
    offer(district, Channel.EMAIL)
    follow(room)
    notice = notice_of(district, text_es="Por favor traiga una chaqueta el miércoles.")
    assert WORDS not in visitor.get(room.url).text
    sent = send(notice, district.teacher)
    assert not Message.objects.exists()
    assert WORDS in visitor.get(room.url).text
    assert notice.text_es in visitor.get(f"{room.url}?lang=es").text
    assert WORDS in visitor.get(f"{room.url}feed/").text
    stop(notice=sent, user=district.teacher)
    assert WORDS not in visitor.get(room.url).text
    assert WORDS not in visitor.get(f"{room.url}feed/").text
    again = send(notice_of(district), district.teacher)
    clock("2026-11-25 00:00")
    assert WORDS not in visitor.get(room.url).text
    assert again.message_class == "notice"  # never urgent: it waits for the morning


def test_with_review_on_it_waits_for_a_principal_who_did_not_write_it(
    district: District, client: Client
) -> None:
    ReviewSettings.load().read_later_schools.clear()
    offer(district, Channel.EMAIL)
    follow(district.classroom)
    new = reverse("class-notices:add", args=[district.classroom.pk])
    client.force_login(district.teacher)
    saved = client.post(new, {"text_en": WORDS, "text_es": ""}, follow=True)
    assert "A principal who did not write it must read it" in saved.text
    assert "Put it on the class page and send it" not in saved.text
    notice = ClassNotice.objects.get()
    with pytest.raises(NotSent, match="a principal who did not write it"):
        send(notice, district.teacher)
    asked = Message.objects.get()
    assert asked.address == district.principal.email
    assert WORDS in asked.text
    client.force_login(district.principal)
    sheet = reverse("class-notices:inspect", args=[notice.pk])
    assert sheet in client.get(reverse("wagtailadmin_home")).text
    # A principal who corrects it does not become its author.
    edit = reverse("class-notices:edit", args=[notice.pk])
    client.post(edit, {"text_en": f"{WORDS} Thank you.", "text_es": ""})
    client.post(sheet, {"send": "1", "seen": client.get(sheet).context["seen"]})
    notice.refresh_from_db()
    assert (notice.standing, notice.made_by) == (Standing.SENDING, district.teacher)
    own = notice_of(district, made_by=district.principal)
    with pytest.raises(NotSent, match="a principal who did not write it"):
        send(own, district.principal)


def test_without_email_and_texts_it_is_only_on_the_page(district: District) -> None:
    follow(district.classroom)
    write_all(send(notice_of(district), district.teacher))
    assert not Message.objects.exists()
    assert WORDS in Client().get(district.classroom.url).text


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("teacher", True),
        ("principal", True),
        ("other_principal", False),
        ("office", True),
        ("administrator", True),
        ("counselor", False),
        ("other_teacher", False),
    ],
)
def test_who_may_send_it(name: str, may: bool, district: District) -> None:
    made = {
        "office": (Role.COMMUNICATIONS, None),
        "administrator": (Role.ADMINISTRATOR, None),
        "counselor": (Role.COUNSELOR, None),
        "other_teacher": (Role.TEACHER, district.school),
    }
    user = make_account(*made[name]) if name in made else getattr(district, name)
    offer(district, Channel.EMAIL)
    notice = notice_of(district)
    if may:
        send(notice, user)
    else:
        with pytest.raises(PermissionDenied):
            send(notice, user)
