"""From published updates to one text per number."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as in_use
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.digests.services import Written, write_due_digests
from notifications.models import (
    Channel,
    DigestItem,
    DigestRun,
    Message,
    MessageClass,
    MessageContent,
    SkippedDigest,
    Subscriber,
)
from notifications.providers.base import Unclear
from notifications.screens.class_mail import set_offer
from notifications.services import claim_batch, dispatch_batch, resolve_unknown
from notifications.texts.messages import GOOD_FOR, token_of
from tests.factories.district import District, account_of
from tests.factories.pages import make_update, update_content
from tests.fakes.providers import Mailbox
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import digests

pytestmark = pytest.mark.django_db

NUMBER = "+14065550123"


@pytest.fixture
def texting(offered: District) -> District:
    """The district, whose one class has offered texts since the 10th of November."""
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher, channel=Channel.TEXT)
    return offered


def wants(page: Any, number: str = NUMBER, *, language: str = "en", scope: str = "class") -> Any:
    """A separate person, who has just verified the number."""
    person = Subscriber.objects.create(language=language)
    person.addresses.create(channel=Channel.TEXT, address=number)
    wants_too(person, page, scope)
    return person


def wants_too(person: Subscriber, page: Any, scope: str = "class") -> None:
    person.subscriptions.create(
        channel=Channel.TEXT,
        scope=scope,
        page_uuid=page.translation_key,
        started_at=timezone.now() - dt.timedelta(minutes=1),
    )


def texts(number: str = NUMBER) -> list[Message]:
    return digests(number)


def write(clock: Clock, moment: str = "2026-11-24 17:05") -> Written:
    clock(moment)
    return write_due_digests(channel=Channel.TEXT)


def also(classroom: Any) -> Any:
    """The class offers texts as well."""
    user = account_of(classroom.get_parent().specific.staff)
    set_offer(classroom=classroom, offered=True, user=user, channel=Channel.TEXT)
    return classroom


def test_without_a_provider_no_row_is_written(
    texting: District, clock: Clock, settings: Any
) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    settings.TEXT_PROVIDER = ""
    written = write(clock)
    assert (written.not_used, str(written)) == (True, "not used")
    assert not texts()
    assert not SkippedDigest.objects.exists()
    assert not DigestRun.objects.exists()


def test_an_unanswered_text_is_repeated_once_and_says_so(
    texting: District, clock: Clock, provider: Mailbox
) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    write(clock)
    provider.answers.append(Unclear("no answer"))
    claimed = claim_batch(size=50)
    dispatch_batch([text.pk for text in texts() if text.pk in claimed])
    assert [text.state for text in texts()] == ["unknown"]
    resolve_unknown(clock("2026-11-25 09:00"))
    assert [text.state for text in texts()] == ["resolved"]
    assert write(clock, "2026-11-25 17:05").repeated == 1
    assert "You may have seen before: Math 3." in texts()[1].text
    assert write(clock, "2026-11-26 17:05").messages == 0
    item = DigestItem.objects.get()
    assert (item.message_uuid, item.repeats) == (texts()[1].pk, 1)
    assert [sent.address for sent in provider.sent].count(NUMBER) == 1


def test_an_update_that_is_taken_down_is_removed_from_the_text(
    texting: District, add_class: Callable[..., Any], clock: Clock
) -> None:
    band = also(add_class(texting.other_school, "Band 6"))
    wants_too(wants(texting.classroom), band)
    walk = Walk.begin(texting).submit().approve()
    make_update(band, **update_content(texting.curriculum, title="Scales"))
    write(clock)
    walk.unpublish()
    write(clock, "2026-11-25 17:05")
    canceled, text = texts()
    assert (canceled.state, text.state) == ("canceled", "ready")
    assert text.text.startswith("Larkspur Middle, Band 6: Scales. Read more: ")


def test_a_number_gets_no_more_texts_a_week_than_the_terms_promise(
    texting: District, clock: Clock
) -> None:
    person = wants(texting.classroom)
    clock("2026-11-23 09:00")
    for day in range(in_use.TEXTS_A_WEEK_AT_MOST):
        sent = Message.objects.create(
            message_class=MessageClass.SUBSCRIPTION,
            channel=Channel.TEXT,
            address=NUMBER,
            priority=5,
            subscriber_uuid=person.uuid,
            content=MessageContent.objects.create(text="Math 3"),
            state="delivered",
            send_after=timezone.now() - dt.timedelta(days=day),
        )
    Walk.begin(texting).submit().approve()
    assert write(clock).messages == 0
    assert SkippedDigest.objects.get().reason == "enough"
    # Six days later the oldest are a week old, and the update has waited.
    sent.delete()
    assert write(clock, "2026-11-25 17:05").messages == 1


def test_texts_sent_after_the_backup_are_written_off_when_it_is_restored(
    texting: District, clock: Clock
) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 21:00")  # the text of 17:00 is not in this database
    call_command("cancel_restored_mail", "--yes", "--digests")
    assert [text.state for text in texts()] == ["canceled"]
    assert write(clock, "2026-11-25 17:05").messages == 0


class TestThePageOfAText:
    """The only link of a text about several classes."""

    @pytest.fixture
    def text(self, texting: District, add_class: Callable[..., Any], clock: Clock) -> Message:
        band = also(add_class(texting.other_school, "Band 6"))
        wants_too(wants(texting.classroom, language="es"), band)
        Walk.begin(texting).submit().approve()
        make_update(band, **update_content(texting.curriculum, title="Scales <and> more"))
        write(clock)
        (written,) = texts()
        return written

    @pytest.fixture
    def url(self, text: Message) -> str:
        url = reverse("text_news", args=[token_of(text.content_id)])
        assert url in text.text
        return url

    def test_expires_and_does_not_open_for_any_other_address(
        self, text: Message, url: str, clock: Clock
    ) -> None:
        for other in ("x", "é", token_of(text.pk), "A" * 22, "A" * 500):
            answer = Client().get(reverse("text_news", args=[other]))
            assert answer.status_code == 404
        assert Client().post(url).status_code == 405
        Message.objects.update(created_at=timezone.now() - GOOD_FOR)
        assert Client().get(url).status_code == 404
