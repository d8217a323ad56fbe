"""The log says what left, and from which registered sender; every later change is detected.
Messages leave here as in production: written, claimed, handed over to a provider, and answered."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from notifications.models import ContentPart, Message, MessageContent, MessageEvent
from notifications.providers.base import Evidence, Rejected
from notifications.retention.purging import forget_addresses
from notifications.rules.filling import fingerprint, tag
from notifications.rules.state import State
from notifications.services import (
    check_sent,
    claim_batch,
    dispatch_batch,
    enqueue_message,
    note_all_evidence,
    note_sent,
    resolve_unknown,
)
from notifications.services.outgoing import Marks, words_of
from notifications.services.sent_log import ACTION, SETTLED
from tests.fakes.providers import mailbox

pytestmark = pytest.mark.django_db

SENDER = "Larkspur Valley <class-updates@larkspur.example>"


@pytest.fixture(autouse=True)
def texts(settings: Settings) -> None:
    settings.TEXT_PROVIDER = "tests.fakes.providers.MemoryTextProvider"
    settings.TWILIO_MESSAGING_SERVICE_SID = "MG12"


def written(address: str, channel: str = "email") -> Message:
    message = enqueue_message(
        message_class="staff",
        address=address,
        subject="S",
        text="T",
        from_email=SENDER,
        channel=channel,
    )
    assert message is not None
    return message


def taken(address: str, channel: str = "email") -> Message:
    """A message that left, and that the provider took."""
    message = written(address, channel)
    dispatch_batch(claim_batch())
    message.refresh_from_db()
    assert message.state == State.ACCEPTED
    return message


def later(minutes: int = 1) -> dt.datetime:
    return timezone.now() + SETTLED + dt.timedelta(minutes=minutes)


def test_the_log_says_how_many_left_by_which_sender_and_names_no_family() -> None:
    taken("ana@example.net")
    ben = taken("ben@example.net")
    note_all_evidence([Evidence(ben.pk, State.DELIVERED, timezone.now())])
    taken("+14065550123", channel="text")
    written("eve@example.net")
    mailbox.answers.append(Rejected("no"))
    dispatch_batch(claim_batch())
    assert note_sent(now=later()) is not None
    data = AuditEntry.objects.get(action=ACTION).data
    assert data["senders"] == {"email class-updates@larkspur.example": 2, "text MG12": 1}
    assert data["events"] == 4
    assert "example.net" not in str(data)
    assert "555" not in str(data["senders"])


def test_a_text_is_logged_with_its_sender_at_the_hand_over(
    settings: Settings,
) -> None:
    taken("+14065550123", channel="text")
    settings.TWILIO_MESSAGING_SERVICE_SID = "MG99"
    entry = note_sent(now=later())
    assert entry is not None
    assert entry.data["senders"] == {"text MG12": 1}
    assert check_sent().differs == ""


def test_a_message_that_arrives_a_day_later_is_counted_once() -> None:
    ana = taken("ana@example.net")
    note_sent(now=later())
    note_all_evidence([Evidence(ana.pk, State.DELIVERED, timezone.now())])
    second = note_sent(now=later())
    assert second is not None
    assert (second.data["events"], second.data["senders"]) == (1, {})


def test_each_entry_continues_after_the_last_and_counts_no_event_twice() -> None:
    taken("ana@example.net")
    first = note_sent(now=later())
    assert first is not None
    assert note_sent(now=later()) is None
    taken("ben@example.net")
    second = note_sent(now=later())
    assert second is not None
    assert second.data["from"] == first.data["to"] + 1
    assert (first.data["events"], second.data["events"]) == (1, 1)


def test_recent_events_wait_for_the_next_night() -> None:
    taken("ana@example.net")
    assert note_sent(now=timezone.now()) is None


def test_events_are_compared_even_after_their_messages_are_deleted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    taken("ana@example.net").delete()
    note_sent(now=later())
    call_command("verify_sent")
    said = capsys.readouterr().out
    assert "1 entries, 1 events." in said
    assert "As it was noted." in said


@pytest.mark.parametrize("how", ["changed", "deleted", "added"])
def test_an_event_that_was_changed_deleted_or_added_is_found(how: str) -> None:
    message = taken("ana@example.net")
    note_sent(now=later())
    event = MessageEvent.objects.get(state=State.ACCEPTED)
    # Someone who does this owns the database; its triggers are off in tests.
    if how == "changed":
        MessageEvent.objects.filter(pk=event.pk).update(at=event.at - dt.timedelta(days=1))
    elif how == "deleted":
        MessageEvent.objects.filter(pk=event.pk).delete()
    else:
        waiting = MessageEvent.objects.get(message=message.pk, state=State.READY)
        MessageEvent.objects.filter(pk=waiting.pk).update(state=State.DELIVERED)
    assert "is not as it was" in check_sent().differs
    with pytest.raises(CommandError, match="is not as it was"):
        call_command("verify_sent")


TAMPERED = {
    "sender": {"from_email": "Someone <someone@elsewhere.example>"},
    "channel": {"channel": "text"},
    "subject": {"subject": "Another"},
    "answers": {"reply_to": "someone@elsewhere.example"},
    "own words": {"substitutions": {"stop_url": "https://elsewhere.example/"}},
}


@pytest.mark.parametrize("what", [*TAMPERED, "text", "hand-over"])
def test_from_the_hand_over_to_the_sealed_log_and_then_a_change_is_found(
    what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written, handed over, logged at night, sealed; then someone changes what was sent."""
    message = taken("ana@example.net")
    note_sent(now=later())
    assert seal_log().rows
    call_command("verify_log")
    call_command("verify_sent")
    assert "As it was noted." in capsys.readouterr().out
    if what == "text":
        MessageContent.objects.filter(pk=message.content_id).update(text="Another")
    elif what == "hand-over":
        row = MessageEvent.objects.get(state=State.HANDED_OVER)
        other = row.detail.replace("larkspur", "elsewhere")
        assert other != row.detail
        MessageEvent.objects.filter(pk=row.pk).update(detail=other)
    else:
        Message.objects.filter(pk=message.pk).update(**TAMPERED[what])
    with pytest.raises(CommandError, match="is not as it was"):
        call_command("verify_sent")


def test_a_changed_part_of_a_digest_is_found() -> None:
    part = ContentPart.objects.create(text="Math 3: fractions", html="<p>Math 3</p>")
    content = MessageContent.objects.create()
    content.text = f"News {tag('parts_text', content.nonce)}"
    content.save()
    message = written("ana@example.net")
    Message.objects.filter(pk=message.pk).update(content=content, parts=[str(part.pk)])
    dispatch_batch(claim_batch())
    note_sent(now=later())
    assert check_sent().differs == ""
    ContentPart.objects.filter(pk=part.pk).update(text="Math 3: decimals")
    assert "handed over with other words" in check_sent().differs


@pytest.mark.parametrize("changed", ["before it was sent", "afterwards", "with its hash"])
def test_a_changed_part_is_detected_whenever_it_changed(changed: str) -> None:
    """Its hash is stored when it is rendered, so sending computes none; comparing does."""
    text, html = "Math 3: fractions", "<p>Math 3</p>"
    part = ContentPart.objects.create(text=text, html=html, sha256=fingerprint(text, html))
    content = MessageContent.objects.create()
    content.html = f"<p>News</p>{tag('parts_html', content.nonce)}"
    content.save()
    message = written("ana@example.net")
    Message.objects.filter(pk=message.pk).update(content=content, parts=[str(part.pk)])
    other = {"html": "<p>Math 4</p>"}
    if changed == "before it was sent":
        ContentPart.objects.filter(pk=part.pk).update(**other)
    dispatch_batch(claim_batch())
    note_sent(now=later())
    if changed != "before it was sent":
        assert check_sent().differs == ""
        new = {"sha256": fingerprint(text, other["html"])} if changed == "with its hash" else {}
        ContentPart.objects.filter(pk=part.pk).update(**other, **new)
    assert "handed over with other words" in check_sent().differs


def test_a_part_changed_between_batches_is_sent_as_rendered_and_detected() -> None:
    """The comparison does not trust the cache of sending."""
    text, html = "Math 3: fractions", "<p>Math 3</p>"
    part = ContentPart.objects.create(text=text, html=html, sha256=fingerprint(text, html))
    content = MessageContent.objects.create()
    content.text = tag("parts_text", content.nonce)
    content.html = tag("parts_html", content.nonce)
    content.save()
    for address in ("ana@example.net", "bo@example.net", "cy@example.net"):
        if address.startswith("cy"):
            ContentPart.objects.filter(pk=part.pk).update(html="<p>Math 4</p>")
        message = written(address)
        Message.objects.filter(pk=message.pk).update(content=content, parts=[str(part.pk)])
        dispatch_batch(claim_batch())
    assert [each.html for each in mailbox.sent] == [html] * 3
    note_sent(now=later())
    assert "handed over with other words" in check_sent().differs


def test_changed_sender_counts_are_detected_before_the_log_is_sealed() -> None:
    taken("ana@example.net")
    entry = note_sent(now=later())
    assert entry is not None
    other: dict[str, Any] = {**entry.data, "senders": {"email someone@elsewhere.example": 1}}
    AuditEntry.objects.filter(pk=entry.pk).update(data=other)
    assert "the numbers by sender are others" in check_sent().differs


def test_deletion_by_retention_is_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    message = taken("ana@example.net")
    note_sent(now=later())
    now = timezone.now() + dt.timedelta(days=900)
    assert forget_addresses(before=now, now=now) == 1
    message.refresh_from_db()
    assert message.text == ""
    call_command("verify_sent")
    said = capsys.readouterr().out
    assert (
        f"The words of 1 messages cannot be compared anymore (content was deleted on {now:%Y-%m-%d}"
        in said
    )
    assert "As it was noted." in said
    Message.objects.update(from_email="someone@elsewhere.example")
    assert "handed over with other sender" in check_sent().differs


def test_the_last_of_several_hand_overs_counts() -> None:
    """An update may have been taken down between two tries."""
    message = written("ana@example.net")
    (pk,) = claim_batch()
    Message.objects.filter(pk=pk).update(state=State.READY)
    MessageEvent.objects.create(
        message=pk, state=State.HANDED_OVER, detail="email old@larkspur.example 0"
    )
    dispatch_batch(claim_batch())
    entry = note_sent(now=later())
    assert entry is not None
    assert entry.data["senders"] == {"email class-updates@larkspur.example": 1}
    assert check_sent().differs == ""
    assert Message.objects.get(pk=message.pk).state == State.ACCEPTED


@pytest.mark.parametrize("forged", ["with the hash of the other words", "with nothing"])
def test_a_hand_over_event_added_later_hides_no_changed_words(forged: str) -> None:
    """Anyone who may write into the table may add an event; the triggers prevent changes."""
    message = taken("ana@example.net")
    note_sent(now=later())
    Message.objects.filter(pk=message.pk).update(subject="Other words")
    message.refresh_from_db()
    mark = str(Marks(words_of([message])).of(message)) if "hash" in forged else ""
    MessageEvent.objects.create(message=message.pk, state=State.HANDED_OVER, detail=mark)
    checked = check_sent()
    assert "handed over with other words" in checked.differs


def test_a_copy_loses_its_words_together_with_the_original() -> None:
    """The first message is unknown; both share one content."""
    first = taken("ana@example.net")
    long_ago = timezone.now() - dt.timedelta(days=2)
    Message.objects.filter(pk=first.pk).update(
        state=State.UNKNOWN, message_class="urgent", created_at=long_ago
    )
    Message.objects.filter(pk=first.pk).update(settled_at=long_ago)
    assert resolve_unknown(timezone.now()).sent_again == 1
    dispatch_batch(claim_batch())
    copy = Message.objects.get(again_for=first.pk)
    assert copy.state == State.ACCEPTED
    note_sent(now=later())
    deleted = timezone.now() + dt.timedelta(days=399)
    assert forget_addresses(before=timezone.now() - dt.timedelta(days=1), now=deleted) == 1
    checked = check_sent()
    assert checked.differs == ""
    assert (checked.deleted, checked.last) == (2, deleted.date())
    # Without a purged message, nothing explains that the words are gone.
    Message.objects.filter(pk=first.pk).delete()
    assert "handed over with other words" in check_sent().differs


def test_a_sender_number_with_spaces_is_handled(settings: Settings) -> None:
    settings.TWILIO_MESSAGING_SERVICE_SID = ""
    settings.TWILIO_FROM_NUMBER = "+1 406 555 0100"
    text = taken("+14065550123", channel="text")
    entry = note_sent(now=later())
    assert entry is not None
    assert entry.data["senders"] == {"text +14065550100": 1}
    assert check_sent().differs == ""
    MessageContent.objects.filter(pk=text.content_id).update(text="Another")
    assert "handed over with other words" in check_sent().differs
