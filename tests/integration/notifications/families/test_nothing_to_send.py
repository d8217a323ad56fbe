"""What brings no family a message, and the line that says why."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from notifications.digests.services import Written, write_due_digests
from notifications.families.preferences.lately import NONE_CAME, lately
from notifications.families.tokens import preferences_token
from notifications.models import DigestItem, Message, SkippedDigest, Subscriber
from notifications.screens.class_mail.services import set_offer
from notifications.selectors import objection
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, digests, every_ten_minutes, link_in

pytestmark = pytest.mark.django_db


def reason() -> str:
    return SkippedDigest.objects.latest("window_start").reason


def digest_moment(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) + dt.timedelta(days=1)


def test_a_live_update_that_is_published_again_is_not_sent_again(
    offered: District, reader: Family, clock: Clock
) -> None:
    walk = Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    # One that still waited would be taken out, and go out later: see `test_taking_out`.
    Message.objects.filter(message_class="subscription").update(state="accepted")
    walk.change(title="Fractions, corrected").publish()
    walk.unpublish().publish()
    went = every_ten_minutes(clock, "2026-11-24 17:10", "2026-12-02 18:00")
    assert went == []


def test_what_was_taken_down_is_not_sent(offered: District, reader: Family, clock: Clock) -> None:
    Walk.begin(offered).submit().approve().unpublish()
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 0
    assert reason() == "nothing_new"


def test_what_nobody_may_read_without_a_password_is_not_sent(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    offered.classroom.view_restrictions.create(restriction_type="login")
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 0


def test_who_stops_while_the_message_waits_gets_it_no_more(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert objection(mail) == ""
    Client().post(link_in(mail, "stop"))
    mail.refresh_from_db()
    assert mail.state == "canceled"
    assert objection(mail) != ""


def own_page() -> str:
    """What the one family reads on the page of its choices."""
    token = preferences_token(Subscriber.objects.get().uuid)
    return Client().get(reverse("notifications:preferences", args=[token])).content.decode()


class TestTheFamilyWonders:
    """Whoever got no email reads why on the page of their choices."""

    def test_before_the_first_posting_day_nothing_is_said(self, reader: Family) -> None:
        assert lately(Subscriber.objects.get()) == ""

    def test_nothing_was_new(self, reader: Family, clock: Clock) -> None:
        clock("2026-11-24 17:05")
        write_due_digests()
        said = (
            "On Tuesday, November 24, we sent you no email: there was nothing new in your classes"
        )
        page = own_page()
        assert page.index("Your next email") < page.index(said) < page.index('name="keep"')

    def test_an_email_went_out(self, offered: District, reader: Family, clock: Clock) -> None:
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:05")
        write_due_digests()
        assert "the last email" not in own_page()  # it has not left yet
        Message.objects.filter(message_class="subscription").update(state="delivered")
        assert "We sent you the last email with updates on Tuesday, November 24." in own_page()
        Message.objects.filter(message_class="subscription").update(state="bounced")
        assert "the last email" not in own_page()

    def test_the_newest_counts(self, offered: District, reader: Family, clock: Clock) -> None:
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:05")
        write_due_digests()
        Message.objects.filter(message_class="subscription").update(state="delivered")
        clock("2026-12-01 17:05")
        write_due_digests()
        assert "On Tuesday, December 1, we sent you no email" in own_page()
        assert "the last email" not in own_page()

    @pytest.mark.parametrize("reason", ["student", "enough"])
    def test_of_a_list_nothing_is_said_to_whoever_has_the_link(
        self, reader: Family, clock: Clock, reason: str
    ) -> None:
        clock("2026-11-24 17:05")
        write_due_digests()
        SkippedDigest.objects.update(reason=reason)
        assert "no email" not in own_page()

    def test_there_are_words_for_every_other_reason(self) -> None:
        assert {key for key, _label in SkippedDigest.REASONS} == {*NONE_CAME, "student", "enough"}


class TestNothingToSend:
    """No message, and a line that says why."""

    def test_no_update(self, offered: District, reader: Family, clock: Clock) -> None:
        clock("2026-11-24 17:05")
        assert write_due_digests() == Written(digest_moment("2026-11-24"), 0, 1)
        assert reason() == "nothing_new"
        assert not digests()

    def test_the_teacher_turned_it_off(
        self, offered: District, reader: Family, clock: Clock
    ) -> None:
        Walk.begin(offered).submit().approve()
        set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
        clock("2026-11-24 17:05")
        write_due_digests()
        assert reason() == "mail_off"
        # On again: what is new from then on, and nothing from before.
        set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
        clock("2026-11-30 10:00")
        Walk.begin(offered, title="Perimeter").submit().approve()
        clock("2026-12-01 17:05")
        write_due_digests()
        (mail,) = digests()
        assert "Perimeter" in mail.text
        assert "Fractions" not in mail.text

    def test_the_class_is_gone(self, offered: District, reader: Family, clock: Clock) -> None:
        offered.classroom.unpublish()
        clock("2026-11-24 17:05")
        write_due_digests()
        assert reason() == "no_classes"

    def test_it_was_sent_before(self, offered: District, reader: Family, clock: Clock) -> None:
        walk = Walk.begin(offered).submit().approve()
        DigestItem.objects.create(
            address=PARENT,
            page_uuid=walk.page.translation_key,
            message_uuid="5b0a3c9e-0d8f-4c22-b1f1-0d6a4a7a8f10",
        )
        clock("2026-11-24 17:05")
        write_due_digests()
        assert reason() == "sent_before"

    def test_on_a_day_between_nobody_expects_anything(
        self, offered: District, reader: Family, clock: Clock
    ) -> None:
        clock("2026-11-25 17:05")
        assert write_due_digests().skipped == 1
        assert not SkippedDigest.objects.exists()

    def test_who_subscribes_after_the_message_went_waits_for_the_next(
        self, offered: District, family: Family, clock: Clock
    ) -> None:
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:30")
        family.subscribes(offered.classroom)
        went = every_ten_minutes(clock, "2026-11-24 17:30", "2026-12-02 18:00")
        assert went == []
