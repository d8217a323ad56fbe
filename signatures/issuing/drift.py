"""Whose signature would be another one if it were copied now, and telling them once."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.people.models import Staff
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw
from district_cms.web.queue.apart import Item, apart, must_wait, standing

from ..gathering import offers, prepare
from ..models import Issue
from ..policy import SignatureIncomplete, SignatureTooLong

NOTICES: Final = "new signatures"
"""The loop, as failures of it are filed."""
KEPT: Final = dt.timedelta(days=730)
MOST_MAILS: Final = 300
"""In one run: the queue ends a task after two minutes, and the district's logo is everyone's."""


def outdated(on: dt.date) -> Iterator[tuple[Staff, Issue]]:
    """People whose last signature differs from what they would get on this day, with that one.
    Those of whom no signature can be made now are left in peace: it is not theirs to renew."""
    last = {issue.staff_id: issue for issue in Issue.objects.newest()}
    staff = Staff.objects.active().filter(pk__in=Issue.objects.values("staff"))
    for offer in offers(staff.select_related("user").iterator(), on):
        issue = last[offer.staff.pk]
        try:
            now = prepare(offer).draw().sha256
        except (SignatureIncomplete, SignatureTooLong):
            continue
        if now != issue.sha256:
            yield offer.staff, issue


def tell_outdated(*, now: dt.datetime | None = None) -> int:
    """Write to each of them once, until they take a new one; the next run goes on where there are
    many. Returns the number of mails.

    Each in a transaction of its own: one mail that fails is written down and keeps no other back.
    """
    now = now or timezone.now()
    known = standing(NOTICES)
    mails = 0
    waiting = [each for each in outdated(timezone.localdate(now)) if each[1].told_at is None]
    for staff, issue in waiting:
        address = _address(staff)
        item = Item(NOTICES, str(staff.pk), title=_("Mail about a new signature"))
        if not address or must_wait(known.get(item.key), now):
            continue
        if mails >= MOST_MAILS:
            break
        with apart(item, failed_before=known) as tried:
            Issue.objects.filter(pk=issue.pk).update(told_at=now)
            draw(
                "signatures/email/signature_changed",
                subject=_("Copy your new signature"),
                office=DistrictSettings.kept(),
                signature_url=settings.WAGTAILADMIN_BASE_URL + reverse("signatures:my_signature"),
            ).message(address).send()
        mails += not tried.failed
    return mails


def forget_old(*, now: dt.datetime) -> int:
    """Delete what is known of signatures taken more than two years ago, except each person's last
    one. Returns how many."""
    old = Issue.objects.filter(at__lt=now - KEPT)
    newest = set(Issue.objects.newest().values_list("pk", flat=True))
    gone = [pk for pk in old.values_list("pk", flat=True) if pk not in newest]
    for start in range(0, len(gone), 1000):
        Issue.objects.filter(pk__in=gone[start : start + 1000]).delete()
    return len(gone)


def _address(staff: Staff) -> str:
    if staff.user is not None and staff.user.is_active:
        return str(staff.user.email)
    return staff.email
