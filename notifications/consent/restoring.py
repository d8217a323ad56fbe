"""After a backup was put back: what families stopped since it was made is stopped again."""

import datetime as dt

from django.db import transaction

from district_cms.audit_log.services import record

from ..models import Subscription, VerifiedAddress
from ..suppressions import stops_file
from ..suppressions.rules import Cause
from ..suppressions.services import Found, suppress
from .services import remove_number, withdraw


@transaction.atomic
def apply_stops() -> int:
    """Apply the lines of the file that this database does not know, at the moments of then. Returns
    how many. What is stopped already stays as it is."""
    entries = stops_file.unknown()
    for entry in entries:
        at = dt.datetime.fromisoformat(entry["at"])
        if "address" in entry:
            cause = Cause(entry["cause"])
            suppress([Found(entry["address"], entry["channel"], cause, at, entry["evidence"])])
        elif "removed" in entry:
            for known in VerifiedAddress.objects.filter(pk=entry["removed"]):
                remove_number(known=known, now=at)
        else:
            running = Subscription.objects.active().filter(
                subscriber__uuid=entry["person"],
                channel=entry["channel"],
                scope=entry["scope"],
                page_uuid=entry["page"],
            )
            for each in running.select_related("subscriber"):
                withdraw(subscriber=each.subscriber, subscriptions=[each], by=entry["by"], now=at)
    if entries:
        stops_file.move_to(entries[-1]["number"])
        record(action="outbox.stops_applied", actor="operator", stops=len(entries))
    return len(entries)
