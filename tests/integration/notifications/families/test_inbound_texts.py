"""How texts from families are handled."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from district_cms.reports.site.condition import condition
from notifications.consent import services as consent
from notifications.consent.services import is_stopped
from notifications.families.tokens import preferences_token
from notifications.models import (
    Channel,
    ConsentRecord,
    Message,
    StopsFileSize,
    Subscriber,
    Subscription,
    Suppression,
)
from notifications.services import enqueue_message
from notifications.suppressions import stops
from notifications.tasks import dispatch
from notifications.texts.inbound import answer_text, handle_inbound_text
from notifications.webhooks.events import InboundText
from tests.factories.district import District
from tests.fakes.providers import Mailbox
from tests.integration.conftest import Clock

from .conftest import Family, types_number
from .test_texts import (
    NUMBER,
    TYPED,
    code_of,
    texting,
)

__all__ = ["texting"]  # fixtures

pytestmark = pytest.mark.django_db
OURS = "+14065550100"


def says(body: str, *, sender: str = NUMBER, **more: Any) -> str | None:
    return handle_inbound_text(sender=sender, to=OURS, body=body, **({"at": timezone.now()} | more))


def active() -> set[str]:
    return set(Subscription.objects.active().values_list("channel", flat=True))


def adds_number(family: Family, person: Subscriber) -> None:
    page = types_number(family, person, TYPED)
    family.browser.post(page.url, {"code": code_of()})


def follows_by_both(family: Family, district: District, address: str) -> Subscriber:
    """A family that gets the class by email and by text, at `NUMBER`."""
    family.subscribes(district.classroom, address=address)
    person = Subscriber.objects.get(addresses__address=address)
    adds_number(family, person)
    key = f"class.{district.classroom.translation_key}"
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    family.browser.post(link, {"keep": [key], "text": [key], "language": "en"})
    assert active() == {"email", "text"}
    return person


@pytest.fixture
def person(texting: District, family: Family) -> Subscriber:
    return follows_by_both(family, texting, "parent@example.net")


def test_a_late_stop_is_applied_but_not_confirmed(person: Subscriber) -> None:
    assert says("stop", at=timezone.now() - dt.timedelta(minutes=6)) is None
    assert active() == {"email"}


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
def test_we_do_not_answer_what_twilio_answered(person: Subscriber, kind: str) -> None:
    assert says(kind, opt_out_type=kind) is None
    assert ("text" in active()) == (kind != "STOP")


@pytest.mark.parametrize("body", ["stop", "stop everything", "HELP", "START", "hello"])
def test_an_unknown_number_gets_the_same_answer(person: Subscriber, body: str) -> None:
    assert says(body) == says(body, sender="+14065550177")


def test_an_unknown_number_can_be_stopped_too(person: Subscriber) -> None:
    known, unknown = says("stop"), says("stop", sender="+14065550177")
    assert known == unknown
    assert Suppression.objects.active().count() == 2


@pytest.mark.parametrize("body", ["NO", "no.", "Yes", "Y", "sí", "Si!"])
def test_a_yes_or_no_without_a_question_is_answered_once_a_day(
    person: Subscriber, body: str, clock: Clock
) -> None:
    answer_text(text_of(body))
    answer = Message.objects.get(message_class="reply").text
    assert active() == {"email", "text"}
    in_spanish = body in {"sí", "Si!"}
    assert ("ALTO" if in_spanish else "STOP") in answer
    assert ("no changes nothing" in answer) != in_spanish
    answer_text(text_of(body, 2))
    assert Message.objects.filter(message_class="reply").count() == 1
    clock(f"{timezone.localdate() + dt.timedelta(days=2)} 12:00")
    answer_text(text_of(body, 3))
    assert Message.objects.filter(message_class="reply").count() == 2


def test_after_a_stop_only_a_request_for_help_is_answered(person: Subscriber) -> None:
    says("stop")
    assert says("thanks, finally") is None
    assert "Text STOP to stop" in (says("HELP") or "")
    assert "Responda ALTO" in (says("AYUDA") or "")


@pytest.mark.parametrize("sender", ["", "12345", "+525512345678", "anonymous"])
def test_a_text_from_no_telephone_is_ignored(person: Subscriber, sender: str) -> None:
    assert says("stop", sender=sender) is None
    assert active() == {"email", "text"}


def text_of(body: str, number: int = 1, **more: Any) -> InboundText:
    values = {"sender": NUMBER, "recipient": OURS, "at": timezone.now()} | more
    return InboundText(id=f"SM{number}", body=body, **values)


def test_automatic_replies_do_not_go_on_forever(person: Subscriber) -> None:
    for number in range(20):
        answer_text(text_of("I am driving now.", number))
    assert Message.objects.filter(message_class="reply").count() == 4
    answer_text(text_of("stop", 99))
    assert active() == {"email"}
    assert Message.objects.filter(message_class="reply").count() == 5


def test_the_own_page_says_that_a_number_was_stopped_until_it_texts_start(
    texting: District, family: Family
) -> None:
    person = follows_by_both(family, texting, "ana@example.net")
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    key = f"class.{texting.classroom.translation_key}"
    assert "gets no texts" not in family.browser.get(link).text
    says("STOP")
    page = family.browser.get(link).text
    assert "The number …23 gets no texts" in page
    # Choices without effect, and a second number that replaces the first.
    assert 'name="text"' not in page
    assert "Get updates by text message too" not in page
    family.browser.post(link, {"keep": [key], "language": "en"})
    assert active() == {"email"}
    says("START")
    page = family.browser.get(link).text
    assert "gets no texts" not in page
    assert 'name="text"' in page


def test_after_a_restore_nothing_is_sent_until_what_families_stopped_is_applied(
    person: Subscriber,
    provider: Mailbox,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    committed = partial(django_capture_on_commit_callbacks, execute=True)
    with committed():
        says("please stop texting me")
    known = ConsentRecord.objects.get(act="withdrawn")
    assert stops.stops_path().stat().st_mode & 0o777 == 0o600
    call_command("check_consent")

    Subscription.objects.update(ended_at=None)
    for model in (ConsentRecord.objects.filter(act="withdrawn"), Suppression.objects.all()):
        model.delete()
    StopsFileSize.objects.update(known=0)
    assert active() == {"email", "text"}
    with committed():  # stopped meanwhile: that the others are not known must not be forgotten
        consent.withdraw(subscriber=person, channels=[Channel.EMAIL], by="preferences")
    Message.objects.all().delete()
    mail = {"message_class": "account", "address": "a@larkspur.example", "text": "T"}
    enqueue_message(subject="Restored", **mail)
    dispatch()
    assert provider.sent == []
    with pytest.raises(CommandError, match="does not know 3 stops"):
        call_command("check_consent")
    assert "backup-restored" in [problem.code for problem in condition().problems()]

    with committed():
        call_command("cancel_restored_mail", "--yes")
    assert active() == set()
    assert is_stopped(NUMBER)
    again = ConsentRecord.objects.get(act="withdrawn", channel="text")
    assert (again.at, again.source, again.proof) == (known.at, known.source, known.proof)
    with committed():
        call_command("cancel_restored_mail", "--yes")
    assert ConsentRecord.objects.filter(act="withdrawn").count() == 2
    call_command("check_consent")
    enqueue_message(subject="Written after it", **mail)
    dispatch()
    assert [sent.subject for sent in provider.sent] == ["Written after it"]
