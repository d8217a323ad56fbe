"""After a backup was put back: what waits in its outbox may have been sent since it was made."""

from django.db import transaction

from district_cms.audit_log.services import record

from ..models import Message
from ..rules.state import State
from .moving import move

REASON = "A backup was put back: it may have been sent after the backup was made."


@transaction.atomic
def cancel_what_waits() -> int:
    """Take back every message that waits, of whatever kind. Returns how many there were.

    For the time between putting back a backup and starting the worker: nothing of this outbox is
    sent twice then, and what the site had not sent before the backup was lost is not sent either.
    Of a digest that was written after the backup nothing is in it: see the command's `--digests`.
    """
    waiting = Message.objects.filter(state__in=(State.READY, State.CLAIMED))
    canceled = len(move(waiting, State.CANCELED, detail=REASON))
    record(action="outbox.canceled_after_restore", actor="operator", messages=canceled)
    return canceled
