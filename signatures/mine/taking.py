"""Taking a signature: noted once, however often a button is pressed."""

import datetime as dt
from typing import Final

from django.db import transaction

from district_cms.people.models import Staff

from ..gathering import Prepared
from ..issuing.services import issue_signature
from ..models import Issue, SignatureChoice
from ..render import Signature

SAME_WITHIN: Final = dt.timedelta(minutes=10)
"""Pressed again in this time, the same signature by the same way is the same one."""
MOST_AN_HOUR: Final = 60


class TakenTooOften(Exception):
    """More different ones in an hour than any person takes: the log is not for a script to fill."""


@transaction.atomic
def take_signature(
    *, prepared: Prepared, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    """Keep that the person took it, with what was chosen. `now` is aware. Raises
    `TakenTooOften`."""
    Staff.objects.select_for_update().get(pk=prepared.staff.pk)
    own = Issue.objects.filter(staff=prepared.staff).exclude(path=Issue.Path.EXPORT)
    last = own.filter(at__gt=now - SAME_WITHIN).order_by("-pk").first()
    if last is not None and _is_same(last, prepared, signature, path):
        return last
    if own.filter(at__gt=now - dt.timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TakenTooOften
    return issue_signature(prepared=prepared, signature=signature, path=path, now=now)


def _is_same(last: Issue, prepared: Prepared, signature: Signature, path: Issue.Path) -> bool:
    chosen = SignatureChoice.objects.filter(staff=prepared.staff).first()
    return (
        (last.path, last.sha256) == (path, signature.sha256)
        and last.template_version_id == prepared.template.version_id
        and chosen is not None
        and chosen.wish == prepared.wish
    )
