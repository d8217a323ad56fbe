"""Having failed work tried again, and forgetting what is long over."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.publishing.tasks import TASK
from district_cms.web.accounts import Account
from district_cms.web.models import FailedWork

KEPT: Final = dt.timedelta(days=90)
"""What is over is shown and kept for so long."""


@transaction.atomic
def try_again(*, row: FailedWork, user: Account) -> bool:
    """Let the next run take it up, and ask for one now. False where it is over already."""
    waiting = FailedWork.objects.open().filter(pk=row.pk)
    if not waiting.update(next_at=timezone.now()):
        return False
    record(action="operations.try_again", actor=user, task=row.task, key=row.key, title=row.title)
    transaction.on_commit(lambda: async_task(TASK), robust=True)
    return True


def forget_old(*, now: dt.datetime) -> int:
    """Delete what has been over for 90 days at `now` (aware). Returns how many rows."""
    return FailedWork.objects.filter(over_at__lt=now - KEPT).delete()[0]
