"""`manage.py check_provider`: what it finds, and what it advises."""

import socket
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.schools.models import DistrictSettings
from notifications.providers.senders import public_url
from notifications.providers.sendgrid.provider import EVENTS
from tests.fakes.provider_servers.sendgrid import SendGridServer
from tests.fakes.provider_servers.serving import RESET
from tests.fakes.provider_servers.twilio import TwilioServer
from tests.fakes.smtp_server import smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(sendgrid: SendGridServer, twilio: TwilioServer, settings: Settings) -> None:
    """Both accounts, set up correctly."""
    settings.MAIL_PROVIDER, settings.TEXT_PROVIDER = "sendgrid", "twilio"
    settings.DEFAULT_FROM_EMAIL = "no-reply@larkspur.example"
    settings.CLASS_MAIL_FROM = "class-updates@larkspur.example"
    sendgrid.webhook = {
        "enabled": True,
        "url": public_url(reverse("webhooks:sendgrid_events")),
        **dict.fromkeys(EVENTS, True),
    }
    twilio.inbound_url = public_url(reverse("webhooks:twilio_inbound"))
    answers_go_to("office@larkspur.example")


def answers_go_to(mailbox: str) -> None:
    office = DistrictSettings.load()
    office.email = mailbox
    office.save()


def run(*arguments: str) -> tuple[str, str]:
    """Returns its output, and its error ("" for none)."""
    out = StringIO()
    try:
        call_command("check_provider", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_each_thing_that_is_wrong_has_a_sentence(
    both: None, sendgrid: SendGridServer, twilio: TwilioServer
) -> None:
    sendgrid.domains[0]["valid"] = False
    sendgrid.webhook["enabled"] = False
    sendgrid.is_signed = False
    sendgrid.tracking["click"] = True
    twilio.status = "suspended"
    twilio.inbound_url = ""
    out, failed = run()
    assert failed.startswith("6 to fix")
    for words in (
        "The DNS records of larkspur.example are not as SendGrid expects them",
        "The event webhook is off",
        "The event webhook is not signed",
        "Click tracking is on for the whole account",
        "The account at Twilio is suspended",
        "What families text back goes to nowhere",
    ):
        assert f"fix: {words}" in out


@pytest.mark.parametrize(
    "mailbox, words", [("", "may have no mailbox"), ("rosa@elsewhere.example", "no mailbox of the")]
)
def test_replies_that_reach_nobody_are_reported(both: None, mailbox: str, words: str) -> None:
    answers_go_to(mailbox)
    out, failed = run("--channel", "email")
    assert failed.startswith("1 to fix")
    assert words in out


def deliver_by_smtp(settings: Settings, port: int) -> None:
    settings.MAIL_PROVIDER, settings.TEXT_PROVIDER = "django", ""
    settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
    settings.DEFAULT_FROM_EMAIL = "no-reply@larkspur.example"
    settings.CLASS_MAIL_FROM = "Class updates <class-updates@larkspur.example>"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    delivery = {"BACKEND": backend, "OPTIONS": options}
    settings.MAILERS = {**settings.MAILERS, "delivery": delivery}


def test_a_mail_server_is_checked_for_access_and_senders(settings: Settings) -> None:
    answers_go_to("office@larkspur.example")
    with smtp_server() as server:
        deliver_by_smtp(settings, server.port)
        out, failed = run()
        assert failed == ""
        assert "good: The mail server lets us in." in out
        assert "good: Mail leaves as class-updates@larkspur.example" in out
        settings.CLASS_MAIL_FROM = "class-updates@elsewhere.example"
        settings.DEFAULT_FROM_EMAIL = "no-reply"
        out, failed = run()
    assert failed.startswith("2 to fix")
    assert "fix: CLASS_MAIL_FROM is class-updates@elsewhere.example, which is not among" in out
    assert "fix: DEFAULT_FROM_EMAIL is 'no-reply', which is no email address." in out


def test_a_missing_mail_server_is_reported(settings: Settings) -> None:
    answers_go_to("office@larkspur.example")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    deliver_by_smtp(settings, port)
    out, failed = run()
    assert failed.startswith("1 to fix")
    assert "fix: The mail server cannot be reached" in out


def test_a_rejected_key_is_reported(both: None, settings: Settings) -> None:
    settings.SENDGRID_API_KEY = "SG.old"
    settings.TWILIO_AUTH_TOKEN = "old"
    out, failed = run()
    assert "Check SENDGRID_API_KEY" in out
    assert "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN" in out
    assert failed.startswith("2 to fix")


def test_a_test_message_goes_to_the_named_address_and_into_the_log(
    both: None, sendgrid: SendGridServer, twilio: TwilioServer
) -> None:
    out, failed = run("--send-to", "it@larkspur.example")
    assert failed == ""
    assert "sendgrid took the test message" in out
    assert [taken.address for taken in sendgrid.taken] == ["it@larkspur.example"]
    out, failed = run("--channel", "text", "--send-to", "+14065550123")
    assert failed == ""
    assert "email" not in out
    assert [kept.to for kept in twilio.texts.values()] == ["+14065550123"]
    entries = AuditEntry.objects.filter(action="provider_tested")
    assert entries.count() == 2
    assert "it@larkspur.example" not in str(list(entries.values_list("data", flat=True)))


def test_an_unanswered_test_message_is_not_reported_as_sent(
    both: None, twilio: TwilioServer
) -> None:
    twilio.faults.append(RESET)
    out, failed = run("--channel", "text", "--send-to", "+14065550123")
    assert "twilio did not answer in time" in out
    assert failed.startswith("1 to fix")


@pytest.mark.parametrize("junk", ["a page", [], {"errors": 1}, None])
def test_an_unreadable_answer_is_reported(
    both: None, sendgrid: SendGridServer, junk: object
) -> None:
    sendgrid.account = junk  # type: ignore[assignment]  # the server lies
    out, failed = run("--channel", "email")
    assert ("fix: SendGrid did not say how the account is" in out) is (junk != {"errors": 1})
    assert failed.startswith("1 to fix") is (junk != {"errors": 1})


def test_a_channel_without_a_provider_is_reported(both: None, settings: Settings) -> None:
    settings.TEXT_PROVIDER = ""
    assert run("--channel", "text")[1] == "There is no provider for text: set TEXT_PROVIDER."


def test_an_invalid_address_is_refused(both: None) -> None:
    assert "neither an email address nor a number" in run("--send-to", "Ana")[1]


def test_a_sender_that_is_not_registered_stops_the_start(settings: Settings) -> None:
    settings.TEXT_PROVIDER = ""
    settings.MAIL_REGISTERED_SENDERS = ["news@larkspur.example"]
    settings.DEFAULT_FROM_EMAIL = "news@larkspur.example"
    settings.CLASS_MAIL_FROM = "class-updates@elsewhere.example"
    found = [check for check in run_checks() if (check.id or "").startswith("notifications.")]
    assert [check.id for check in found] == ["notifications.E001"]
    assert "CLASS_MAIL_FROM" in found[0].msg


def test_a_provider_without_its_secrets_stops_the_start(settings: Settings) -> None:
    settings.MAIL_PROVIDER, settings.TEXT_PROVIDER = "sendgrid", "twilio"
    settings.SENDGRID_API_KEY = settings.SENDGRID_WEBHOOK_KEY = ""
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_FROM_NUMBER = ""
    settings.TWILIO_MESSAGING_SERVICE_SID = ""
    ids = {check.id for check in run_checks() if (check.id or "").startswith("notifications.")}
    assert ids == {
        "notifications.E002",
        "notifications.W003",
        "notifications.E004",
        "notifications.E005",
    }
