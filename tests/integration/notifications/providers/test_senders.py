"""Every address in a mail's headers is the district's: its sender, and where replies and bounces
go."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.models import DistrictSettings
from notifications.providers.base import Accepted, Outgoing, Rejected
from notifications.providers.senders import envelope_problem, logo_in
from notifications.providers.sendgrid.payload import request_of
from notifications.providers.sendgrid.provider import SendGridProvider
from notifications.providers.smtp import as_email
from tests.fakes.provider_servers.sendgrid import SendGridServer

pytestmark = pytest.mark.django_db
Mail = Callable[..., Outgoing]
ANSWERS = "answers would not go to a mailbox of the district"


@pytest.fixture(autouse=True)
def registered(settings: Settings) -> None:
    settings.MAIL_REGISTERED_SENDERS = ["larkspur.example", "news@sender.example"]
    settings.STAFF_EMAIL_DOMAINS = ["staff.larkspur.example"]


@pytest.mark.parametrize(
    "reply_to, problem",
    [
        ("", ""),
        ("office@larkspur.example", ""),
        ("Office <OFFICE@Larkspur.example>", ""),
        ("rivera@staff.larkspur.example", ""),
        ("news@sender.example", ""),
        ("other@sender.example", ANSWERS),
        ("someone@elsewhere.example", ANSWERS),
        ("office@larkspur.example, someone@elsewhere.example", ANSWERS),
        ("office@larkspur.example.elsewhere.example", ANSWERS),
        ("no address", ANSWERS),
    ],
)
def test_answers_go_to_a_mailbox_of_the_district(mail: Mail, reply_to: str, problem: str) -> None:
    assert envelope_problem(mail(reply_to=reply_to)) == problem


def test_the_office_may_name_mailboxes_elsewhere(mail: Mail) -> None:
    office = DistrictSettings.load()
    office.email = "Larkspur@mailbox.example"
    office.save()
    AccessibilitySettings(contact_email="access@mailbox.example").save()
    for named in ("larkspur@mailbox.example", "access@mailbox.example"):
        assert envelope_problem(mail(reply_to=named)) == ""
    assert envelope_problem(mail(reply_to="other@mailbox.example")) == ANSWERS


def test_the_logo_goes_with_a_mail_that_shows_it(mail: Mail) -> None:
    shown = mail(html='<p><img src="cid:district-logo" alt="">Larkspur</p>')
    written = as_email(shown).message()
    (picture,) = [each for each in written.walk() if each.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<district-logo>"
    assert picture.get_content().startswith(b"\x89PNG")
    assert "Larkspur" in written.get_body(["html"]).get_content()
    (attached,) = request_of([shown], logo_in(shown.html))["attachments"]
    assert (attached["content_id"], attached["disposition"]) == ("district-logo", "inline")
    plain = mail(html="<p>Larkspur</p>")
    assert not [
        each for each in as_email(plain).message().walk() if "image" in each["Content-Type"]
    ]
    assert "attachments" not in request_of([plain], logo_in(plain.html))


@pytest.mark.parametrize("name", ["Sender", "Return-Path", "From", "Errors-To", "Reply-To"])
def test_no_header_names_anyone_else(mail: Mail, name: str) -> None:
    assert envelope_problem(mail(headers={name: "<x@elsewhere.example>"}))
    assert envelope_problem(mail(headers={name: "<news@larkspur.example>"})) == ""


def test_a_mail_with_replies_elsewhere_is_not_sent_and_the_others_are(
    sendgrid: SendGridServer, mail: Mail
) -> None:
    good = mail("ana@example.net", reply_to="office@larkspur.example")
    bad = replace(mail("bo@example.net"), reply_to="someone@elsewhere.example")
    answers = SendGridProvider().send_many([good, bad])
    assert isinstance(answers[0], Accepted)
    assert answers[1] == Rejected(ANSWERS)
    assert [taken.address for taken in sendgrid.taken] == ["ana@example.net"]
