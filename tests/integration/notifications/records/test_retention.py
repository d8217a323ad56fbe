"""What is deleted because of its age, what prevents that, and who sees it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import record
from district_cms.barriers import tasks as barrier_tasks
from district_cms.barriers.models import BarrierReport
from district_cms.deviations import tasks as deviation_tasks
from district_cms.deviations.models import Deviation
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.reports.tasks import remove_old_details
from district_cms.schools.models import DistrictSettings
from notifications.digests.tasks import forget
from notifications.models import (
    LegalHold,
    Message,
    PendingSubscription,
    WebhookPayload,
)
from notifications.retention.holds import lift_hold, set_hold
from notifications.retention.purging import forget_addresses
from notifications.rules.state import State
from notifications.services.transitions import move
from signatures.entitlements import tasks as signature_tasks
from signatures.models import Entitlement
from tests.factories.people import make_account
from tests.factories.signatures import make_entitlement

from .conftest import Write, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]
ANA = "ana.ruiz@example.net"
SCREEN = "/admin/reports/deletion/"


def long_ago(write: Write, state: State = State.CANCELED, **fields: object) -> Message:
    """A settled message of two years ago."""
    message = write(**fields)
    move(Message.objects.filter(pk=message.pk), State.CANCELED)
    then = timezone.now() - dt.timedelta(days=800)
    Message.objects.filter(pk=message.pk).update(created_at=then, state=state)
    return message


def test_a_run_that_reaches_its_limit_leaves_the_rest_to_the_next(write: Write) -> None:
    for number in range(3):
        long_ago(write, address=f"{number}@example.net")
    now = timezone.now()
    assert forget_addresses(before=now, now=now, most=2) == 2
    assert forget_addresses(before=now, now=now, most=2) == 1


def test_a_message_without_its_address_is_never_written_again(write: Write) -> None:
    old, of_address = long_ago(write, dedupe_key="letter:7"), f"urgent:7:{ANA}"
    other = long_ago(write, dedupe_key=of_address)
    now = timezone.now()
    assert forget_addresses(before=now, now=now) == 2
    with pytest.raises(AssertionError):  # `write` expects that it was written
        write(dedupe_key="letter:7")
    assert ANA not in str(Message.objects.filter(pk__in=[old.pk, other.pk]).values())


def test_without_a_retention_schedule_no_possible_record_is_deleted(
    write: Write, settings: Settings, administrator: User
) -> None:
    office = DistrictSettings.load()
    office.retention_schedule = ""
    office.save()
    old, long = long_ago(write), timezone.now() - dt.timedelta(days=2_000)
    day, staff = long.date(), administrator.staff
    WebhookPayload.objects.create(source="twilio", body=ANA, received_at=long)
    PendingSubscription.objects.create(
        token_hash="0", address=ANA, scope="class", page_uuid=old.pk, expires_at=long
    )
    BarrierReport.objects.create(
        reference="LV-1", due_on=day, remind_on=day, closed_at=long, email=ANA
    )
    Deviation.objects.create(staff=staff, requirement="feedback", day=day)
    make_entitlement(staff=staff, expires=long.date())
    settings.AUDIT_DETAILS_KEPT_DAYS = 400
    record(action="test.done", actor="Ana", at=long)
    seal_log(late=True)

    def kept_after_a_night() -> list[bool]:
        tasks = barrier_tasks.forget, deviation_tasks.forget, signature_tasks.forget
        for task in (forget, *tasks, remove_old_details):
            task()
        known = Message.objects.filter(address=ANA), BarrierReport.objects.filter(email=ANA)
        others = [each.objects.all() for each in (WebhookPayload, Deviation, Entitlement)]
        entry = AuditEntry.objects.filter(action="test.done", actor="Ana")
        return [each.exists() for each in (*known, *others, entry)]

    assert kept_after_a_night() == 6 * [True]
    assert not PendingSubscription.objects.exists()
    assert "has not entered its records retention" in signed_in(administrator).get(SCREEN).text
    office.retention_schedule = "School schedule 7 of 2024"
    office.save()
    assert kept_after_a_night() == 6 * [False]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.PRINCIPAL, Role.TEACHER])
def test_nobody_but_an_administrator_sets_or_lifts_a_hold(
    role: Role, school: object, administrator: User
) -> None:
    user = make_account(role, school)
    hold = set_hold(user=administrator, reason="case 26-17")
    with pytest.raises(PermissionDenied):
        set_hold(user=user, reason="x")
    with pytest.raises(PermissionDenied):
        lift_hold(user=user, hold=hold, reason="x")
    client = signed_in(user)
    assert client.get(SCREEN).status_code == 302
    assert client.post(SCREEN, {"reason": "x", "lift": hold.pk}).status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_at is None
    assert SCREEN not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_administrator_sets_a_hold_and_lifts_it_on_the_screen(administrator: User) -> None:
    client = signed_in(administrator)
    assert "There is no legal hold" in client.get(SCREEN).content.decode()
    assert client.post(SCREEN, {"reason": " "}).status_code == 422
    client.post(SCREEN, {"reason": "case 26-17"})
    hold = LegalHold.objects.get()
    words = client.get(SCREEN).content.decode()
    for shown in ("case 26-17", "Nothing is deleted because of its age"):
        assert shown in words
    refused = client.post(SCREEN, {"lift": hold.pk, "reason": ""})
    assert refused.status_code == 422
    client.post(SCREEN, {"lift": hold.pk, "reason": "the case is over"})
    assert "the case is over" in client.get(SCREEN).content.decode()
    actions = list(
        AuditEntry.objects.filter(action__startswith="legal_hold").values_list("action", flat=True)
    )
    assert sorted(actions) == ["legal_hold.lifted", "legal_hold.set"]


def test_the_outbox_says_that_an_address_was_deleted(office: Client, write: Write) -> None:
    old = long_ago(write)
    forget()
    words = office.get(reverse("outbox:inspect", args=[old.pk])).content.decode()
    assert "Deleted" in words
    assert "were deleted because of their age" in words
