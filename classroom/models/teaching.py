"""Who teaches what, and who is away: the rows that decide who may edit which classroom."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from district_cms.people.models import Staff, StaffRole
from district_cms.people.models.leaving import EndsWithLeaving
from district_cms.schools.frame import school_path_in
from district_cms.web.fields import RecordedDayField

from .teacher import TeacherPage


class LeaveQuerySet(models.QuerySet["Leave"]):
    def current(self, today: dt.date | None = None) -> "LeaveQuerySet":
        """Returns the leaves on `today`, a date in the district's time zone; both ends included."""
        today = today or timezone.localdate()
        return self.filter(first_day__lte=today, last_day__gte=today)


class Leave(models.Model):
    """A teacher's days away. Without a substitute, the reminders go on. The substitute's class
    assignments are deleted with the leave."""

    staff = models.OneToOneField(
        Staff, verbose_name=_("teacher"), on_delete=models.CASCADE, related_name="leave"
    )
    first_day = models.DateField(_("first day away"))
    last_day = models.DateField(_("last day away"))
    substitute = models.ForeignKey(
        Staff,
        verbose_name=_("substitute"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes_for",
    )

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff}: {self.first_day} – {self.last_day}"


def holds_on(today: dt.date, relation: str = "") -> models.Q:
    """Returns a condition for class assignments that are valid on `today`, a date in the district's
    time zone; both ends included. `relation` leads to `ClassroomTeacher` from another model."""
    return started_by(today, relation) & not_over_on(today, relation)


def started_by(today: dt.date, relation: str = "") -> models.Q:
    starts_on = f"{relation}__starts_on" if relation else "starts_on"
    return models.Q(**{starts_on: None}) | models.Q(**{f"{starts_on}__lte": today})


def not_over_on(today: dt.date, relation: str = "") -> models.Q:
    until = f"{relation}__until" if relation else "until"
    return models.Q(**{until: None}) | models.Q(**{f"{until}__gte": today})


class ClassroomTeacherQuerySet(models.QuerySet["ClassroomTeacher"]):
    def current(self, today: dt.date | None = None) -> "ClassroomTeacherQuerySet":
        """Returns rows valid on `today`, a date in the district's time zone; both ends included."""
        return self.filter(holds_on(today or timezone.localdate()))

    def followed(self, today: dt.date | None = None) -> "ClassroomTeacherQuerySet":
        """Returns rows through which people follow a teacher's classes on `today`: the current
        ones, and of a teacher who has left those that lasted until the last day of their roles.
        Families who follow these classes by their teacher keep following them. A class that passed
        to someone else earlier is left out."""
        today = today or timezone.localdate()
        roles = StaffRole.objects.filter(staff=models.OuterRef("staff"))
        last_day = roles.order_by(models.F("until").desc(nulls_first=True)).values("until")[:1]
        to_the_end = models.Q(staff__active=False, until__gte=models.Subquery(last_day))
        return self.filter(started_by(today), not_over_on(today) | to_the_end)

    def named_for_families(self) -> "ClassroomTeacherQuerySet":
        """Annotates each row for `name_for_families` with the title of the person's own page at the
        school of the class: "Ms. Rivera"."""
        above_classroom = models.OuterRef("classroom__path")
        pages = TeacherPage.objects.live().filter(staff_id=models.OuterRef("staff_id"))
        at_the_school = pages.annotate(its_school=school_path_in("path")).filter(
            its_school=school_path_in(above_classroom)
        )
        return self.select_related("staff").annotate(
            page_title=models.Subquery(at_the_school.values("title")[:1])
        )


class ClassroomTeacher(EndsWithLeaving):
    class Part(models.TextChoices):
        LEAD = "lead", _("Teacher")
        CO_TEACHER = "co-teacher", _("Co-teacher")
        SUBSTITUTE = "substitute", _("Substitute")

    classroom = models.ForeignKey(
        "classroom.ClassroomPage",
        verbose_name=_("class"),
        on_delete=models.CASCADE,
        related_name="teaching",
    )
    staff = models.ForeignKey(
        Staff, verbose_name=_("teacher"), on_delete=models.CASCADE, related_name="teaching"
    )
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.LEAD)
    starts_on = RecordedDayField(
        _("from"),
        null=True,
        blank=True,
        help_text=_("The first day on which this person may edit the class. Empty: starts now."),
    )
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last day on which this person may edit the class. Empty: no end."),
    )

    # For a substitute: the leave. The row is deleted with it.
    leave = models.ForeignKey(
        Leave, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="rows"
    )
    # For a teacher who leaves: who has the class from the day after, and in which part.
    goes_to = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    goes_to_part = models.CharField(max_length=20, blank=True, editable=False, choices=Part.choices)
    # The day of the one mail to someone who took over this class from someone else.
    told_on = models.DateField(null=True, editable=False)
    # Made by a roster, which ends it as well.
    by_roster = models.BooleanField(default=False, editable=False)

    objects = ClassroomTeacherQuerySet.as_manager()
    # Set on rows read with `named_for_families`.
    page_title: str | None = None

    panels = [
        FieldPanel("classroom"),
        FieldPanel("staff"),
        FieldPanel("part"),
        FieldPanel("starts_on"),
        FieldPanel("until"),
    ]

    class Meta:
        verbose_name = _("class assignment")
        verbose_name_plural = _("class assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "staff"],
                condition=models.Q(starts_on=None),
                name="classroom_teacher_once",
                violation_error_message=_("This person already teaches this class."),
            ),
            models.UniqueConstraint(
                fields=["classroom", "staff", "starts_on"],
                name="classroom_teacher_once_from_a_day",
                violation_error_message=_("This person already teaches this class."),
            ),
        ]

    def clean(self) -> None:
        """Checks that no two rows of a person in a class share a day. The constraints catch rows
        that start on the same day."""
        super().clean()
        others = ClassroomTeacher.objects.filter(
            models.Q(until=None) | models.Q(until__gte=self.starts_on or dt.date.min),
            classroom_id=self.classroom_id,
            staff_id=self.staff_id,
        ).exclude(pk=self.pk)
        others = others.exclude(starts_on=self.starts_on)
        if self.until is not None:
            others = others.filter(models.Q(starts_on=None) | models.Q(starts_on__lte=self.until))
        # A row whose end is before its start covers no day.
        if others.exclude(until__lt=models.F("starts_on")).exists():
            raise ValidationError(_("This person already teaches this class."))

    @property
    def name_for_families(self) -> str:
        """Returns the name that families use, "Ms. Rivera"; the full name if the person has no page
        at the school."""
        return self.page_title or self.staff.full_name

    def __str__(self) -> str:
        return f"{self.staff}: {self.classroom} ({self.get_part_display()})"
