"""How many families follow someone or their classes, for whoever sees them off."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from classroom.assignments.leaving import assignments_of
from classroom.models import TeacherPage
from district_cms.people.models import Staff

from ..models import Subscription


def holdings(staff: Staff) -> Iterator[str]:
    keys = [row.classroom.translation_key for row in assignments_of(staff)]
    pages = TeacherPage.objects.filter(staff=staff).values("translation_key")
    followed = Q(page_uuid__in=keys) | Q(page_uuid__in=pages)
    rows = Subscription.objects.filter(followed, ended_at=None)
    number = rows.values("subscriber").distinct().count()
    if number:
        yield _("families who follow these classes: %(number)d; they go on following them") % {
            "number": number
        }
