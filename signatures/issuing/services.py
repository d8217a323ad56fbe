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


@transaction.atomic
def issue_signature(
    *, prepared: Prepared, signature: Signature, path: Issue.Path, now: dt.datetime
) -> Issue:
    """Keep that a person took this signature, and what it was made with: the next one is made with
    the same choice. `now` is aware."""
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
