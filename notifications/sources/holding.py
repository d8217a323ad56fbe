"""How many families follow someone's classes, for whoever sees them off."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from classroom.assignments.holding import assignments_of
from district_cms.people.models import Staff

from ..models import Subscription


def holdings(staff: Staff) -> Iterator[str]:
    keys = [row.classroom.translation_key for row in assignments_of(staff)]
    rows = Subscription.objects.filter(page_uuid__in=keys, ended_at=None)
    number = rows.values("subscriber").distinct().count() if keys else 0
    if number:
        yield _("families who follow these classes: %(number)d; they go on following them") % {
            "number": number
        }
