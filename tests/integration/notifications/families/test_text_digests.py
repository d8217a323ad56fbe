"""From published updates to one text a number."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as in_use
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.consent.stops import stop_number
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
    Subscription,
    VerifiedAddress,
)
from notifications.providers.base import Unclear
from notifications.screens.class_mail.services import set_offer
from notifications.selectors import objection
from notifications.services import claim_batch, dispatch_batch, resolve_unknown
from notifications.services.sifting import sift
from notifications.texts.links import GOOD_FOR, token_of
from notifications.texts.receiving import receive
from notifications.texts.segments import length_of
from notifications.webhooks.events import InboundText
from tests.factories.district import District, account_of
from tests.factories.pages import make_update, update_content
from tests.fakes.providers import Mailbox
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

NUMBER = "+14065550123"


@pytest.fixture
def texting(offered: District) -> District:
    """The district, whose one class offers texts since the 10th of November."""
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher, channel=Channel.TEXT)
    return offered


def wants(page: Any, number: str = NUMBER, *, language: str = "en", scope: str = "class") -> Any:
    """A person of their own, who proved the number a moment ago."""
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


def test_the_text_says_school_and_class_first_then_where_to_read_and_how_to_stop(
    texting: District, clock: Clock
) -> None:
    person = wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    assert write(clock).messages == 1
    (text,) = texts()
    address = texting.classroom.full_url.partition("://")[2]
    assert text.text == (
        "Juniper Creek Elementary, Math 3: Fractions on a number line. "
        f"Read more: {address} Text STOP to stop."
    )
    assert (length_of(text.text).gsm, length_of(text.text).segments) == (True, 1)
    assert (text.channel, text.subject, text.html) == ("text", "", "")
    assert text.subscriber_uuid == person.uuid
    assert text.time_zone == "America/Denver"
    assert text.expires_at == dt.datetime(2026, 11, 25, 20, 5, tzinfo=dt.UTC)
    assert objection(text) == ""


def test_a_spanish_text_needs_no_more_segments(texting: District, clock: Clock) -> None:
    wants(texting.classroom, language="es")
    Walk.begin(texting).submit().approve()
    write(clock)
    (text,) = texts()
    assert "Responda STOP para cancelar." in text.text
    assert length_of(text.text).gsm


def test_running_it_again_writes_nothing(texting: District, clock: Clock) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    assert write(clock).messages == 1
    assert write(clock).done_before
    DigestRun.objects.all().delete()
    assert write(clock).messages == 0
    assert write(clock, "2026-11-25 17:05").messages == 0
    assert len(texts()) == 1


def test_email_and_text_are_two_messages_of_the_same_update(
    texting: District, family: Family, clock: Clock
) -> None:
    family.subscribes(texting.classroom)
    wants_too(person := Subscriber.objects.get(), texting.classroom)
    person.addresses.create(channel=Channel.TEXT, address=NUMBER)
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 1
    assert write_due_digests(channel=Channel.TEXT).messages == 1
    assert sorted(DigestItem.objects.values_list("channel", flat=True)) == ["email", "text"]
    assert DigestRun.objects.count() == 2


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


def test_the_teacher_s_switch_for_texts_decides_and_not_that_for_email(
    texting: District, clock: Clock
) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    set_offer(
        classroom=texting.classroom, offered=False, user=texting.teacher, channel=Channel.TEXT
    )
    assert write(clock).messages == 0
    assert SkippedDigest.objects.get().reason == "mail_off"
    assert SkippedDigest.objects.get().channel == "text"


class TestOneTelephone:
    """Two people, one number."""

    @pytest.fixture
    def both(self, texting: District, add_class: Callable[..., Any], clock: Clock) -> list[Any]:
        band = also(add_class(texting.other_school, "Band 6"))
        people = [wants(texting.classroom), wants(band)]
        Walk.begin(texting).submit().approve()
        make_update(band, **update_content(texting.curriculum, title="Scales"))
        return people

    @pytest.mark.parametrize("at_once", [1, 500])
    def test_gets_one_text_with_the_classes_of_both(
        self, both: list[Any], clock: Clock, monkeypatch: pytest.MonkeyPatch, at_once: int
    ) -> None:
        monkeypatch.setattr("notifications.digests.recipients.AT_ONCE", at_once)
        assert write(clock).messages == 1
        (text,) = texts()
        assert text.text.startswith(
            "Juniper Creek Elementary: Math 3 (Fractions on a number line). "
            "Larkspur Middle: Band 6 (Scales). Read more: "
        )

    def test_is_silent_after_one_of_them_stopped(self, both: list[Any], clock: Clock) -> None:
        write(clock)
        stop_number(NUMBER, at=timezone.now())
        (text,) = texts()
        assert objection(text) != ""

    def test_still_gets_what_the_other_wants(self, both: list[Any], clock: Clock) -> None:
        Subscription.objects.filter(subscriber=both[0]).update(ended_at=timezone.now())
        assert write(clock).messages == 1
        (text,) = texts()
        assert "Math 3" not in text.text
        assert text.subscriber_uuid == both[1].uuid


def test_a_stop_by_text_takes_back_what_waits(texting: District, clock: Clock) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    write(clock)
    text = InboundText(id="SM1", sender=NUMBER, recipient="", body="stop", at=timezone.now())
    receive(None, text=text)
    (waiting,) = texts()
    assert (waiting.state == "canceled") or objection(waiting) != ""


def test_a_text_that_would_ring_at_night_waits_for_the_morning_where_the_number_is_at_home(
    texting: District, clock: Clock
) -> None:
    wants(texting.classroom, "+12125550123")
    Walk.begin(texting).submit().approve()
    write(clock)
    clock("2026-11-24 19:30")  # half past nine in New York
    (text,) = texts("+12125550123")
    text.state, text.claims, text.claimed_at = "claimed", 1, timezone.now()
    text.save()
    assert sift([text]).wanted == []
    text.refresh_from_db()
    assert text.state == "ready"
    assert text.send_after == dt.datetime(2026, 11, 25, 13, 0, tzinfo=dt.UTC)


def test_a_text_that_was_never_answered_goes_out_once_more_and_says_so(
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


def test_an_update_that_is_taken_down_is_taken_out_of_the_text(
    texting: District, add_class: Callable[..., Any], clock: Clock
) -> None:
    band = also(add_class(texting.other_school, "Band 6"))
    wants_too(wants(texting.classroom), band)
    walk = Walk.begin(texting).submit().approve()
    make_update(band, **update_content(texting.curriculum, title="Scales"))
    write(clock)
    walk.unpublish()
    (text,) = texts()
    assert text.state == "ready"
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
    # Six days later the oldest are a week old, and the update has waited for its turn.
    sent.delete()
    assert write(clock, "2026-11-25 17:05").messages == 1


def test_a_text_that_went_out_after_the_backup_is_written_off_when_it_is_put_back(
    texting: District, clock: Clock
) -> None:
    wants(texting.classroom)
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 21:00")  # the text of 17:00 is not in this database
    call_command("cancel_restored_mail", "--yes", "--digests")
    assert [text.state for text in texts()] == ["canceled"]
    assert write(clock, "2026-11-25 17:05").messages == 0


class TestThePageOfAText:
    """Its one link, where it is about several classes."""

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

    def test_lists_what_is_new_in_the_reader_s_language_and_names_no_person(
        self, texting: District, url: str, django_assert_max_num_queries: Any
    ) -> None:
        Client().get(url)
        # Ten of them for titles in Spanish and the site's address, which a process keeps unless it
        # writes them.
        with django_assert_max_num_queries(33):
            answer = Client().get(url)
        page = answer.content.decode()
        assert 'lang="es"' in page
        places = [
            page.index(w) for w in ("Math 3", "Fractions on a number", "Band 6", "Scales &lt;")
        ]
        assert places == sorted(places)
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "/email/" not in page.partition("<main")[2].partition("</main")[0]

    def test_has_what_these_classes_have_this_week_and_coming_up_and_no_place_for_families_only(
        self, texting: District, url: str, clock: Clock
    ) -> None:
        clock("2026-11-24 17:10")
        page = Client().get(url, headers={"accept-language": "en"})
        week, later = page.context["week"], page.context["later"]
        assert [one["whose"] for one in (*week, *later)]
        assert {one["whose"] for one in (*week, *later)} <= {"Math 3", "Band 6"}
        days = [one["entry"].day for one in (*week, *later)]
        assert days == sorted(days)
        assert days[0] >= dt.date(2026, 11, 24)
        for one in (*week, *later):
            assert one["entry"].title in page.content.decode()
            assert not (one["entry"].families_only and one["entry"].place)

    def test_shows_nothing_that_is_no_longer_public(self, texting: District, url: str) -> None:
        texting.classroom.view_restrictions.create(restriction_type="login")
        page = Client().get(url).content.decode()
        assert "Fractions" not in page
        assert "Band 6" in page

    def test_is_over_after_its_time_and_for_any_other_address(
        self, text: Message, url: str, clock: Clock
    ) -> None:
        for other in ("x", "é", token_of(text.pk), "A" * 22, "A" * 500):
            answer = Client().get(reverse("text_news", args=[other]))
            assert answer.status_code == 404
        assert Client().post(url).status_code == 405
        Message.objects.update(created_at=timezone.now() - GOOD_FOR)
        assert Client().get(url).status_code == 404


def test_two_hundred_numbers_take_a_fixed_number_of_queries(
    texting: District, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for number in range(200):
        person = Subscriber.objects.create(language="es" if number % 4 == 0 else "en")
        VerifiedAddress.objects.create(
            subscriber=person, channel=Channel.TEXT, address=f"+1406555{number:04}"
        )
        wants_too(person, texting.classroom)
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 17:05")
    with django_assert_max_num_queries(60):
        assert write_due_digests(channel=Channel.TEXT).messages == 200
