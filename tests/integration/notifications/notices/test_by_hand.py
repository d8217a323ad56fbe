"""The command for an urgent notice: the website and its worker may be down, the families know."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import Banner
from notifications.models import Channel, Message, UrgentNotice
from notifications.notices import handing_over
from notifications.providers.base import NotProcessed
from notifications.providers.registry import make_provider
from notifications.services import dispatch
from tests.factories.district import District
from tests.factories.people import make_account
from tests.fakes.providers import mailbox
from tests.integration.conftest import Clock

from .conftest import follow

pytestmark = pytest.mark.django_db


def _office() -> Any:
    return make_account(Role.COMMUNICATIONS)


def run(*more: str, by: Any, **options: Any) -> str:
    out = StringIO()
    call_command(
        "send_urgent_notice",
        *more,
        "--by",
        by.email,
        "--reason",
        "The website is down.",
        stdout=out,
        **options,
    )
    return out.getvalue()


def test_without_yes_it_says_whom_it_would_reach_and_nothing_stays(district: District) -> None:
    follow(district.classroom, number=2)
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was sent"):
        call_command(
            "send_urgent_notice",
            *("--district", "--usual", "closed", "--by"),
            make_account(Role.COMMUNICATIONS).email,
            *("--reason", "The website is down."),
            stdout=out,
        )
    assert "email: 2 recipients, 0 unreachable" in out.getvalue()
    assert "All schools are closed on Tuesday, November 10." in out.getvalue()
    assert "Todas las escuelas cierran el martes 10 de noviembre." in out.getvalue()
    assert not UrgentNotice.objects.exists()
    assert not Banner.objects.exists()


def test_it_waits_for_the_next_minute_and_for_a_provider_that_says_later(
    district: District, settings: Settings, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """The worker that would go on is down."""
    now = clock("2026-11-10 05:00")
    rests: list[float] = []

    def rest(seconds: float) -> None:
        rests.append(seconds)
        passed = now + dt.timedelta(seconds=sum(rests))
        clock(f"{passed:%Y-%m-%d %H:%M:%S}")

    monkeypatch.setattr(handing_over, "sleep", rest)
    settings.SENDING_PER_MINUTE = {"email": 2}
    wanted = follow(district.classroom, number=3)
    mailbox.answers.append(NotProcessed("busy", wait=dt.timedelta(seconds=90)))
    told = run("--district", "--usual", "late", "--yes", "--dispatch", by=_office())
    assert "3 messages written: 3 handed over" in told
    assert sorted({each.address for each in mailbox.sent}) == sorted(wanted)
    assert sum(rests) >= 90
    assert "wait, the next until 05:0" in told


def test_a_channel_that_breaks_is_said_and_given_up_and_the_other_goes_out(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(district.classroom)
    (phone,) = follow(district.classroom, channel=Channel.TEXT)

    def broken(channel: str) -> Any:
        if channel == Channel.EMAIL:
            raise RuntimeError("no such server")
        return make_provider(channel)

    monkeypatch.setattr(dispatch, "make_provider", broken)
    told = run("--district", "--usual", "late", "--yes", "--dispatch", by=_office())
    assert [each.address for each in mailbox.sent] == [phone]
    assert "email: given up here; 1 wait for the worker." in told
    assert "1 handed over, 1 wait for the worker" in told


def test_a_missing_child_may_be_named_and_the_log_says_why(district: District) -> None:
    office = make_account(Role.COMMUNICATIONS)
    words = "Student Maria Lopez, born 4/12/2017, is missing."
    run("--district", "--title-en", "Missing child", "--text-en", words, "--yes", by=office)
    entry = AuditEntry.objects.get(action="urgent_notice.named_a_student")
    assert entry.data["reason"] == "The website is down."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--school", "larkspur-middle", "--usual", "late"], "may not send"),
        (["--district", "--usual", "late"], "may not send"),
        (["--school", "juniper-creek"], "text_en"),
        (["--school", "nowhere"], "no school nowhere"),
        (["--school", "juniper-creek", "--usual", "late", "--until", "2026-11-01T18:00"], "passed"),
    ],
)
def test_what_it_refuses(arguments: list[str], said: str, district: District) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments, "--yes", by=district.principal)
    assert not UrgentNotice.objects.exists()
    assert not Message.objects.exists()
