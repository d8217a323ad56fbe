"""After a backup was put back: what waits in its outbox may have been sent since it was made, and
families may have stopped what is running in it."""

import datetime as dt

from django.db import transaction

from district_cms.audit_log.services import record

from ..models import Message, StopsFileSize, Subscription
from ..rules.state import State
from ..services.transitions import move
from ..suppressions import stops_file
from ..suppressions.rules import Cause
from ..suppressions.services import Found, suppress
from .services import withdraw

REASON = "A backup was put back: it may have been sent after the backup was made."


@transaction.atomic
def finish_restore() -> tuple[int, int]:
    """Stop again what the database does not know as stopped, and take back every message that
    waits, of whatever kind. Returns how many stops and how many messages there were.

    For the time between putting back a backup and starting the worker: nothing of this outbox is
    sent twice then, and what the site had not sent before the backup was lost is not sent either.
    Of a digest that was written after the backup nothing is in it: see the command's `--digests`.
    """
    size, entries = stops_file.size(), stops_file.unknown()
    for entry in entries:
        at = dt.datetime.fromisoformat(entry["since"])
        if "address" in entry:
            cause, why = Cause(entry["cause"]), entry["evidence"]
            suppress([Found(entry["address"], entry["channel"], cause, at, why)])
            continue
        theirs = Subscription.objects.active().filter(subscriber__uuid=entry["person"])
        for each in theirs.filter(pk=entry["subscription"]).select_related("subscriber"):
            withdraw(subscriber=each.subscriber, subscriptions=[each], by=entry["by"], now=at)
    if stops_file.is_behind():  # also where every line is torn
        StopsFileSize.objects.update_or_create(pk=1, defaults={"known": size})
    waiting = Message.objects.filter(state__in=(State.READY, State.CLAIMED))
    canceled = len(move(waiting, State.CANCELED, detail=REASON))
    record(action="outbox.canceled_after_restore", actor="operator", messages=canceled)
    return len(entries), canceled
