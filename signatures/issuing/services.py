"""Records which signature a person took, or the district exported."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from district_cms.audit_log.services import record
from district_cms.people.models import Staff

from ..models import Issue, SignatureChoice
from ..options import PreparedSignature
from ..render import Signature
from .changes import parts_of

AT_ONCE: Final = 1000
KEPT: Final = dt.timedelta(days=730)
SAME_WITHIN: Final = dt.timedelta(minutes=10)
"""The same signature taken again in the same way within this time is not recorded again."""
MOST_AN_HOUR: Final = 60


class TakenTooOften(Exception):
    """More different signatures in an hour than a person takes: a script must not fill the log."""


@transaction.atomic
def issue_signature(
    *, prepared: PreparedSignature, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    """Records that a person took this signature, and the choice it was made with, which the next
    one uses. `now` is aware."""
    preferences = prepared.preferences
    SignatureChoice.objects.update_or_create(
        staff=prepared.staff,
        defaults={
            "schools": None if preferences.schools is None else list(preferences.schools),
            "phone": preferences.phone,
            "entitlements": None
            if preferences.entitlements is None
            else list(preferences.entitlements),
            "statements": list(preferences.statements),
            "quote": preferences.quote,
        },
    )
    issue = _issue(prepared, signature, path, now)
    issue.save()
    record(
        action="signature.issued",
        actor=prepared.staff.user or prepared.staff,
        at=now,
        path=path.value,
        sha256=signature.sha256,
        template_version=prepared.template.version_id,
        logo_versions=prepared.logo_versions,
    )
    return issue


@transaction.atomic
def issue_exported(
    *, rendered: Iterable[tuple[PreparedSignature, Signature]], now: dt.datetime, actor: object
) -> int:
    """Records that these were exported for the district's administrators. Returns their number."""
    rows = [_issue(prepared, signature, Issue.Path.EXPORT, now) for prepared, signature in rendered]
    Issue.objects.bulk_create(rows, batch_size=AT_ONCE)
    record(action="signature.exported", actor=actor, at=now, signatures=len(rows))
    return len(rows)


def _issue(
    prepared: PreparedSignature, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    return Issue(
        staff=prepared.staff,
        at=now,
        path=path,
        sha256=signature.sha256,
        made_of=parts_of(prepared),
        template_version_id=prepared.template.version_id,
        logo_versions=prepared.logo_versions,
    )


@transaction.atomic
def take_signature(
    *, prepared: PreparedSignature, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    """Records that the person took the signature, with the choice. `now` is aware. Raises
    `TakenTooOften`."""
    Staff.objects.select_for_update().get(pk=prepared.staff.pk)
    own = Issue.objects.filter(staff=prepared.staff).exclude(path=Issue.Path.EXPORT)
    last = own.filter(at__gt=now - SAME_WITHIN).order_by("-pk").first()
    if last is not None and _is_same(last, prepared, signature, path):
        return last
    if own.filter(at__gt=now - dt.timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TakenTooOften
    return issue_signature(prepared=prepared, signature=signature, path=path, now=now)


def _is_same(
    last: Issue, prepared: PreparedSignature, signature: Signature, path: Issue.Path
) -> bool:
    chosen = SignatureChoice.objects.filter(staff=prepared.staff).first()
    return (
        (last.path, last.sha256) == (path, signature.sha256)
        and last.template_version_id == prepared.template.version_id
        and chosen is not None
        and chosen.preferences == prepared.preferences
    )


def forget_old(*, now: dt.datetime) -> int:
    """Deletes records older than two years, except the last one of each person. Returns their
    number."""
    old = Issue.objects.filter(at__lt=now - KEPT)
    newest = set(Issue.objects.newest().values_list("pk", flat=True))
    gone = [pk for pk in old.values_list("pk", flat=True) if pk not in newest]
    for start in range(0, len(gone), 1000):
        Issue.objects.filter(pk__in=gone[start : start + 1000]).delete()
    return len(gone)
