"""What a teacher's classes hold: updates begun, with the principal, sent back, scheduled."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import Staff

from ..models import ClassroomPage, ClassroomTeacher, UpdatePage
from ..models.teaching import not_over_on
from ..selectors import updates_below
from ..states import FACTS, UpdateState, standing_in, with_facts


def assignments_of(staff: Staff, today: dt.date | None = None) -> "QuerySet[ClassroomTeacher]":
    """The classes that someone teaches or will teach, in school years that are not over, this
    year's first."""
    today = today or timezone.localdate()
    rows = ClassroomTeacher.objects.filter(
        not_over_on(today),
        staff=staff,
        classroom__school_year__last_day__gte=today,
    )
    rows = rows.select_related("classroom__school_year", "goes_to")
    return rows.order_by("classroom__school_year__first_day", "classroom__title", "pk")


def holdings(staff: Staff) -> Iterator[str]:
    """Two queries."""
    classes = [row.classroom for row in assignments_of(staff)]
    if not classes:
        return
    yield ngettext("%(number)d class", "%(number)d classes", len(classes)) % {
        "number": len(classes)
    }
    counts = Counter(_states(classes))
    words = {
        UpdateState.DRAFT: _("drafts begun: %(number)d"),
        UpdateState.CHANGED: _("changes to live updates that are not live yet: %(number)d"),
        UpdateState.WITH_PRINCIPAL: _("updates with the principal: %(number)d"),
        UpdateState.SENT_BACK: _("updates sent back: %(number)d"),
        UpdateState.SCHEDULED: _("updates scheduled: %(number)d"),
    }
    for state, text in words.items():
        if counts[state]:
            yield text % {"number": counts[state]}


def _states(classes: list[ClassroomPage]) -> Iterator[UpdateState]:
    rows = with_facts(UpdatePage.objects.filter(updates_below(classes)))
    for row in rows.values(*FACTS):
        yield standing_in(row).state
