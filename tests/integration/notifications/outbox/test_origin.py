"""What left, and by which registered sender, stands in the log; a changed event is found."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from notifications.models import Message, MessageEvent
from notifications.rules.state import State
from notifications.services import check_sent, enqueue_message, note_sent
from notifications.services.origin import ACTION, SETTLED

pytestmark = pytest.mark.django_db

SENDER = "Larkspur Valley <class-updates@larkspur.example>"


def taken(address: str, channel: str = "email", state: State = State.ACCEPTED) -> Message:
    message = enqueue_message(
        message_class="staff",
        address=address,
        subject="S",
        text="T",
        from_email=SENDER,
        channel=channel,
    )
    assert message is not None
    MessageEvent.objects.create(message=message.pk, state=state)
    return message


def later(minutes: int = 1) -> dt.datetime:
    return timezone.now() + SETTLED + dt.timedelta(minutes=minutes)


def test_the_log_says_how_many_left_by_which_sender_and_names_no_family(
    settings: Settings,
) -> None:
    settings.TWILIO_MESSAGING_SERVICE_SID = "MG12"
    taken("ana@example.net")
    taken("ben@example.net", state=State.DELIVERED)
    taken("+14065550123", channel="text")
    taken("eve@example.net", state=State.REJECTED)
    assert note_sent(now=later()) is not None
    data = AuditEntry.objects.get(action=ACTION).data
    assert data["senders"] == {"email class-updates@larkspur.example": 2, "text MG12": 1}
    assert data["events"] == 3
    assert "example.net" not in str(data)
    assert "555" not in str(data["senders"])


def test_each_night_goes_on_where_the_last_one_ended_and_notes_no_event_twice() -> None:
    taken("ana@example.net")
    first = note_sent(now=later())
    assert first is not None
    assert note_sent(now=later()) is None
    taken("ben@example.net")
    second = note_sent(now=later())
    assert second is not None
    assert second.data["from"] == first.data["to"] + 1
    assert (first.data["events"], second.data["events"]) == (1, 1)


def test_what_is_written_just_now_waits_for_the_next_night() -> None:
    taken("ana@example.net")
    assert note_sent(now=timezone.now()) is None


def test_it_is_compared_with_the_events_also_after_the_messages_are_deleted(
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
    # Whoever does this owns the database: its triggers are off in tests.
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
