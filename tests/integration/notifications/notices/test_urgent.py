"""An urgent notice: the website first, then everyone who follows a school, each once."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import Banner
from district_cms.web.models import FailedWork
from notifications.families.preferences.pausing import pause
from notifications.models import (
    Channel,
    Message,
    Scope,
    Standing,
    Subscriber,
    Suppression,
    UrgentNotice,
)
from notifications.notices import services, tasks
from notifications.notices.delivery import lines_of
from notifications.notices.previewing import sheet_of
from notifications.notices.progress import progress_of
from notifications.notices.rules import NotSent
from notifications.notices.services import note_written, send_urgent_notice, withdraw
from notifications.notices.writing import write_all, write_block
from notifications.providers.base import Rejected
from notifications.rules.state import State
from notifications.services import claim_batch, dispatch_batch, enqueue_message
from tests.factories.district import District
from tests.factories.people import make_account
from tests.fakes.providers import MemoryProvider, mailbox
from tests.integration.conftest import Clock

from .conftest import ENGLISH, SPANISH, follow, urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(district: District) -> Any:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def administrator(district: District) -> Any:
    return make_account(Role.ADMINISTRATOR)


def send(notice: UrgentNotice, user: Any, **more: Any) -> UrgentNotice:
    return send_urgent_notice(notice=notice, user=user, seen=notice.fingerprint, **more)


def recipients() -> list[str]:
    urgent_ones = Message.objects.filter(message_class="urgent")
    return sorted(urgent_ones.values_list("address", flat=True))


# ------------------------------------------------------------------ who gets it


def test_everyone_who_follows_anything_at_a_school_gets_it_and_nobody_else(
    district: District, office: Any, administrator: Any
) -> None:
    wanted = [
        *follow(district.classroom),
        *follow(district.teacher_page, Scope.TEACHER),
        *follow(district.school, Scope.SCHOOL),
        *follow(district.school, Scope.NOTICES),
        *follow(district.classroom, channel=Channel.TEXT),
    ]
    others = follow(district.other_school, Scope.SCHOOL)
    write_all(send(urgent(office, [district.school]), administrator))
    assert recipients() == sorted(wanted)
    write_all(send(urgent(office), administrator))
    assert sorted(set(recipients())) == sorted([*wanted, *others])


def test_a_shared_telephone_rings_once_and_a_second_run_writes_nothing(
    district: District, office: Any, administrator: Any
) -> None:
    number = "+14065550177"
    follow(district.classroom, number=2, channel=Channel.TEXT, address=number)
    notice = send(urgent(office), administrator)
    while write_block(notice, size=1):
        pass
    assert recipients() == [number]
    UrgentNotice.objects.filter(pk=notice.pk).update(standing=Standing.SENDING, written_after=0)
    write_all(notice)
    assert recipients() == [number]


def test_whose_class_ended_or_who_stopped_gets_nothing(
    district: District, office: Any, administrator: Any
) -> None:
    follow(district.classroom)
    type(district.classroom).objects.filter(pk=district.classroom.pk).update(
        ends_on=dt.date(2026, 11, 1)
    )
    write_all(send(urgent(office), administrator))
    assert recipients() == []


# ------------------------------------------------------------------ what they get


def test_each_reads_it_in_their_language_with_why_it_came(
    district: District, office: Any, administrator: Any
) -> None:
    (english,) = follow(district.classroom)
    (spanish,) = follow(district.classroom, language="es")
    (phone,) = follow(district.classroom, channel=Channel.TEXT)
    write_all(send(urgent(office, [district.school]), administrator))
    dispatch_batch(claim_batch())
    (mail,) = mailbox.to(english)
    assert ENGLISH in mail.text
    assert ENGLISH in mail.html
    assert "because you follow" in mail.text
    assert "911" in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (mail,) = mailbox.to(spanish)
    assert SPANISH in mail.text
    assert ENGLISH not in mail.text
    (text,) = mailbox.to(phone)
    assert text.text.startswith("URGENT, Juniper Creek Elementary: All schools")
    assert text.text.endswith("Text STOP to stop.")


def test_it_rings_at_night_passes_the_pause_and_goes_before_everything(
    district: District, office: Any, administrator: Any, clock: Clock
) -> None:
    clock("2026-11-10 05:00")
    (phone,) = follow(district.classroom, channel=Channel.TEXT)
    enqueue_message(message_class="account", address="a@example.net", text="Your link")
    write_all(send(urgent(office), administrator))
    assert [m.message_class for m in Message.objects.due()] == ["urgent", "account"]
    dispatch_batch(claim_batch())
    assert Message.objects.get(address=phone).state == State.ACCEPTED


def test_it_comes_to_who_paused_their_updates(
    district: District, office: Any, administrator: Any
) -> None:
    wanted = follow(district.classroom)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    pause(subscriber=Subscriber.objects.get(), until=tomorrow)
    write_all(send(urgent(office), administrator))
    assert recipients() == wanted


def test_it_is_of_no_use_after_it_is_over(
    district: District, office: Any, administrator: Any, clock: Clock
) -> None:
    now = clock("2026-11-10 05:00")
    follow(district.classroom)
    notice = urgent(office, ends_at=now + dt.timedelta(hours=1))
    write_all(send(notice, administrator))
    assert Message.objects.get().expires_at == now + dt.timedelta(hours=1)


def test_a_stop_holds_and_is_said_before(
    district: District, office: Any, administrator: Any, settings: Settings
) -> None:
    settings.TEXT_PRICE = Decimal("0.0079")
    (stopped,) = follow(district.classroom, channel=Channel.TEXT)
    follow(district.classroom, channel=Channel.TEXT, language="es")
    follow(district.classroom)
    Suppression.objects.create(address=stopped, channel=Channel.TEXT, cause="stop")
    notice = urgent(office)
    sheet = sheet_of(notice)
    assert {one.channel: one.reached for one in sheet.reach} == {"email": 1, "text": 1}
    assert [one["number"] for one in sheet.unreached] == [1]
    (spanish,) = [one for one in sheet.shown if (one.channel, one.language) == ("text", "es")]
    assert spanish.length is not None
    assert not spanish.length.gsm
    assert sheet.segments == spanish.length.segments
    assert sheet.price == "2 cents"
    # What is sent, and what the report counts, is what was said.
    notice = send(notice, administrator)
    assert write_all(notice)
    assert stopped not in Message.objects.values_list("address", flat=True)
    (by_mail, by_text) = lines_of(progress_of(notice, timezone.now()), whole=True)
    assert (by_mail.written, by_text.written) == (1, 1)
    assert [number for _words, number in by_text.shown] == [1]


# ------------------------------------------------------------------ the website, the second person


def test_the_banner_is_there_when_it_is_sent_and_the_log_names_both_people(
    district: District, office: Any, administrator: Any
) -> None:
    notice = urgent(office, [district.school, district.other_school])
    send(notice, administrator)
    assert Message.objects.count() == 0  # messages are written after the banner is committed
    banners = Banner.objects.order_by("school__title")
    assert list(banners.values_list("school__title", flat=True)) == [
        "Juniper Creek Elementary",
        "Larkspur Middle",
    ]
    assert {each.standing() for each in banners} == {"shown"}
    entry = AuditEntry.objects.get(action="urgent_notice.sent")
    assert (entry.actor, entry.data["written_by"]) == (str(administrator), str(office))


def test_its_author_sends_it_alone_with_a_reason_only(district: District, office: Any) -> None:
    notice = urgent(office)
    with pytest.raises(NotSent, match="Someone else"):
        send(notice, office)
    assert not Banner.objects.exists()
    send(notice, office, reason="A fire next to the school.")
    entry = AuditEntry.objects.get(action="urgent_notice.sent")
    assert entry.data["without_second_person"] == "A fire next to the school."


def test_the_second_persons_are_told_of_one_that_went_out_without_them(
    district: District, office: Any, administrator: Any
) -> None:
    send(urgent(office), office, reason="A fire next to the school.")
    told = Message.objects.get(address=administrator.email)
    assert told.subject == "Sent without a second person: Closed on Tuesday"
    dispatch_batch(claim_batch())
    (mail,) = mailbox.to(administrator.email)
    assert "The reason: A fire next to the school." in mail.text
    assert mailbox.to(office.email) == []
    send(urgent(office), administrator)
    assert Message.objects.filter(subject__startswith="Sent without").count() == 1


def test_the_log_keeps_the_words_of_what_was_sent_and_not_of_drafts(
    district: District, office: Any, administrator: Any
) -> None:
    notice = urgent(office)
    note_written(notice=notice, user=office)
    send(notice, administrator)
    draft, sent = AuditEntry.objects.filter(action__startswith="urgent_notice").order_by("pk")
    assert ENGLISH not in str(draft.data)
    assert draft.data["fingerprint"] == sent.data["fingerprint"] == notice.fingerprint
    assert (sent.data["text_en"], sent.data["text_es"]) == (ENGLISH, SPANISH)


def test_what_was_changed_since_it_was_looked_over_is_not_sent(
    district: District, office: Any, administrator: Any
) -> None:
    notice = urgent(office)
    seen = notice.fingerprint
    UrgentNotice.objects.filter(pk=notice.pk).update(text_en="Open after all.")
    with pytest.raises(NotSent, match="changed"):
        send_urgent_notice(notice=notice, user=administrator, seen=seen)


def test_where_sending_breaks_off_nothing_of_it_stays(
    district: District, office: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = urgent(office)
    monkeypatch.setattr(services, "write_contents", _killed)
    with pytest.raises(KeyboardInterrupt):
        send(notice, administrator)
    notice.refresh_from_db()
    assert notice.standing == Standing.WAITING
    assert not Banner.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="urgent_notice").exists()


def test_it_is_sent_once_and_never_after_it_was_withdrawn(
    district: District, office: Any, administrator: Any
) -> None:
    notice = urgent(office)
    send(notice, administrator)
    with pytest.raises(NotSent, match="already"):
        send(notice, administrator)
    other = urgent(office)
    withdraw(notice=other, user=office)
    with pytest.raises(NotSent, match="withdrawn"):
        send(other, administrator)
    assert Banner.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "own", "other", "whole"),
    [
        ("teacher", False, False, False),
        ("principal", True, False, False),
        ("other_principal", False, True, False),
        ("office", True, True, True),
        ("administrator", True, True, True),
        ("counselor", False, False, False),
    ],
)
def test_who_may_send_where(
    name: str, own: bool, other: bool, whole: bool, district: District, office: Any
) -> None:
    made = {
        "office": Role.COMMUNICATIONS,
        "administrator": Role.ADMINISTRATOR,
        "counselor": Role.COUNSELOR,
    }
    user = make_account(made[name]) if name in made else getattr(district, name)
    both = [district.school, district.other_school]
    places: list[tuple[Any, bool]] = [
        ([district.school], own),
        ([district.other_school], other),
        (both, own and other),
        (None, whole),
    ]
    for schools, may in places:
        notice = urgent(office, schools)
        if may:
            assert send(notice, user).standing == Standing.SENDING
        else:
            with pytest.raises(PermissionDenied):
                send(notice, user)


# ------------------------------------------------------------------ at size, and when things break


@pytest.mark.parametrize("number", [20, 400])
def test_a_block_costs_the_same_whatever_its_size(
    number: int, district: District, office: Any, administrator: Any
) -> None:
    follow(district.classroom, number=number)
    follow(district.classroom, number=number, channel=Channel.TEXT, language="es")
    notice = send(urgent(office), administrator)
    with CaptureQueriesContext(connection) as queries:
        assert write_block(notice)
    assert len(queries) <= 20, [query["sql"][:90] for query in queries]
    assert len(recipients()) == 2 * number
    with CaptureQueriesContext(connection) as queries:
        assert progress_of(notice, notice.sent_at).waiting == 2 * number  # type: ignore[arg-type]
    assert len(queries) == 2


def test_a_run_that_was_killed_goes_on_where_it_was(
    district: District, office: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = follow(district.classroom, number=5)
    notice = send(urgent(office), administrator)
    write_block(notice, size=2)
    with monkeypatch.context() as patch:
        patch.setattr(UrgentNotice, "save", _killed)
        with pytest.raises(KeyboardInterrupt):
            write_block(notice, size=2)
    assert len(recipients()) == 2
    notice.refresh_from_db()
    assert progress_of(notice, notice.sent_at).waiting == 5  # type: ignore[arg-type]
    asked: list[Any] = []
    monkeypatch.setattr(tasks, "async_task", lambda *args: asked.append(args))
    tasks.go_on()
    assert asked == [(tasks.WRITE, "urgent", notice.pk)]
    assert tasks.write("urgent", notice.pk) == "written"
    assert recipients() == sorted(wanted)
    asked.clear()
    tasks.go_on()
    assert asked == []


def _killed(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_one_address_that_cannot_be_written_stops_nobody_else(
    district: District, office: Any, administrator: Any
) -> None:
    follow(district.classroom, channel=Channel.TEXT, address="no number")
    wanted = follow(district.classroom, number=2, channel=Channel.TEXT)
    write_all(send(urgent(office), administrator))
    assert recipients() == sorted(wanted)
    assert FailedWork.objects.filter(task="notice").count() == 1


class _Broken(MemoryProvider):
    """An adapter with a fault: raises what nobody expects."""

    def send(self, message: Any) -> Any:
        raise RuntimeError("the adapter broke")


def test_where_one_channel_fails_the_other_goes_all_the_same(
    district: District, office: Any, administrator: Any, settings: Settings
) -> None:
    follow(district.classroom, number=3)
    phones = follow(district.classroom, number=3, channel=Channel.TEXT)
    write_all(send(urgent(office), administrator))
    settings.MAIL_PROVIDER = f"{__name__}._Broken"
    with pytest.raises(RuntimeError):
        dispatch_batch(claim_batch())
    assert sorted(each.address for each in mailbox.sent) == sorted(phones)


def test_what_did_not_arrive_is_counted(
    district: District, office: Any, administrator: Any
) -> None:
    follow(district.classroom, number=3)
    notice = send(urgent(office), administrator)
    write_all(notice)
    mailbox.answers.append(Rejected("550 no such mailbox"))
    dispatch_batch(claim_batch())
    notice.refresh_from_db()
    found = progress_of(notice, notice.sent_at)  # type: ignore[arg-type]
    assert (found.sent, found.failed, found.waiting, found.running) == (2, 1, 0, False)
