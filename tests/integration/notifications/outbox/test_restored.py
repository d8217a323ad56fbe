"""Nothing of a restored outbox is sent twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from district_cms.audit_log.models import AuditEntry
from notifications import tasks
from notifications.models import Message, MessageEvent
from notifications.rules.state import State
from notifications.services import claim_batch
from tests.fakes.providers import Mailbox

from .conftest import Write

pytestmark = pytest.mark.django_db


def test_without_yes_waiting_messages_are_only_counted(write: Write) -> None:
    write()
    with pytest.raises(CommandError, match="1 messages wait"):
        call_command("cancel_restored_mail")
    assert Message.objects.get().state == State.READY


def test_waiting_and_claimed_messages_are_canceled_and_never_sent(
    write: Write, provider: Mailbox
) -> None:
    write()
    claim_batch()
    write(address="another@example.net")
    said = StringIO()
    call_command("cancel_restored_mail", "--yes", stdout=said)
    assert said.getvalue() == (
        "0 stops of families were applied again.\n"
        "2 messages were canceled; the Outbox lists them.\n"
    )
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELED}
    tasks.sweep()
    tasks.dispatch()
    assert provider.sent == []
    assert MessageEvent.objects.filter(state=State.CANCELED).count() == 2
    entry = AuditEntry.objects.get(action="outbox.canceled_after_restore")
    assert entry.data == {"messages": 2}
