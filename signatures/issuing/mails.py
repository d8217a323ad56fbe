"""Mail about a newer signature: automatically after a change, and when the office asks."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, must_wait, standing

from ..models import AskedAgain, Issue
from .changes import LABELS, binding
from .standing import SignatureStatus, Standing, standings

REMIND: Final = "signatures.issuing.tasks.ask_for_signatures"
LOOP: Final = "asked for signatures"
NOTICES: Final = "new signatures"
"""The two loops, under which their failures are recorded."""
MOST_MAILS: Final = 300
"""Per run: the queue ends a task after two minutes."""


def tell_outdated(*, now: dt.datetime | None = None) -> int:
    """Mails each person once about the same newer signature, at most `MOST_MAILS` in one run.

    Clears the notice of people whose change was undone. Returns the number of mails.

    One transaction per mail: a mail that fails is recorded and does not stop the others."""
    now = now or timezone.now()
    known = standing(NOTICES)
    takers = Staff.objects.active().filter(pk__in=Issue.objects.taken().values("staff"))
    today = timezone.localdate(now)
    statuses = [each for each in standings(takers, today) if each.standing != Standing.UNFINISHED]
    undone = [
        e.issue.pk for e in statuses if e.issue and e.issue.told_of and not binding(e.changed)
    ]
    Issue.objects.filter(pk__in=undone).update(told_of="")
    mails = 0
    for each in statuses:
        if mails >= MOST_MAILS:
            break
        staff = each.staff
        address = staff.user.email if staff.user and staff.user.is_active else staff.email
        item = Item(NOTICES, str(staff.pk), title=_("Mail about a new signature"))
        if not each.issue or not each.is_due_for_mail(now) or not address:
            continue
        if must_wait(known.get(item.key), now):
            continue
        with isolated(item, failed_before=known) as tried:
            notified = Issue.objects.filter(pk=each.issue.pk)
            notified.update(told_at=now, told_of=each.newest_checksum)
            draw(
                "signatures/email/signature_changed",
                subject=_("Copy your new signature"),
                office=DistrictSettings.cached(),
                changed=[str(LABELS[part]) for part in binding(each.changed)],
                signature_url=editor_url(reverse("signatures:my_signature")),
            ).message(address).send()
        mails += not tried.failed
    return mails


@transaction.atomic
def ask_again(*, people: Iterable[SignatureStatus], user: User, now: dt.datetime) -> int:
    """Asks those of these people who can be asked. Returns their number; the queue sends the
    mails."""
    staff_ids = [each.staff.pk for each in people if each.can_be_reminded(now)]
    # The lock prevents two mails for a form that is submitted twice.
    list(Staff.objects.select_for_update().filter(pk__in=staff_ids).order_by("pk").values("pk"))
    recent = AskedAgain.objects.filter(asked_at=now) | AskedAgain.objects.waiting()
    left = set(staff_ids) - set(recent.order_by().values_list("staff", flat=True))
    rows = [AskedAgain(staff_id=pk, asked_at=now) for pk in sorted(left)]
    AskedAgain.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["staff"],
        update_fields=["asked_at", "done_at"],
        batch_size=1000,
    )
    if rows:
        record(action="signature.asked_again", actor=user, at=now, people=len(rows))
        transaction.on_commit(lambda: async_task(REMIND), robust=True)
    return len(rows)


def mail_requested(*, now: dt.datetime | None = None) -> int:
    """Mails people who were asked to renew their signature, except those who copied it meanwhile or
    left. At most `MOST_MAILS` per run; the next run continues. Returns the number of mails."""
    now = now or timezone.now()
    known = standing(LOOP)
    waiting = {row.staff_id: row for row in AskedAgain.objects.waiting()[:MOST_MAILS]}
    staff = Staff.objects.active().filter(pk__in=waiting)
    by_person = {each.staff.pk: each for each in standings(staff, timezone.localdate(now))}
    mails = done = 0
    for pk, row in waiting.items():
        status = by_person.get(pk)
        item = Item(LOOP, str(pk), title=_("Mail about a signature"))
        if must_wait(known.get(item.key), now):
            continue
        wrote = status is not None and status.needs_new_signature
        with isolated(item, failed_before=known) as tried:
            AskedAgain.objects.filter(pk=row.pk).update(done_at=now)
            if status is not None and wrote:
                _write(status)
        done += not tried.failed
        mails += wrote and not tried.failed
    # If all of them failed, the next morning's run tries again.
    if done and len(waiting) == MOST_MAILS:
        async_task(REMIND)
    return mails


def _write(status: SignatureStatus) -> None:
    user = status.staff.user
    if user is None or not user.is_active:
        return
    has_none = status.standing == Standing.NEVER
    draw(
        "signatures/email/signature_wanted",
        subject=_("Copy your email signature") if has_none else _("Copy your new signature"),
        office=DistrictSettings.cached(),
        has_none=has_none,
        changed=status.changes_of_theirs,
        signature_url=editor_url(reverse("signatures:my_signature")),
    ).message(user.email).send()
