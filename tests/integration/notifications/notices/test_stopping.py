"""Stopping a notice that turns out wrong; a notice that ends before its last message says so."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import Banner
from notifications.models import Message, Standing, UrgentNotice
from notifications.notices.rules import NotSent
from notifications.notices.services import send_urgent_notice, stop
from notifications.notices.writing import write_all, write_block
from notifications.rules.state import State
from notifications.services import claim_batch, dispatch_batch, resolve_unknown
from tests.factories.district import District
from tests.factories.people import make_account
from tests.fakes.providers import mailbox
from tests.integration.conftest import Clock

from .conftest import follow, urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(district: District) -> Any:
    return make_account(Role.COMMUNICATIONS)


def sent(office: Any, **fields: Any) -> UrgentNotice:
    notice = urgent(office, **fields)
    return send_urgent_notice(
        notice=notice, user=office, seen=notice.fingerprint, reason="The wrong school burns."
    )


def test_stopping_cancels_unsent_messages_and_removes_the_banner(
    district: District, office: Any, client: Client
) -> None:
    follow(district.classroom, number=4)
    notice = sent(office)
    write_block(notice, size=3)
    dispatch_batch(claim_batch(1))
    claimed = claim_batch(1)
    client.force_login(office)
    page = reverse("urgent-notices:inspect", args=[notice.pk])
    assert 'name="stop"' in client.get(page).text
    told = client.post(page, {"stop": "1"}, follow=True).text
    assert "Stopped. No more messages will be sent." in told
    assert 'name="stop"' not in told
    dispatch_batch(claimed)
    write_all(notice)
    dispatch_batch(claim_batch())
    assert len(mailbox.sent) == 1
    assert Banner.objects.get().standing() == "over"
    notice.refresh_from_db()
    assert notice.standing == Standing.WITHDRAWN
    entry = AuditEntry.objects.get(action="urgent_notice.stopped")
    assert (entry.actor, entry.data["messages"]) == (str(office), 2)


def test_stopping_says_how_many_messages_will_not_be_sent(
    district: District, office: Any, client: Client
) -> None:
    follow(district.classroom, number=3)
    notice = sent(office)
    write_all(notice)
    dispatch_batch(claim_batch(1))
    client.force_login(office)
    page = reverse("urgent-notices:inspect", args=[notice.pk])
    told = client.post(page, {"stop": "1"}, follow=True).text
    assert "Stopped. 2 messages will not be sent." in told


def test_a_sent_notice_can_be_taken_off_the_website(
    district: District, office: Any, client: Client
) -> None:
    follow(district.classroom, number=3)
    notice = sent(office)
    client.force_login(office)
    page = reverse("urgent-notices:inspect", args=[notice.pk])
    assert "Take it off the website" not in client.get(page).text
    write_all(notice)
    dispatch_batch(claim_batch())
    left = client.get(page).text
    assert "Take it off the website" in left
    assert "Stop the remaining messages" not in left
    assert (
        "All messages had already been sent." in client.post(page, {"stop": "1"}, follow=True).text
    )
    assert Banner.objects.get().standing() == "over"


def test_an_unanswered_message_is_not_sent_again_after_the_stop(
    district: District, office: Any, clock: Clock
) -> None:
    clock("2026-11-10 05:00")
    follow(district.classroom)
    notice = sent(office)
    write_all(notice)
    now = timezone.now()
    Message.objects.update(state=State.UNKNOWN, settled_at=now, expires_at=notice.ends_at)
    stop(notice=notice, user=office)
    resolve_unknown(clock("2026-11-10 05:10"))
    dispatch_batch(claim_batch())
    assert mailbox.sent == []


def test_only_people_who_may_send_it_can_stop_it_and_only_once(
    district: District, office: Any
) -> None:
    notice = sent(office)
    with pytest.raises(PermissionDenied):
        stop(notice=notice, user=district.principal)
    stop(notice=notice, user=office)
    with pytest.raises(NotSent, match="stopped"):
        stop(notice=notice, user=office)
