"""Telling the office: of every new report, and once more the working day before it is due.

One mail an account and run. That someone was told is noted in the transaction in which the mail
is written: a crash loses neither and repeats neither.
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from .mails import send_to_office
from .models import BarrierReport
from .selectors import office_accounts

# A reminder in the middle of the night is read no sooner, and less gladly.
REMIND_FROM: Final = dt.time(7, 0)


@transaction.atomic
def tell_office(*, now: dt.datetime | None = None) -> int:
    """Send what has not been told yet. Returns the number of mails. `now` is aware.

    While nobody has an account to whom it could be told, everything waits.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    waiting = BarrierReport.objects.waiting().select_for_update()
    new = list(waiting.filter(told_at__isnull=True))
    due = []
    if local.time() >= REMIND_FROM:
        due = list(waiting.filter(reminded_at__isnull=True, remind_on__lte=local.date()))
        # What came in just now and is due already stands in the mail once.
        new = [report for report in new if report not in due]
    accounts = office_accounts() if new or due else []
    if not accounts:
        return 0
    for account in accounts:
        send_to_office(address=account.email, new=new, due=due)
    told = BarrierReport.objects.filter(pk__in=[report.pk for report in (*new, *due)])
    told.filter(told_at__isnull=True).update(told_at=now)
    BarrierReport.objects.filter(pk__in=[report.pk for report in due]).update(reminded_at=now)
    return len(accounts)
