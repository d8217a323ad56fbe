"""The command for an urgent notice: the website and its worker may be down, the families know."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import Banner
from notifications.models import Message, UrgentNotice
from tests.factories.district import District
from tests.factories.people import make_account
from tests.fakes.providers import mailbox

from .conftest import follow

pytestmark = pytest.mark.django_db


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
    assert not UrgentNotice.objects.exists()
    assert not Banner.objects.exists()


def test_it_puts_up_the_banner_and_hands_the_messages_over_without_a_worker(
    district: District,
) -> None:
    wanted = follow(district.classroom, number=2)
    told = run(
        *("--school", "juniper-creek", "--usual", "late", "--yes", "--dispatch"),
        by=district.principal,
    )
    assert "2 messages written: 2 handed over" in told
    assert sorted(each.address for each in mailbox.sent) == sorted(wanted)
    assert Banner.objects.get().school == district.school
    entry = AuditEntry.objects.get(action="urgent_notice.sent")
    assert (entry.actor, entry.data["without_second_person"]) == (
        str(district.principal),
        "The website is down.",
    )


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
        (["--school", "juniper-creek", "--usual", "late", "--until", "2026-11-01T18:00"], "over"),
    ],
)
def test_what_it_refuses(arguments: list[str], said: str, district: District) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments, "--yes", by=district.principal)
    assert not UrgentNotice.objects.exists()
    assert not Message.objects.exists()
