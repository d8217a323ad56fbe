"""The one way in which anything leaves the log: details of old entries, with an entry saying so."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .models import AuditEntry, Seal
from .services import record

DETAILS_REMOVED: Final = "audit_log.details_removed"
SEALED_AS: Final = "audit log"
SHORTEST: Final = dt.timedelta(days=365)


@transaction.atomic
def remove_details(*, before: dt.datetime, actor: object) -> int:
    """Empty actor, title and data of sealed entries that are older than `before` (aware).

    That something was done, when, to which page and with which content stays, and so does the
    digest in the seal: the chain can be verified as before. Entries about such removals keep their
    details. Returns how many entries. Raises `ValueError` for a `before` of the last 365 days.
    """
    if before > timezone.now() - SHORTEST:
        raise ValueError(f"Details are kept for {SHORTEST.days} days at least.")
    seals = Seal.objects.filter(name=SEALED_AS, row=OuterRef("pk"))
    old = AuditEntry.objects.filter(Exists(seals), at__lt=before, data__isnull=False)
    removed = old.exclude(action=DETAILS_REMOVED).update(**AuditEntry.DETAILS)
    if removed:
        record(action=DETAILS_REMOVED, actor=actor, before=before.isoformat(), rows=removed)
    return removed


def details_removed_before() -> dt.datetime | None:
    """The moment before which entries may be without details; None where none may."""
    entries = AuditEntry.objects.filter(action=DETAILS_REMOVED)
    told = entries.values_list("data__before", flat=True)
    moments = (parse_datetime(before) for before in told if before)
    return max((each for each in moments if each), default=None)
