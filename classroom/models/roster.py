"""Classes as the student information system delivers them, and the pages that they share."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolPage
from district_cms.students.models import Student

UNDO_FOR = dt.timedelta(days=7)


class RosterDelivery(models.Model):
    """A delivery as far as we need it: schools, sections and staff, never students.

    `staged` goes when the delivery is applied, replaced or a day old; `before` is what an undo
    restores, and goes after a week. `plan` is what the screens show of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for you")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Not applied")

    name = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    staged = models.TextField(blank=True)  # JSON; as text it keeps the roster's order
    choices = models.JSONField(default=dict)  # {section: key of its page}
    plan = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_undone(self) -> bool:
        """Whether it is the newest that was applied, less than a week ago."""
        if self.state != self.State.APPLIED or self.before is None:
            return False
        later = RosterDelivery.objects.filter(applied_at__gt=self.applied_at)
        if later.filter(state=self.State.APPLIED).exists():
            return False
        return bool(self.applied_at and self.applied_at > timezone.now() - UNDO_FOR)


class RosterPage(models.Model):
    """The class page of some sections. `key` stays the same from delivery to delivery.

    `written` is what the roster last wrote into the page: what differs from it, someone edited.
    A page that is `pending` is made or changed by the queue.
    """

    key = models.CharField(max_length=300, unique=True)
    school = models.ForeignKey(SchoolPage, on_delete=models.CASCADE, related_name="+")
    classroom = models.OneToOneField(
        "classroom.ClassroomPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="roster_page",
    )
    written = models.JSONField(default=dict)
    pending = models.BooleanField(default=True)
    closed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class RosterSection(models.Model):
    """A section of the student information system; `page` is empty where it gets none.

    `data` are the fields of `rosters.sections.Section`. One that left keeps its row.
    """

    source_id = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey(
        RosterPage, on_delete=models.SET_NULL, null=True, related_name="sections"
    )
    data: Any = models.JSONField()
    ended_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.source_id


class Enrollment(models.Model):
    """A student of a section, held only to invite guardians to the classes of their children."""

    section = models.ForeignKey(RosterSection, on_delete=models.CASCADE, related_name="enrollments")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "student"], name="enrollment_once")
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"
