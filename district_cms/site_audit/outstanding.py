"""Pages that today's rules would refuse: they stay live, with an owner and a date."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.publishing.models import AccessibilitySettings

from .models import AuditedPage, OutstandingPage

CHECK_FAILED = "check-failed"
"""A check that broke down: a fault of the software, which no teacher can fix."""


@transaction.atomic
def note_outstanding(
    *, page: AuditedPage, subject: Any, rules: tuple[str, ...], principals: str = ""
) -> None:
    """Keep that the page breaks these rules today; with none, that it is fixed.

    `subject` is the page itself, for the record. The date by which it should be fixed is set
    when it is first found and never moved. The owner is its teacher, else the principals of its
    school, else the communications office.
    """
    rules = tuple(rule for rule in rules if rule != CHECK_FAILED)
    known = OutstandingPage.objects.open().filter(page_uuid=page.page_uuid).first()
    if not rules:
        if known is not None:
            settle(outstanding=known, subject=subject)
        return
    values: dict[str, Any] = {
        "page_id": page.page_id,
        "title": page.title,
        "school": page.school,
        "owner": page.teacher or principals or _("Communications office"),
        "address": page.address,
        "rules": list(rules),
    }
    if known is not None:
        OutstandingPage.objects.filter(pk=known.pk).update(**values)
        return
    today = timezone.localdate()
    days = AccessibilitySettings.load().fix_days
    fix_by = today + dt.timedelta(days=days)
    OutstandingPage.objects.create(
        page_uuid=page.page_uuid, first_found=today, fix_by=fix_by, **values
    )
    record(
        action="outstanding.found",
        actor="audit",
        page=subject,
        rules=list(rules),
        fix_by=fix_by.isoformat(),
    )


@transaction.atomic
def settle(*, outstanding: OutstandingPage, subject: Any = None) -> None:
    """The page is fixed, or no longer live: then there is no `subject`."""
    outstanding.fixed_at = timezone.now()
    outstanding.save(update_fields=["fixed_at"])
    record(
        action="outstanding.fixed",
        actor="audit",
        page=subject,
        outstanding=str(outstanding.page_uuid),
        rules=outstanding.rules,
    )


def settle_all_but(*, live_page_uuids: Any) -> None:
    """Settle what was taken down or deleted. `live_page_uuids` is a query or a list."""
    for gone in OutstandingPage.objects.open().exclude(page_uuid__in=live_page_uuids):
        settle(outstanding=gone)
