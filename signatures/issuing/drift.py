"""Whose signature would be another one if it were copied now, and telling them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.people.models import Staff
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.apart import Item, apart, must_wait, standing

from ..gathering import Prepared, offers, prepare
from ..models import Issue
from ..policy import SignatureIncomplete, SignatureTooLong
from .changes import LABELS, MadeOf, binding, changed_parts, checksum, made_of

NOTICES: Final = "new signatures"
"""The loop, as failures of it are filed."""
KEPT: Final = dt.timedelta(days=730)
APART: Final = dt.timedelta(days=30)
MOST_MAILS: Final = 300
"""In one run: the queue ends a task after two minutes, and the district's logo is everyone's."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The signature that a person took last, and what it would be made of now."""

    staff: Staff
    issue: Issue
    now: MadeOf

    @property
    def changed(self) -> list[str]:
        """In which of the parts that bind, as `changes.LABELS` names them."""
        return binding(changed_parts(self.issue.made_of, self.now))

    @property
    def told_of(self) -> str:
        """Which newer signature, as an issue keeps that it was told."""
        return checksum({part: self.now[part] for part in binding(self.now)})

    def is_to_be_told(self, now: dt.datetime) -> bool:
        """Once of each newer signature, and not more often than once a month."""
        issue = self.issue
        waited = issue.told_at is None or issue.told_at <= now - APART
        return bool(self.changed) and issue.told_of != self.told_of and waited


def last_taken(on: dt.date) -> Iterator[Taken]:
    """One for each person who took one. On a day in the district's zone; those of whom no signature
    can be made now are left in peace."""
    last = {issue.staff_id: issue for issue in Issue.objects.newest()}
    staff = Staff.objects.active().filter(pk__in=Issue.objects.taken().values("staff"))
    for offer in offers(staff.select_related("user").iterator(), on):
        prepared = prepare(offer)
        # Whoever took the first one just now is not among those that were read before.
        if (issue := last.get(offer.staff.pk)) and can_draw(prepared):
            yield Taken(offer.staff, issue, made_of(prepared))


def news_for(prepared: Prepared) -> list[str]:
    """What has changed since the person last took a signature, in words; empty for who took none.
    One query."""
    last = Issue.objects.taken().filter(staff=prepared.staff).order_by("-pk").first()
    if last is None or not can_draw(prepared):
        return []
    return [str(LABELS[part]) for part in changed_parts(last.made_of, made_of(prepared))]


def can_draw(prepared: Prepared) -> bool:
    try:
        prepared.draw()
    except (SignatureIncomplete, SignatureTooLong):
        return False
    return True


def tell_outdated(*, now: dt.datetime | None = None) -> int:
    """Write to each of them once of the same newer signature; the next run goes on where there are
    many. Whose change was undone is no longer asked. Returns the number of mails.

    Each in a transaction of its own: one mail that fails is written down and keeps no other back.
    """
    now = now or timezone.now()
    known = standing(NOTICES)
    mails = 0
    everyone = list(last_taken(timezone.localdate(now)))
    undone = [each.issue.pk for each in everyone if each.issue.told_of and not each.changed]
    Issue.objects.filter(pk__in=undone).update(told_of="")
    for each in everyone:
        staff, issue = each.staff, each.issue
        if not each.is_to_be_told(now):
            continue
        address = _address(staff)
        item = Item(NOTICES, str(staff.pk), title=_("Mail about a new signature"))
        if not address or must_wait(known.get(item.key), now):
            continue
        if mails >= MOST_MAILS:
            break
        with apart(item, failed_before=known) as tried:
            Issue.objects.filter(pk=issue.pk).update(told_at=now, told_of=each.told_of)
            draw(
                "signatures/email/signature_changed",
                subject=_("Copy your new signature"),
                office=DistrictSettings.kept(),
                changed=[str(LABELS[part]) for part in each.changed],
                signature_url=editor_url(reverse("signatures:my_signature")),
            ).message(address).send()
        mails += not tried.failed
    return mails


def forget_old(*, now: dt.datetime) -> int:
    """Delete what is known of signatures of more than two years ago, except the last one that each
    person took. Returns how many."""
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
