"""An update that was taken down is removed from every unsent message."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import take_down
from notifications.consent.rules import Reason
from notifications.digests.services import write_due_digests
from notifications.digests.take_down import before, count_mail
from notifications.digests.welcome import send_welcome
from notifications.models import DigestItem, Message, MessageEvent, Subscription
from notifications.selectors import decisions
from notifications.services import claim_batch
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.fakes.providers import Mailbox
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, digests

pytestmark = pytest.mark.django_db
PRIVACY = TakeDown.Reason.PRIVACY


def reason_of(mail: Message) -> Reason | None:
    return decisions([mail], timezone.now())[mail.pk].reason


@pytest.fixture
def waiting(offered: District, family: Family, clock: Clock) -> Walk:
    """An update of Math 3 in an unsent digest."""
    family.subscribes(offered.classroom)
    clock("2026-11-23 10:00")
    walk = Walk.begin(offered, title="Marias fractions").submit().approve()
    clock("2026-11-24 17:00")
    assert write_due_digests().messages == 1
    return walk


def test_a_digest_with_only_that_update_is_canceled_and_the_record_says_why(
    waiting: Walk, offered: District, provider: Mailbox
) -> None:
    done = take_down(pages=[waiting.page], user=offered.teacher, reason=PRIVACY)
    (mail,) = digests()
    assert mail.state == "canceled"
    event = MessageEvent.objects.filter(message=mail.pk).latest("pk")
    assert (event.state, event.detail) == ("canceled", Reason.TAKEN_DOWN)
    assert any("that was waiting to be sent was canceled." in text for text in done.effects)
    assert claim_batch() is not None
    assert [sent for sent in provider.sent if "Marias" in sent.subject] == []


def test_the_home_says_how_many_families_got_it(
    waiting: Walk, offered: District, client: Client
) -> None:
    client.force_login(offered.teacher)

    def says(words: str) -> bool:
        return f"“{waiting.page.title}” went to {words}." in client.get("/admin/").text

    assert not says("fewer than 3 families")
    digest = digests()[0]
    type(digest).objects.filter(pk=digest.pk).update(state="accepted")
    assert says("fewer than 3 families")
    for number in range(3):
        DigestItem.objects.create(
            address=f"{number}@example.net",
            page_uuid=waiting.page.translation_key,
            message_uuid=digest.pk,
        )
    assert says("4 families")


def test_sent_messages_are_counted_before_the_confirmation(
    waiting: Walk, offered: District
) -> None:
    key = waiting.page.translation_key
    assert (count_mail([key]).canceled, count_mail([key]).sent) == (1, 0)
    digest = digests()[0]
    type(digest).objects.filter(pk=digest.pk).update(state="accepted")
    assert (count_mail([key]).canceled, count_mail([key]).sent) == (0, 1)
    (told,) = before([waiting.page])
    assert told.startswith("1 family already got it by email")
    assert told.endswith("its link will lead nowhere.")
    done = take_down(pages=[waiting.page], user=offered.teacher, reason=PRIVACY)
    (told,) = [text for text in done.effects if "by email" in text]
    assert told.startswith("1 family had already got it by email")
    assert told.endswith("its link leads nowhere while the update is down.")


def test_a_message_written_at_that_moment_is_not_sent(waiting: Walk, offered: District) -> None:
    (mail,) = digests()
    assert reason_of(mail) is None
    type(waiting.page).objects.filter(pk=waiting.pk).update(live=False)
    assert reason_of(mail) is Reason.TAKEN_DOWN


def test_coming_days_of_the_update_are_removed_too(
    offered: District, family: Family, clock: Clock, add_class: Callable[..., Any]
) -> None:
    family.subscribes(offered.classroom)
    clock("2026-11-10 10:00")
    trip = {"title": "Trip with Marias", "date": dt.date(2026, 11, 26)}
    earlier = Walk.begin(offered, title="A trip", events=[("event", trip)], events_none=False)
    earlier.submit().approve()
    DigestItem.objects.create(
        address=PARENT, page_uuid=earlier.page.translation_key, message_uuid=uuid4()
    )
    band = add_class(offered.other_school, "Band 6")
    family.subscribes(band)
    clock("2026-11-23 10:00")
    make_update(band, **update_content(offered.curriculum, title="Scales"))
    clock("2026-11-24 17:00")
    assert write_due_digests().messages == 1
    mail = digests()[-1]
    assert "Trip with Marias" in mail.text
    assert "A trip" not in mail.text
    take_down(pages=[earlier.page], user=offered.teacher, reason=PRIVACY)
    assert digests()[-1].state == "canceled"
    # Its other news comes with the next digest.
    clock("2026-11-25 17:00")
    assert write_due_digests().messages == 1
    mail = digests()[-1]
    assert (mail.state, "Scales" in mail.text) == ("ready", True)
    assert "Marias" not in mail.text + mail.html


def test_a_welcome_with_it_is_not_sent(offered: District, family: Family) -> None:
    walk = Walk.begin(offered, title="Marias fractions").submit().approve()
    family.subscribes(offered.classroom)
    assert send_welcome(subscription_id=Subscription.objects.get().pk)
    take_down(pages=[walk.page], user=offered.teacher, reason=PRIVACY)
    (mail,) = digests()
    assert mail.state == "canceled"
    assert not DigestItem.objects.exists()
