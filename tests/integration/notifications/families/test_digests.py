"""From published updates to one message a family."""

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import Posting
from district_cms.people.roles import Role
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Sketches
from notifications.digests import recipients
from notifications.digests.services import write_due_digests
from notifications.digests.writing import write_all
from notifications.models import (
    ContentPart,
    DigestItem,
    DigestRun,
    Message,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.providers.base import Rejected, Unclear
from notifications.providers.trial import NOT_SENT
from notifications.rules.fingerprint import fingerprint
from notifications.services import claim_batch, dispatch_batch, resolve_unknown
from notifications.services.answers import Handed, settle_all
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account, make_superuser
from tests.fakes.providers import Mailbox
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, digests, every_ten_minutes, link_in

pytestmark = pytest.mark.django_db


def test_the_whole_walk_from_the_box_to_silence(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    clock("2026-11-23 10:00")
    walk = Walk.begin(offered).submit()
    clock("2026-11-24 16:30")
    walk.approve()
    assert write_due_digests().messages == 0  # yesterday's five o'clock
    clock("2026-11-24 17:00")
    assert write_due_digests().messages == 1
    (mail,) = digests()
    assert mail.subject == "Math 3: Fractions on a number line"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.headers["List-Unsubscribe"].strip("<>")
    assert address.endswith(link_in(mail, "stop"))
    assert mail.window_start == dt.datetime(2026, 11, 25, 0, 0, tzinfo=dt.UTC)
    for content in (mail.text, mail.html):
        assert walk.page.full_url in content
        assert "Practice page 12" in content
    answer = Client(enforce_csrf_checks=True).post(
        link_in(mail, "stop"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 200
    clock("2026-11-30 10:00")
    Walk.begin(offered, title="Perimeter").submit().approve()
    clock("2026-12-01 17:00")
    assert write_due_digests().messages == 0
    assert len(digests()) == 1


def test_running_it_again_writes_nothing(offered: District, reader: Family, clock: Clock) -> None:
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 1
    clock("2026-11-24 17:15")
    assert write_due_digests().done_before
    # Even without the mark that it was done, as after a worker that died at the end.
    DigestRun.objects.all().delete()
    assert write_due_digests().messages == 0
    assert len(digests()) == 1


def test_a_run_that_died_in_the_middle_is_finished_by_the_next(
    offered: District, family: Family, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        family.subscribes(offered.classroom, address=f"{name}@example.net")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    written = []

    def dies_at_the_second(planned: Any, *rest: Any) -> Any:
        if written:
            raise KeyboardInterrupt
        written.extend(planned)
        return write_all(planned, *rest)

    monkeypatch.setattr("notifications.digests.recipients.AT_ONCE", 1)
    monkeypatch.setattr("notifications.digests.services.write_all", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write_due_digests()
    monkeypatch.undo()
    assert write_due_digests().messages == 2
    assert [len(digests(f"{name}@example.net")) for name in ("a", "b", "c")] == [1, 1, 1]


def test_a_message_that_another_run_wrote_meanwhile_is_not_written_again(
    offered: District, reader: Family, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")

    def another_was_quicker(planned: Any, *rest: Any) -> Any:
        DigestItem.objects.create(
            address=PARENT,
            page_uuid=walk.page.translation_key,
            message_uuid="5b0a3c9e-0d8f-4c22-b1f1-0d6a4a7a8f10",
        )
        return write_all(planned, *rest)

    monkeypatch.setattr("notifications.digests.services.write_all", another_was_quicker)
    assert write_due_digests().messages == 0
    assert not digests()


@pytest.mark.parametrize("approved, sent", [
    ("2026-11-24 16:59", "2026-11-24 17:00"),
    ("2026-11-24 17:01", "2026-11-25 17:00"),
    ("2026-11-26 09:00", "2026-11-26 17:00"),
])  # fmt: skip
def test_what_the_school_approves_late_goes_out_the_next_day(
    offered: District, reader: Family, clock: Clock, approved: str, sent: str
) -> None:
    clock("2026-11-24 15:00")
    walk = Walk.begin(offered).submit()
    clock(approved)
    walk.approve()
    went = every_ten_minutes(clock, "2026-11-24 16:50", "2026-11-27 18:00", since=approved)
    assert went == [sent]
    assert len(digests()) == 1


def test_an_early_update_waits_for_the_posting_day(
    offered: District, reader: Family, clock: Clock
) -> None:
    clock("2026-11-12 10:00")
    Walk.begin(offered, title="Area").submit().approve()
    went = every_ten_minutes(clock, "2026-11-12 16:50", "2026-11-24 17:30")
    assert went == ["2026-11-24 17:00"]


def test_a_class_that_was_silent_on_the_posting_day_is_heard_the_day_after_it_posts(
    offered: District, reader: Family, clock: Clock
) -> None:
    Posting.objects.all().delete()
    clock("2026-11-12 18:00")
    Walk.begin(offered).submit().approve()
    went = every_ten_minutes(clock, "2026-11-12 18:00", "2026-11-14 12:00")
    assert went == ["2026-11-13 17:00"]


def test_two_classes_at_two_schools_come_in_one_message_each_with_its_name(
    offered: District, reader: Family, add_class: Callable[..., Any], clock: Clock
) -> None:
    band = add_class(offered.other_school, "Band 6")
    reader.subscribes(band)
    Walk.begin(offered).submit().approve()
    make_update(band, **update_content(offered.curriculum, title="Scales <and> more"))
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert mail.subject == "New in Math 3 and Band 6"
    for whole in (mail.text, mail.html):
        # Below what is coming over all of them.
        content = whole[whole.index("Juniper Creek Elementary") :]
        places = [
            content.index(words)
            for words in ("Juniper Creek Elementary", "Math 3", "Larkspur Middle", "Band 6")
        ]
        assert places == sorted(places)
    assert "Scales &lt;and&gt; more" in mail.html
    assert "Scales <and> more" in mail.text
    assert "mailto:band@larkspur.example?subject=Question%20about%20Band%206" in mail.html
    assert DigestItem.objects.filter(message_uuid=mail.pk).count() == 2


@pytest.fixture
def mail(offered: District, reader: Family, clock: Clock) -> Message:
    """The digest of one update, on its posting day."""
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (written,) = digests()
    return written


def test_the_office_reads_a_digest_without_the_links_of_its_family(mail: Message) -> None:
    own = link_in(mail, "choose")
    office, root = Client(), Client()
    office.force_login(make_account(Role.COMMUNICATIONS))
    root.force_login(make_superuser())
    screens = [reverse("outbox:inspect", args=[mail.pk]), reverse("outbox:html", args=[mail.pk])]
    for screen in screens:
        said = office.get(screen).content.decode()
        assert own not in said
        assert "/email/stop/" not in said
        assert "#only-for-its-recipient" in said
        assert "Math 3" in said
        assert own in root.get(screen).content.decode()


def new_digests(clock: Clock, moment: str) -> list[Any]:
    """What is written at this moment."""
    before = {mail.pk for mail in digests()}
    clock(moment)
    write_due_digests()
    return [mail for mail in digests() if mail.pk not in before]


def test_what_a_trial_kept_back_is_in_the_first_digest_after_it(mail: Message) -> None:
    assert DigestItem.objects.filter(message_uuid=mail.pk).exists()
    Message.objects.filter(pk=mail.pk).update(state="handed_over", attempts=1)
    handed = Handed(mail.pk, 1, mail.address, mail.message_class, mail.expires_at)

    settle_all([handed], {mail.pk: Rejected(NOT_SENT)}, channel="email")

    assert Message.objects.get(pk=mail.pk).state == "rejected"
    assert not DigestItem.objects.exists()


def test_a_digest_that_went_out_after_the_backup_is_written_off_when_it_is_put_back(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 21:00")  # the digest of 17:00 is not in this database
    call_command("cancel_restored_mail", "--yes", "--digests")
    assert {mail.state for mail in digests()} == {"canceled"}
    assert not new_digests(clock, "2026-11-25 17:05")


def test_an_update_comes_once_to_who_asked_for_class_teacher_and_school(
    offered: District, reader: Family, clock: Clock
) -> None:
    reader.subscribes(offered.teacher_page, "teacher")
    reader.subscribes(offered.school, "school")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert mail.text.count("Read all of “Fractions on a number line”") == 1


@pytest.mark.parametrize("scope", ["teacher_page", "school"])
def test_a_subscription_to_a_teacher_or_school_covers_the_classes_of_today(
    offered: District, family: Family, add_class: Callable[..., Any], clock: Clock, scope: str
) -> None:
    family.subscribes(getattr(offered, scope), scope.removesuffix("_page"))
    elsewhere = add_class(offered.other_school, "Band 6")
    make_update(elsewhere, **update_content(offered.curriculum, title="Scales"))
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert mail.subject.startswith("Math 3:")


def test_after_the_end_of_the_day_before_last_nothing_is_lost_when_the_worker_stood_still(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    clock("2026-11-27 09:00")
    assert write_due_digests().messages == 1


def test_a_spanish_reader_gets_spanish_and_the_teacher_s_words_are_marked_as_english(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom, language="es")
    family.subscribes(offered.classroom, address="english@example.net")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert mail.language == "es"
    assert '<html lang="es">' in mail.html
    assert "Lo que estamos aprendiendo" in mail.text
    assert "martes 1 de diciembre" in mail.text
    assert '<p style="margin: 0 0 12px;' in mail.html
    assert 'lang="en">We place halves' in mail.html.replace('" lang="en">', '" lang="en">')
    assert "You get this message" not in mail.text
    (english,) = digests("english@example.net")
    assert "Tuesday, December 1" in english.text


def test_the_address_in_the_district_is_in_every_message(
    offered: District, reader: Family, clock: Clock
) -> None:
    settings = DistrictSettings.load()
    settings.street, settings.city = "12 Aspen Way", "Larkspur, MT 59000"
    settings.save()
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    assert "12 Aspen Way" in mail.text
    assert "12 Aspen Way" in mail.html


def test_two_hundred_families_take_a_fixed_number_of_queries(
    offered: District, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for number in range(200):
        person = Subscriber.objects.create(language="es" if number % 4 == 0 else "en")
        VerifiedAddress.objects.create(subscriber=person, address=f"f{number}@example.net")
        Subscription.objects.create(
            subscriber=person,
            scope="class",
            page_uuid=offered.classroom.translation_key,
            started_at=timezone.now() - dt.timedelta(days=1),
        )
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    with django_assert_max_num_queries(64):
        assert write_due_digests().messages == 200


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You may have seen this before: we could not tell whether our last message reached"),
        ("es", "Es posible que ya haya visto esto: no pudimos saber si nuestro último mensaje"),
    ],
)
def test_what_may_have_come_already_says_so_in_the_next_email_and_only_there(
    offered: District,
    family: Family,
    clock: Clock,
    provider: Mailbox,
    language: str,
    sentence: str,
) -> None:
    family.subscribes(offered.classroom, language=language)
    Message.objects.update(state="delivered")
    Walk.begin(offered).submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    provider.answers.append(Unclear("no answer"))
    dispatch_batch(claim_batch(size=50))
    assert [mail.state for mail in digests()] == ["unknown"]
    resolve_unknown(clock("2026-11-25 09:00"))
    clock("2026-11-25 17:05")
    assert write_due_digests().repeated == 1
    first, again = digests()
    for content in (again.text, unescape(again.html)):
        assert sentence in " ".join(content.split())
    for content in (first.text, unescape(first.html)):
        assert sentence not in " ".join(content.split())
    clock("2026-11-26 17:05")
    assert write_due_digests().messages == 0


def test_the_block_of_a_class_is_drawn_once_for_a_window_and_language(
    offered: District,
    family: Family,
    add_class: Callable[..., Any],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    band = add_class(offered.other_school, "Band 6")
    for number in range(5):
        for language in ("en", "es"):
            address = f"{language}{number}@example.net"
            family.subscribes(offered.classroom, address=address, language=language)
            # Digests differ: every second family follows another class too.
            if number % 2:
                family.subscribes(band, address=address, language=language)
    Walk.begin(offered).submit().approve()
    make_update(band, **update_content(offered.curriculum, title="Scales"))
    drawn: list[tuple[str, str]] = []
    draw = Sketches.draw

    def counting(self: Sketches, name: str, language: str, context: dict[str, Any]) -> Any:
        if name in ("class", "update"):
            drawn.append((name, language))
        return draw(self, name, language, context)

    monkeypatch.setattr(Sketches, "draw", counting)
    # The families are read in several blocks.
    monkeypatch.setattr(recipients, "AT_ONCE", 3)
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 10
    both = [(name, language) for name in ("class", "update") for language in ("en", "es")]
    assert sorted(drawn) == sorted(both * 2)
    parts = ContentPart.objects.all()
    assert {part.sha256 for part in parts} == {fingerprint(part.text, part.html) for part in parts}
    # The templates' own words are ASCII, in Spanish too: reading and sending them is quicker.
    written = Message.objects.filter(window_start__isnull=False)
    frames = {message.content.html for message in written}
    assert len(frames) == 2
    assert all(html.isascii() for html in (*frames, *(part.html for part in parts)))
