"""What brings no family a message, and the line that says why."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.digests.services import write_due_digests
from notifications.families.preferences.lately import NONE_CAME
from notifications.families.tokens import preferences_token
from notifications.models import Message, SkippedDigest, Subscriber
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family

pytestmark = pytest.mark.django_db


def reason() -> str:
    return SkippedDigest.objects.latest("window_start").reason


def test_what_nobody_may_read_without_a_password_is_not_sent(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    offered.classroom.view_restrictions.create(restriction_type="login")
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 0


def own_page() -> str:
    """What the one family reads on the page of its choices."""
    token = preferences_token(Subscriber.objects.get().uuid)
    return Client().get(reverse("notifications:preferences", args=[token])).content.decode()


class TestTheFamilyWonders:
    """Whoever got no email reads why on the page of their choices."""

    def test_an_email_went_out(self, offered: District, reader: Family, clock: Clock) -> None:
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:05")
        write_due_digests()
        assert "the last email" not in own_page()  # it has not left yet
        Message.objects.filter(message_class="subscription").update(state="delivered")
        assert "We sent you the last email with updates on Tuesday, November 24." in own_page()
        Message.objects.filter(message_class="subscription").update(state="bounced")
        assert "the last email" not in own_page()

    def test_there_are_words_for_every_other_reason(self) -> None:
        assert {key for key, _label in SkippedDigest.REASONS} == {*NONE_CAME, "student", "enough"}


class TestNothingToSend:
    """No message, and a line that says why."""

    def test_on_a_day_between_nobody_expects_anything(
        self, offered: District, reader: Family, clock: Clock
    ) -> None:
        clock("2026-11-25 17:05")
        assert write_due_digests().skipped == 1
        assert not SkippedDigest.objects.exists()
