"""Telling people that a membership or credential ends within 30 days; once for each last day."""

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import Staff
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.apart import Item, apart, must_wait, standing

from ..approvals.mails import address_of
from ..models import Entitlement, SignatureSettings
from ..states import counting_states
from .rules import REMIND_BEFORE, needs_reminder

TASK: Final = "memberships that end"


def remind(*, now: dt.datetime | None = None) -> int:
    """Mail each person what ends soon, in one mail. Returns the number of mails."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    known = standing(TASK)
    mails = 0
    for staff, ending in _ending(today).items():
        item = Item(TASK, str(staff.pk), title=_("Mail about memberships that end"))
        if not address_of(staff) or must_wait(known.get(item.key), now):
            continue
        with apart(item, failed_before=known) as tried:
            Entitlement.objects.bulk_update(ending, ["reminded_of"])
            _send(staff, ending)
        mails += not tried.failed
    return mails


def _ending(today: dt.date) -> dict[Staff, list[Entitlement]]:
    chosen = SignatureSettings.load()
    reviewed = chosen.review_entitlements
    soon = today + REMIND_BEFORE
    rows: Any = Entitlement.objects.on(today).filter(
        Q(expires__lte=soon) | Q(renewed_until__lte=soon),
        state__in=counting_states(reviewed=reviewed),
        staff__active=True,
    )
    found: dict[Staff, list[Entitlement]] = defaultdict(list)
    for row in rows.select_related("staff__user").order_by("expires", "pk"):
        if needs_reminder(
            expires=row.last_day(reviewed=reviewed),
            renewed_until=row.renewed_until if reviewed else None,
            reminded_of=row.reminded_of,
            today=today,
        ):
            row.reminded_of = row.last_day(reviewed=reviewed)  # saved with its mail
            found[row.staff].append(row)
    return found


def _send(staff: Staff, ending: list[Entitlement]) -> None:
    subject = ngettext(
        "“%(label)s” in your signature ends soon",
        "%(number)d memberships or credentials in your signature end soon",
        len(ending),
    ) % {"label": ending[0].label, "number": len(ending)}
    drawn = draw(
        "signatures/email/ending",
        subject=subject,
        office=DistrictSettings.kept(),
        name=staff.given_name,
        ending=ending,
        list_url=editor_url(reverse("signatures:entitlements")),
    )
    drawn.message(address_of(staff)).send()
