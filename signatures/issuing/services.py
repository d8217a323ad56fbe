"""Writing down that a signature was taken."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from district_cms.audit_log.services import record

from ..gathering import Prepared
from ..models import Issue, SignatureChoice
from ..render import Signature
from .changes import made_of

AT_ONCE: Final = 1000
AS_ONE: Final = dt.timedelta(minutes=10)


@transaction.atomic
def issue_signature(
    *, prepared: Prepared, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    """Keep that a person took this signature, and what it was made with: the next one is made with
    the same choice. `now` is aware. The same again within minutes is one: whoever presses a button
    twice took one signature."""
    wish = prepared.wish
    SignatureChoice.objects.update_or_create(
        staff=prepared.staff,
        defaults={
            "schools": None if wish.schools is None else list(wish.schools),
            "phone": wish.phone,
            "entitlements": None if wish.entitlements is None else list(wish.entitlements),
            "statements": list(wish.statements),
            "quote": wish.quote,
        },
    )
    last = Issue.objects.taken().filter(staff=prepared.staff).order_by("-pk").first()
    if last is not None and _is_again(last, signature, path, now):
        return last
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
    *, drawn: Iterable[tuple[Prepared, Signature]], now: dt.datetime, actor: object
) -> int:
    """Keep that these were exported for the district's administrators. Returns how many."""
    rows = [_issue(prepared, signature, Issue.Path.EXPORT, now) for prepared, signature in drawn]
    Issue.objects.bulk_create(rows, batch_size=AT_ONCE)
    record(action="signature.exported", actor=actor, at=now, signatures=len(rows))
    return len(rows)


def _is_again(last: Issue, signature: Signature, path: Issue.Path, now: dt.datetime) -> bool:
    """Whether this one is the last one. Where the person was asked for a newer one meanwhile, it
    is another one: it answers that."""
    same = (last.sha256, last.path, last.told_of) == (signature.sha256, path, "")
    return same and now - AS_ONE < last.at <= now


def _issue(prepared: Prepared, signature: Signature, path: Issue.Path, now: dt.datetime) -> Issue:
    return Issue(
        staff=prepared.staff,
        at=now,
        path=path,
        sha256=signature.sha256,
        made_of=made_of(prepared),
        template_version_id=prepared.template.version_id,
        logo_versions=prepared.logo_versions,
    )
