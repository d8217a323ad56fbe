"""The office's pause, and the progress of sending."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from notifications.models import Message, SendingPause
from notifications.rules.policy import HELD, POLICIES
from notifications.rules.state import State
from notifications.screens.outbox import progress
from notifications.services import claim_batch, dispatch_batch, pause, resume
from tests.factories.people import make_account

from .conftest import Write

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/"


@pytest.fixture
def office(school: SchoolPage) -> User:
    return make_account(Role.COMMUNICATIONS)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_pause_holds_what_can_wait_and_nothing_else(office: User, write: Write) -> None:
    pause(user=office, reason="A wrong date in today’s news")
    for kind in POLICIES:
        write(message_class=kind, address=f"{kind}@example.net")
    dispatch_batch(claim_batch())
    waiting = set(Message.objects.filter(state="ready").values_list("message_class", flat=True))
    assert waiting == HELD
    resume(user=office)
    dispatch_batch(claim_batch())
    assert not Message.objects.filter(state="ready").exists()


def test_a_pause_reaches_a_batch_that_is_being_sent(office: User, write: Write) -> None:
    write(message_class="staff")
    claimed = claim_batch()
    pause(user=office, reason="Wrong")
    assert str(dispatch_batch(claimed)) == "1 put back"
    assert Message.objects.get().claims == 0


def test_a_second_pause_changes_nothing_and_the_log_says_who_and_why(office: User) -> None:
    first = pause(user=office, reason="Wrong")
    assert pause(user=make_account(Role.ADMINISTRATOR), reason="Also wrong") == first
    assert resume(user=office)
    assert not resume(user=office)
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["outbox.paused", "outbox.resumed"]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_nobody_else_may_pause(school: SchoolPage, role: Role) -> None:
    user = make_account(role, school)
    with pytest.raises(PermissionDenied):
        pause(user=user, reason="x")
    assert signed_in(user).post(reverse("outbox:pause"), {"reason": "x"}).status_code in {302, 403}
    assert not SendingPause.objects.exists()


def test_the_outbox_says_who_paused_it_and_why_and_how_much_waits(
    office: User, write: Write
) -> None:
    client = signed_in(office)
    write()
    answer = client.post(reverse("outbox:pause"), {"reason": "A wrong date"}, follow=True)
    words = answer.content.decode()
    for said in ("Sending is paused by", "A wrong date", "1 message waits."):
        assert said in words
    words = client.get(reverse("outbox:pause")).content.decode()
    assert "Send messages again" in words
    client.post(reverse("outbox:pause"), {"resume": "1"})
    assert "Sending is paused" not in client.get(LIST).content.decode()


def test_a_pause_needs_a_reason(office: User) -> None:
    answer = signed_in(office).post(reverse("outbox:pause"), {"reason": " "})
    assert answer.status_code == 200
    assert not SendingPause.objects.exists()


def test_the_outbox_shows_the_progress(office: User, write: Write) -> None:
    for number in range(30):
        write(address=f"f{number}@example.net")
    now = timezone.now()
    ids = list(Message.objects.values_list("pk", flat=True)[:20])
    Message.objects.filter(pk__in=ids).update(
        state=State.ACCEPTED, handed_over_at=now - dt.timedelta(minutes=1)
    )
    found = progress(now)
    assert (found.waiting, found.sent, found.share) == (10, 20, 66)
    words = " ".join(signed_in(office).get(LIST).content.decode().split())
    assert "10 messages are on their way. 20 left within the last hour." in words
