"""The results of a notice, and who may see how many families got it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Channel, Message, UrgentNotice
from notifications.notices.services import send_urgent_notice
from notifications.notices.writing import write_all
from notifications.rules.state import State
from notifications.services import resolve_unknown
from notifications.services.transitions import move
from notifications.suppressions.rules import Cause
from notifications.suppressions.services import ProviderReport, suppress
from tests.factories.district import District
from tests.factories.people import make_account

from .conftest import follow, urgent

pytestmark = pytest.mark.django_db
GAVE_BACK = ("bo@example.net", "cy@example.net")
WHY = "the owner of this number stopped all texts"


@pytest.fixture
def officer(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def office(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def notice(district: District, officer: User) -> UrgentNotice:
    """Sent to four families: one got it, two bounced, one stopped all texts."""
    follow(district.classroom, address="ana@example.net")
    follow(district.classroom, address="bo@example.net")
    follow(district.classroom, address="cy@example.net")
    follow(district.classroom, channel=Channel.TEXT, address="+14065550123")
    written = urgent(district.principal, [district.school])
    write_all(send_urgent_notice(notice=written, user=officer, seen=written.fingerprint))
    messages = Message.objects.all()
    messages.filter(address="ana@example.net").update(state=State.DELIVERED)
    messages.filter(address__in=GAVE_BACK).update(state=State.BOUNCED, error="550 no such user")
    move(messages.filter(channel=Channel.TEXT), State.CANCELED, detail=WHY)
    written.refresh_from_db()
    return written


def report(notice: Any, way: str) -> str:
    return reverse(f"{notice.kind}-notices:{way}", args=[notice.pk])


def words_for(user: User, notice: Any, way: str) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(report(notice, way)).text.split())


def test_nor_does_anyone_else_read_it_before_it_is_sent(district: District, officer: User) -> None:
    follow(district.classroom, number=11)
    follow(district.classroom, language="es", address="ana@example.net")
    follow(district.classroom, channel=Channel.TEXT)
    gone = ProviderReport(
        "ana@example.net", Channel.EMAIL, Cause.HARD_BOUNCE, timezone.now(), "550"
    )
    suppress([gone])
    follow(district.classroom, language="es")
    written = urgent(district.principal, [district.school], text_es="", title_es="")
    own, office = (words_for(user, written, "inspect") for user in (district.principal, officer))
    for telling in (
        *("Email: 1 address", "Text message: 1 recipient", "1 recipient chose Spanish"),
        # The rest of the English is the Spanish.
        *("Email, Spanish: 1 recipient", "Email, English: 11 recipients"),
    ):
        assert telling in office, telling
        assert telling not in own, telling
    assert "No numbers are shown here" in own
    assert "No numbers are shown here" not in office
    # Nor after it is sent.
    write_all(send_urgent_notice(notice=written, user=officer, seen=written.fingerprint))
    assert "Email, Spanish: 1 recipient" in words_for(officer, written, "inspect")
    sent = words_for(district.principal, written, "inspect")
    assert "Email, Spanish" in sent
    assert not re.search(r"\d recipient", sent[sent.index("What they got") :])


def test_two_families_with_repeated_messages_still_count_as_two(
    district: District, officer: User, notice: UrgentNotice
) -> None:
    Message.objects.filter(address="cy@example.net").delete()
    mails = Message.objects.filter(channel=Channel.EMAIL)
    mails.update(state=State.UNKNOWN, settled_at=timezone.now() - dt.timedelta(hours=5))
    assert resolve_unknown(timezone.now()).sent_again == 2
    assert mails.count() == 4
    own = words_for(district.principal, notice, "inspect")
    assert "No numbers are shown here" in own
    assert "4 messages" not in own
    assert "4 messages" in words_for(officer, notice, "inspect")


def test_the_office_opens_its_messages_in_the_outbox(
    office: Client, notice: UrgentNotice, district: District
) -> None:
    page = office.get(report(notice, "inspect"))
    listed = office.get(page.context["outbox_url"])
    assert len(listed.context["object_list"]) == 4
    assert office.get(reverse("outbox:index"), {"content": "x"}).status_code == 404
    other = Client()
    other.force_login(district.principal)
    assert other.get(report(notice, "inspect")).context["outbox_url"] == ""
