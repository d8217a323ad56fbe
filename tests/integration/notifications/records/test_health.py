"""How the providers are doing: from our own records, for those who decide about it, no secret."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Message, ProviderEvent
from notifications.providers.sendgrid.provider import SendGridProvider
from notifications.rules.state import State
from notifications.screens.reports import ChannelHealth, health
from notifications.services.pausing import pause
from notifications.services.rate_limit import close
from tests.factories.people import make_account
from tests.fakes.provider_servers.sendgrid import SendGridServer

from .conftest import Write, signed_in

pytestmark = pytest.mark.django_db
SCREEN = "/admin/reports/providers/"


def handed_over(write: Write, state: State, *, hours: int = 1, **fields: object) -> None:
    message = write(**fields)
    moment = timezone.now() - dt.timedelta(hours=hours)
    Message.objects.filter(pk=message.pk).update(state=state, handed_over_at=moment)


def of(channel: str) -> ChannelHealth:
    return next(each for each in health(timezone.now()) if each.channel == channel)


def test_errors_are_those_of_the_last_day(write: Write) -> None:
    for number, state in enumerate([State.ACCEPTED] * 3 + [State.BOUNCED]):
        handed_over(write, state, address=f"{number}@example.net")
    handed_over(write, State.REJECTED, hours=30, address="before@example.net")
    found = of("email")
    assert (found.handed_over, found.failed, found.error_rate) == (4, 1, 25)
    assert "Many messages of the last day did not get there." in found.problems()


def test_what_nobody_can_tell_and_what_waits_is_counted_by_channel(
    write: Write, settings: Settings
) -> None:
    settings.TEXT_PROVIDER = "sandbox"
    settings.TEXT_FROM = "+14065550100"
    handed_over(write, State.UNKNOWN)
    write(address="+14065550123", channel="text", subject="")
    assert (of("email").unknown, of("email").waiting) == (1, 0)
    assert (of("text").unknown, of("text").waiting, of("text").later) == (0, 1, 0)
    write(send_after=timezone.now() + dt.timedelta(hours=9), address="tonight@example.net")
    assert (of("email").waiting, of("email").later) == (1, 1)


def test_what_the_provider_did_not_take_is_tried_again_and_the_screen_says_when(
    administrator: User, write: Write
) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    for number, minutes in enumerate((0, 20)):
        message = write(address=f"{number}@example.net")
        send_after = later + dt.timedelta(minutes=minutes)
        Message.objects.filter(pk=message.pk).update(attempts=8, send_after=send_after)
    found = of("email")
    assert (found.again, found.again_at) == (2, later)
    words = signed_in(administrator).get(SCREEN).content.decode()
    assert "The provider did not take 2 messages. They are tried again by themselves" in words
    assert "Next try" in words


def test_a_provider_that_reports_nothing_is_pointed_out(write: Write, settings: Settings) -> None:
    settings.MAIL_PROVIDER = "sendgrid"
    handed_over(write, State.ACCEPTED)
    assert "The provider has reported nothing: look at its webhook." in of("email").problems()
    now = timezone.now()
    ProviderEvent.objects.create(source="sendgrid", event_id="1", kind="delivered", at=now)
    assert of("email").problems() == []


def test_the_screen_shows_pause_and_rest_and_neither_key_nor_address(
    administrator: User,
    write: Write,
    sendgrid: SendGridServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    def asked(*args: object) -> None:
        raise AssertionError("A provider was asked.")

    monkeypatch.setattr(SendGridProvider, "__init__", asked)
    settings.MAIL_PROVIDER = "sendgrid"
    handed_over(write, State.UNKNOWN)
    pause(user=administrator, reason="a wrong digest")
    close("email", until=timezone.now() + dt.timedelta(hours=1))
    words = signed_in(administrator).get(SCREEN).content.decode()
    for shown in ("sendgrid", "a wrong digest", "asked us to wait"):
        assert shown in words
    # An administrator has no folder of the documentation before them.
    guide = re.search(r'href="([^"#]+)#when-a-provider-is-down"', words)
    assert guide is not None
    assert 'id="when-a-provider-is-down"' in signed_in(administrator).get(guide[1]).text
    for hidden in (settings.SENDGRID_API_KEY, settings.SENDGRID_WEBHOOK_KEY, "ana.ruiz"):
        assert hidden not in words


def test_a_provider_that_cannot_be_used_is_said_and_breaks_nothing(
    administrator: User, settings: Settings
) -> None:
    settings.MAIL_PROVIDER = "no.such.Provider"
    words = signed_in(administrator).get(SCREEN).content.decode()
    assert "cannot be used" in words


def test_the_office_opens_it_and_reads_whom_to_tell(school: object) -> None:
    client = signed_in(make_account(Role.COMMUNICATIONS))
    words = client.get(SCREEN).text
    assert "Tell a district administrator." in words
    # The guide of the accounts, and the server, are the administrators'.
    assert "check_provider" not in words
    assert reverse("guide", args=["mail-and-texts"]) not in words
    assert SCREEN in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.TEACHER])
def test_nobody_else_opens_it(role: Role, school: object) -> None:
    client = signed_in(make_account(role, school))
    assert client.get(SCREEN).status_code == 302
    assert SCREEN not in client.get(reverse("wagtailadmin_home")).content.decode()
