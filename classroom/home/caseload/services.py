"""What a person follows. No entry in the log: it changes nothing for anyone else."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from ...models import CaseloadChoice, ClassroomPage

MOST: Final = 100


@transaction.atomic
def follow(
    *,
    staff: Staff,
    school: SchoolPage | None = None,
    grade: str = "",
    classroom: ClassroomPage | None = None,
) -> CaseloadChoice:
    """Keep a school, a grade of it, or a class; once, however often it is chosen.

    Raises `ValidationError` for more than one person can have.
    """
    Staff.objects.select_for_update().get(pk=staff.pk)
    wanted = {"staff": staff, "school": school, "grade": grade, "classroom": classroom}
    kept = CaseloadChoice.objects.filter(**wanted).first()
    if kept is not None:
        return kept
    if CaseloadChoice.objects.filter(staff=staff).count() >= MOST:
        raise ValidationError(
            _("You can follow %(most)d schools, grades and classes. Stop following one first.")
            % {"most": MOST}
        )
    return CaseloadChoice.objects.create(**wanted)
