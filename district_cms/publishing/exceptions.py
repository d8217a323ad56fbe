"""Exceptions from the gate: what an administrator may lift, for how long, and who ends it.

Only accessibility findings can be lifted, for a limited time and with a reason; never privacy
findings or missing required parts.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.audit_log.services import record, school_title
from district_cms.checks.accessibility import RULES
from district_cms.checks.findings import CHECK_FAILED, Finding
from district_cms.web.accounts import Account

from .models import AccessibilitySettings, GateException

SHORTEST_REASON: Final = 20
"""Characters. A shorter reason does not help anyone who reads the list a year later."""


def can_lift(finding: Finding) -> bool:
    """Returns True if an exception may lift this finding."""
    return finding.rule in RULES or finding.rule == CHECK_FAILED


def is_long_enough(reason: str) -> bool:
    return len(" ".join(reason.split())) >= SHORTEST_REASON


def ends_in_time(last_day: dt.date, *, today: dt.date, most_days: int) -> bool:
    """Returns True if an exception through `last_day` is valid today and lasts at most `most_days`
    days."""
    return today <= last_day <= today + dt.timedelta(days=most_days)


MAKE = "publishing.add_gateexception"


def check_may_make_exceptions(user: Account) -> None:
    """Raises `PermissionDenied` unless the account may make and end exceptions."""
    if not user.has_perm(MAKE):
        raise PermissionDenied(_("Only a district administrator can make exceptions."))


def can_make_exceptions(user: Account) -> bool:
    return bool(user.has_perm(MAKE))


@transaction.atomic
def make_exception(
    *, page: Page, findings: Iterable[Finding], reason: str, last_day: dt.date, user: Account
) -> GateException:
    """Lets `page` pass in spite of these findings through `last_day` (district time).

    Raises `PermissionDenied` for all but district administrators, and `ValidationError`.
    """
    check_may_make_exceptions(user)
    findings = list(findings)
    _check(findings, reason, last_day)
    exception = GateException.objects.create(
        page_uuid=page.translation_key,
        page_id=page.pk,
        title=page.title,
        school=school_title(page),
        lifts=[
            {"rule": f.rule, "fingerprint": f.fingerprint, "message": str(f.message)}
            for f in findings
        ],
        reason=reason.strip(),
        by=user.get_full_name(),
        by_id=user.pk,
        expires_at=_end_of(last_day),
    )
    record(
        action="gate.exception",
        actor=user,
        page=page,
        exception=exception.pk,
        rules=sorted({finding.rule for finding in findings}),
        reason=exception.reason,
        until=last_day.isoformat(),
    )
    return exception


@transaction.atomic
def end_exception(*, exception: GateException, user: Account) -> None:
    """Ends an exception now; live content stays live. Does nothing to an exception that has
    ended."""
    check_may_make_exceptions(user)
    now = timezone.now()
    ended = GateException.objects.in_force(now).filter(pk=exception.pk)
    if ended.update(ended_at=now, ended_by=user.get_full_name()):
        record(
            action="gate.exception_ended",
            actor=user,
            exception=exception.pk,
            title=exception.title,
            page_uuid=str(exception.page_uuid),
        )


def _check(findings: list[Finding], reason: str, last_day: dt.date) -> None:
    most_days = AccessibilitySettings.load().exception_days
    errors: dict[str, str] = {}
    if not findings:
        errors["findings"] = _("Choose what the exception is for.")
    if not all(map(can_lift, findings)):
        errors["findings"] = _(
            "Exceptions are only for accessibility findings and for checks that failed, not for "
            "student privacy or the required parts of an update."
        )
    if not is_long_enough(reason):
        errors["reason"] = _(
            "Say in at least %(number)d characters why the page cannot wait. It stays on record."
        ) % {"number": SHORTEST_REASON}
    if not ends_in_time(last_day, today=timezone.localdate(), most_days=most_days):
        errors["last_day"] = ngettext(
            "Choose today or tomorrow: the district allows one day.",
            "Choose a day from today on, at most %(number)d days ahead: the district does not "
            "allow a longer exception.",
            most_days,
        ) % {"number": most_days}
    if errors:
        raise ValidationError(errors)


def _end_of(day: dt.date) -> dt.datetime:
    """Returns the end of a day in the district's time zone."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    return timezone.make_aware(midnight)
