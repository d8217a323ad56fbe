"""Suppressed addresses: written once; who may lift and who may see them."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from notifications.models import Suppression
from notifications.providers.base import NotProcessed
from notifications.suppressions.rules import Cause, LiftRefused
from notifications.suppressions.services import (
    ProviderReport,
    lift,
    lift_by_owner,
    suppress,
    suppressed,
)
from tests.factories.people import fresh, make_account
from tests.fakes.provider_servers.sendgrid import SendGridServer

pytestmark = pytest.mark.django_db
ANA, NUMBER = "ana.ruiz@example.net", "+14065550123"
LIST = "/admin/suppressed-addresses/"
SINCE = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def officer(school: SchoolPage) -> User:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def office(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def onlooker(school: SchoolPage) -> Client:
    """A principal who may look, but not see addresses or lift."""
    user = make_account(Role.PRINCIPAL, school)
    user.user_permissions.add(Permission.objects.get(codename="view_suppression"))
    client = Client()
    client.force_login(fresh(user))
    return client


def bounced(address: str = ANA, cause: Cause = Cause.HARD_BOUNCE) -> Suppression:
    channel = "text" if address.startswith("+") else "email"
    suppress([ProviderReport(address, channel, cause, SINCE, "550 no such user")])
    return Suppression.objects.active().get(address=address, cause=cause)


def page(row: Suppression) -> str:
    return reverse("suppressions:inspect", args=[row.pk])


def test_an_address_is_suppressed_once_for_each_cause() -> None:
    for _again in range(2):
        suppress(
            [
                ProviderReport(ANA, "email", Cause.HARD_BOUNCE, SINCE),
                ProviderReport(ANA, "email", Cause.HARD_BOUNCE, SINCE),
                ProviderReport(ANA, "email", Cause.COMPLAINT, SINCE),
            ]
        )
    assert suppressed([ANA]) == {(ANA, "email"): [Cause.HARD_BOUNCE, Cause.COMPLAINT]}
    assert Suppression.objects.count() == 2


def test_a_lifted_address_may_be_suppressed_again(officer: User) -> None:
    lift(suppression=bounced(), by=officer, reason="the mailbox works again")
    assert suppressed([ANA]) == {}
    bounced()
    assert Suppression.objects.count() == 2


def test_lifting_is_in_the_audit_log_without_the_address(officer: User) -> None:
    lift(suppression=bounced(), by=officer, reason="the mailbox works again")
    entry = AuditEntry.objects.get(action="suppression_lifted")
    assert entry.data["reason"] == "the mailbox works again"
    assert entry.data["address"] == "a…@example.net"


def test_lifting_twice_is_one_entry(officer: User) -> None:
    row = bounced()
    for _again in range(2):
        lift(suppression=row, by=officer, reason="the mailbox works again")
    assert AuditEntry.objects.filter(action="suppression_lifted").count() == 1


def test_only_the_owner_lifts_a_stop(officer: User) -> None:
    row = bounced(NUMBER, Cause.STOP)
    with pytest.raises(LiftRefused, match="START"):
        lift(suppression=row, by=officer, reason="they called")
    bounced(NUMBER, Cause.NO_NUMBER)
    assert lift_by_owner(address=NUMBER, how="START") == 1
    assert suppressed([NUMBER]) == {(NUMBER, "text"): [Cause.NO_NUMBER]}


def test_nothing_is_lifted_while_sendgrid_is_unavailable(
    officer: User, settings: Settings, sendgrid: SendGridServer
) -> None:
    settings.MAIL_PROVIDER = "sendgrid"
    settings.SENDGRID_API_KEY = "SG.old"
    row = bounced()
    with pytest.raises(NotProcessed):
        lift(suppression=row, by=officer, reason="the mailbox works again")
    row.refresh_from_db()
    assert row.lifted_at is None
    assert not AuditEntry.objects.filter(action="suppression_lifted").exists()


# ------------------------------------------------------------------------------- the screen


def test_the_office_sees_addresses_and_lifts_with_a_reason(office: Client) -> None:
    row = bounced()
    words = office.get(LIST).content.decode()
    assert ANA in words
    assert f'href="{page(row)}"' in words
    assert ANA in office.get(page(row)).content.decode()
    refused = office.post(page(row), {"reason": " "})
    assert refused.status_code == 422
    assert "Say why this address may get messages again." in refused.content.decode()
    done = office.post(page(row), {"reason": "the mailbox works again"}, follow=True)
    words = done.content.decode()
    assert "This address gets messages again." in words
    assert "the mailbox works again" in words
    assert 'name="reason"' not in words


def test_a_stop_has_no_button_and_says_why(office: Client) -> None:
    row = bounced(NUMBER, Cause.STOP)
    words = office.get(page(row)).content.decode()
    assert 'name="reason"' not in words
    assert "only the owner can allow them again" in words
    words = office.post(page(row), {"reason": "they called"}, follow=True).content.decode()
    assert "only the owner can allow them again" in words
    assert suppressed([NUMBER])


def test_an_onlooker_sees_no_address_exports_nothing_and_lifts_nothing(onlooker: Client) -> None:
    row = bounced()
    for address in (LIST, page(row)):
        words = onlooker.get(address).content.decode()
        assert "a…@example.net" in words
        assert "ana.ruiz" not in words
        assert 'name="reason"' not in words
    assert "text/csv" not in onlooker.get(LIST, {"export": "csv"})["Content-Type"]
    assert "a…@" in onlooker.get(LIST, {"q": "nobody"}).content.decode()
    onlooker.post(page(row), {"reason": "because"})
    assert suppressed([ANA])


def test_the_list_is_filtered(office: Client, officer: User) -> None:
    lift(suppression=bounced(), by=officer, reason="the mailbox works again")
    bounced("bo@example.net")
    words = office.get(LIST, {"now": "active"}).content.decode()
    assert "bo@example.net" in words
    assert ANA not in words
