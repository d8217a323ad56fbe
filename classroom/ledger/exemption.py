"""Classes that owe no posting days, such as library or music: a decision with a reason."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from district_cms.audit_log.services import record

from ..models import ClassroomPage, PostingSlot

DAY: Final = dt.timedelta(days=1)


@transaction.atomic
def note_exemption(*, classroom: ClassroomPage) -> None:
    """Starts or ends the exemption of a class that was published, as its page says by now.

    Days before today stay as they were decided; so do coming days that have an update already."""
    today, reason = timezone.localdate(), classroom.exempt_reason.strip()
    periods = [dict(period) for period in classroom.exempt_days]
    current = periods[-1] if periods and periods[-1]["last"] is None else None
    if reason == (current["reason"] if current else ""):
        return
    if current and reason:
        current["reason"] = reason
    elif current:
        current["last"] = (today - DAY).isoformat()
        if current["last"] < current["first"]:
            periods.pop()
    else:
        filled = PostingSlot.objects.filter(classroom=classroom, standing__in=PostingSlot.FILLED)
        last = filled.filter(day__gte=today).aggregate(last=Max("day"))["last"]
        first = last + DAY if last else today
        periods.append({"first": first.isoformat(), "last": None, "reason": reason})
    classroom.exempt_days = periods
    ClassroomPage.objects.filter(pk=classroom.pk).update(exempt_days=periods)
    record(
        action="class.exempted" if reason else "class.obliged_again",
        actor=get_active_log_context().user,
        page=classroom,
        reason=reason,
        first_day=periods[-1]["first"] if reason else today.isoformat(),
    )
