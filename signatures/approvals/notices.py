"""Telling people what was decided, and the office what waits: one mail a person and run.

That someone was told is noted in the transaction in which the mail is written: a crash loses
neither and repeats neither.
"""

import datetime as dt
from collections import defaultdict
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.barriers.selectors import office_accounts
from district_cms.people.models import Staff
from district_cms.web.queue.apart import Item, apart, must_wait, standing

from ..models import Decision
from .kinds import KINDS, kinds_for
from .mails import address_of, send_decisions, send_to_office

TASK: Final = "signature decisions"


def tell_people(*, now: dt.datetime | None = None) -> int:
    """Mail each person what was decided since they were told last. Returns the number of mails.

    Each in a transaction of their own: one mail that fails keeps nobody else's back.
    """
    now = now or timezone.now()
    waiting: dict[Staff, list[Decision]] = defaultdict(list)
    untold = Decision.objects.untold().select_related("staff__user").order_by("staff", "at", "pk")
    for decision in untold:
        waiting[decision.staff].append(decision)
    known = standing(TASK)
    mails = 0
    for staff, decisions in waiting.items():
        item = Item(TASK, str(staff.pk), title=_("Mail about signatures"))
        if not address_of(staff) or must_wait(known.get(item.key), now):
            continue
        with apart(item, failed_before=known) as tried:
            pks = [decision.pk for decision in decisions]
            Decision.objects.filter(pk__in=pks).update(told_at=now)
            send_decisions(staff=staff, decisions=decisions)
        mails += not tried.failed
    return mails


@transaction.atomic
def tell_office(*, now: dt.datetime | None = None) -> int:
    """Mail the office what came in and what was decided since it was told last. Returns the
    number of mails. While nobody who decides about it has an account, everything waits."""
    now = now or timezone.now()
    new = {kind: kind.new() for kind in KINDS}
    decided = list(Decision.objects.new_to_office().select_related("staff", "by").order_by("at"))
    accounts = office_accounts() if decided or any(new.values()) else []
    accounts = [each for each in accounts if kinds_for(each)]
    if not accounts:
        return 0
    number = sum(len(pks) for pks in new.values())
    for account in accounts:
        send_to_office(address=account.email, new=number, decided=decided)
    for kind, pks in new.items():
        if pks:
            kind.mark_told(pks, now)
    Decision.objects.filter(pk__in=[one.pk for one in decided]).update(office_told_at=now)
    return len(accounts)
