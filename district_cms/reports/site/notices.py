"""Mails about failed work to its owner and the administrators: once, again to the administrators
after the third failure, and then once a day. One mail per person and run."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.audit_log.models import ChainHead
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.services import mail_owner
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import Item, isolated

REPORTED, RAISED = 1, 2
REPEATED: Final = 3
"""The number of failures after which it is reported again."""
EACH_DAY: Final = dt.timedelta(days=1)
MOST_LINES: Final = 30
Reason = FailedWork.Reason
# Reported once and closed with the mail, because nothing else has to be done.
OVER_WHEN_REPORTED: Final = frozenset({Reason.REFUSED, Reason.STANDSTILL})


@dataclass(frozen=True, slots=True)
class Line:
    """One failure in a mail, as text for its reader."""

    title: str
    reason: str
    count: int
    at: dt.datetime
    url: str


def send_notices(*, now: dt.datetime | None = None) -> int:
    """Sends the notices that were not sent yet and returns the number of mails. `now` is aware.
    Each person's mail has its own transaction; a row counts as sent once everybody has it."""
    now = now or timezone.now()
    rows = list(_unreported(now))
    if not rows:
        return 0
    administrators = administrator_accounts()
    owners = User.objects.filter(pk__in={row.owner_id for row in rows}, is_active=True)
    by_id = {user.pk: user for user in owners}
    of_person: dict[Any, list[FailedWork]] = defaultdict(list)
    for row in rows:
        owner = by_id.get(row.owner_id) if row.told == 0 else None
        if owner is not None:
            of_person[owner].append(row)
        if row.reason == Reason.REFUSED and owner is not None:
            continue  # only its author can do something about it
        for user in administrators:
            if user != owner:
                of_person[user].append(row)
    mails = 0
    for user, failures in of_person.items():
        with isolated(Item("failure notices", str(user.pk), _("Mail about failed work"))) as tried:
            _mail(user, failures, raised=any(row.told for row in failures))
        mails += not tried.failed
    if mails:
        _note_reported(rows, now)
    return mails


def administrator_accounts() -> list[Any]:
    """Returns the district's administrators; the superusers if none of them has an account."""
    staff = Staff.objects.with_role(Role.ADMINISTRATOR).filter(user__is_active=True)
    accounts = [each.user for each in staff.select_related("user").order_by("pk")]
    return accounts or list(User.objects.filter(is_superuser=True, is_active=True).order_by("pk"))


@transaction.atomic
def send_log_head() -> int:
    """Mails the head of the sealed log to each administrator, so that a copy exists outside of this
    server. Returns the number of mails."""
    head = ChainHead.objects.exclude(hash="").first()
    if head is None:
        return 0
    sentence = _(
        "The log has %(number)d sealed entries today. Keep this mail: whoever runs the server can "
        "prove with it later that none of them was changed or removed: python manage.py verify_log "
        "--expect %(hash)s"
    ) % {"number": head.sequence, "hash": head.hash}
    for user in (administrators := administrator_accounts()):
        mail_owner(user, _("The log today"), sentence, url="")
    return len(administrators)


def _unreported(now: dt.datetime) -> Any:
    fresh = Q(told=0)
    repeated = Q(told=REPORTED, count__gte=REPEATED)
    still = Q(told=RAISED, told_at__lt=now - EACH_DAY)
    return FailedWork.objects.open().filter(fresh | repeated | still).order_by("first_at", "pk")


@transaction.atomic
def _note_reported(rows: list[FailedWork], now: dt.datetime) -> None:
    for row in rows:
        # Filters by the reported state: a failure since then is reported next time.
        values: dict[str, Any] = {"told": RAISED if row.told else REPORTED, "told_at": now}
        if row.reason in OVER_WHEN_REPORTED:
            values["over_at"] = now
        FailedWork.objects.filter(pk=row.pk, told=row.told).update(**values)


def _mail(user: User, rows: list[FailedWork], *, raised: bool) -> None:
    own = [row for row in rows if row.owner_id == user.pk and row.told == 0]
    others = [row for row in rows if row not in own]
    mail = draw(
        "reports/email/failed",
        subject=_subject(own, others, raised=raised),
        office=DistrictSettings.cached(),
        name=user.get_short_name(),
        own=[_line(row) for row in own[:MOST_LINES]],
        others=[_line(row) for row in others[:MOST_LINES]],
        more=max(0, len(own) - MOST_LINES) + max(0, len(others) - MOST_LINES),
        raised=raised,
        report_url=editor_url(reverse("site_report")) if others else "",
    )
    mail.message(user.email).send()


def _subject(own: list[FailedWork], others: list[FailedWork], *, raised: bool) -> str:
    if len(own) == 1 and not others:
        return _("“%(title)s” did not go as planned") % {"title": own[0].title}
    number = len(own) + len(others)
    if raised:
        return ngettext(
            "Still failing: %(number)d piece of work on the website",
            "Still failing: %(number)d pieces of work on the website",
            number,
        ) % {"number": number}
    return ngettext(
        "%(number)d piece of work on the website failed",
        "%(number)d pieces of work on the website failed",
        number,
    ) % {"number": number}


def _line(row: FailedWork) -> Line:
    path = reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.page_id else ""
    return Line(
        title=row.title or row.task,
        reason=str(row.get_reason_display()),
        count=row.count,
        at=row.last_at,
        url=editor_url(path) if path else "",
    )
