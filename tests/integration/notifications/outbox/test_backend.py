"""Every mail of Django and Wagtail becomes a row of the outbox."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers, send_mail
from django.db import transaction
from wagtail.admin.mail import send_mail as wagtail_send_mail

from notifications.models import Message
from tests.fakes.providers import Mailbox

pytestmark = pytest.mark.django_db


def test_the_project_sends_mail_through_the_outbox_and_nothing_else(settings: Any) -> None:
    # As in every environment; the tests' own fixture sets the same.
    from district_cms.settings import base  # noqa: PLC0415  # read again here, on purpose

    assert base.MAILERS == {"default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}}
    assert type(mailers.default).__module__ == "notifications.backends"


def test_a_mail_of_django_is_written_and_not_sent(provider: Mailbox) -> None:
    number = send_mail(
        "A page waits", "Please look at it.", None, ["Kim.Lee@larkspur.example"],
        html_message="<p>Please look at it.</p>",
    )  # fmt: skip
    message = Message.objects.get()
    assert number == 1
    assert (message.message_class, message.state) == ("staff", "ready")
    assert message.address == "kim.lee@larkspur.example"
    assert message.subject == "A page waits"
    assert message.text == "Please look at it."
    assert message.html == "<p>Please look at it.</p>"
    assert message.from_email == "no-reply@larkspur.example"
    assert not provider.sent


def test_a_mail_of_wagtail_is_written_with_its_header() -> None:
    wagtail_send_mail("Moderation", "Words.", ["kim.lee@larkspur.example"])
    message = Message.objects.get()
    assert message.headers == {"Auto-Submitted": "auto-generated"}
    assert message.message_class == "staff"


def test_each_recipient_gets_a_message_of_their_own_and_sees_no_other() -> None:
    mail = EmailMessage(
        "Words", "Words.", None, ["Ana <ana@example.net>", "luis@example.net"],
        cc=["kim@larkspur.example"], bcc=["lee@larkspur.example", "LUIS@example.net"],
        reply_to=["office@larkspur.example"], headers={"Cc": "x", "List-Id": "<news>"},
    )  # fmt: skip
    assert mail.send() == 1
    messages = {message.address: message for message in Message.objects.all()}
    assert set(messages) == {
        "ana@example.net", "luis@example.net", "kim@larkspur.example", "lee@larkspur.example",
    }  # fmt: skip
    for message in messages.values():
        assert message.headers == {"List-Id": "<news>"}
        assert message.reply_to == "office@larkspur.example"


@pytest.mark.parametrize("name", ["X-District-Message-Class", "x-district-message-class"])
def test_a_header_names_the_class_and_is_not_passed_on(name: str) -> None:
    EmailMessage("s", "t", None, ["ana@example.net"], headers={name: "confirmation"}).send()
    message = Message.objects.get()
    assert (message.message_class, message.headers) == ("confirmation", {})


def test_a_mail_that_is_html_only_gets_a_text_too() -> None:
    mail = EmailMessage("s", "<p>Plain <b>words</b>.</p>", None, ["ana@example.net"])
    mail.content_subtype = "html"
    mail.send()
    message = Message.objects.get()
    assert (message.text, message.html) == ("Plain words.", "<p>Plain <b>words</b>.</p>")


def attach_file(mail: EmailMultiAlternatives) -> None:
    mail.attach("list.csv", "a,b", "text/csv")


def attach_calendar(mail: EmailMultiAlternatives) -> None:
    mail.attach_alternative("BEGIN:VCALENDAR", "text/calendar")


def lose_the_address(mail: EmailMultiAlternatives) -> None:
    mail.to = ["<>"]


@pytest.mark.parametrize("change", [attach_file, attach_calendar, lose_the_address])
def test_unsupported_content_is_refused_and_not_lost(
    change: Callable[[EmailMultiAlternatives], None],
) -> None:
    mail = EmailMultiAlternatives("s", "t", None, ["ana@example.net"])
    change(mail)
    with pytest.raises(ValueError, match=r"outbox|recipient"):
        mail.send()
    assert not Message.objects.exists()


def test_a_mail_is_rolled_back_with_its_transaction() -> None:
    with transaction.atomic():
        send_mail("s", "t", None, ["ana@example.net"])
        transaction.set_rollback(True)
    assert not Message.objects.exists()
