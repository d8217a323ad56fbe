"""The staff record: who works here, where, and in which roles."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from district_cms.publishing.objects import CheckedModel, QuestionsPanel
from district_cms.schools.models import SchoolPage
from district_cms.schools.phones import validate_phone
from district_cms.web.fields import RecordedDayField

from ..roles import DISTRICT_WIDE, NEEDS_SCHOOL, Role
from .leaving import EndsWithLeaving


class StaffQuerySet(models.QuerySet["Staff"]):
    def active(self) -> "StaffQuerySet":
        return self.filter(active=True)

    def with_role(self, role: Role, school_id: int | None = None) -> "StaffQuerySet":
        """Returns active staff that hold `role`, at the given school if there is one. Each person
        appears once."""
        rows = StaffRole.objects.current().filter(role=role)
        if school_id:
            rows = rows.filter(school_id=school_id)
        return self.active().filter(pk__in=rows.values("staff_id"))


class Staff(CheckedModel, index.Indexed, ClusterableModel):
    """An employee. The account may come later than the record, and end before it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
    )
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100)
    title = models.CharField(_("job title"), max_length=120)
    # Families read it on the person's own page and on those of the person's classes.
    email = models.EmailField(
        _("email"), blank=True, help_text=_("Shown on class pages that do not have their own.")
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[validate_phone],
        help_text=_("Shown on class pages that do not have their own."),
    )
    schools = ParentalManyToManyField(
        SchoolPage, verbose_name=_("schools"), blank=True, related_name="staff"
    )
    supervisor = models.ForeignKey(
        "self",
        verbose_name=_("supervisor"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="supervises",
    )
    active = models.BooleanField(_("works here"), default=True)
    # The account ends in the night after this day. Set by the guided step "Someone leaves", see
    # `people.leaving`.
    last_day = models.DateField(_("last day here"), null=True, blank=True, editable=False)
    source_id = models.CharField(
        _("roster id"),
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("OneRoster sourcedId of the user"),
    )

    objects = StaffQuerySet.as_manager()
    # The last name as the database has it.
    read_as: str = ""
    # Families read these on the pages of classes and teachers, and beside their messages.
    checked_fields: ClassVar = ("given_name", "family_name", "title")

    panels = [
        MultiFieldPanel(
            [FieldPanel("given_name"), FieldPanel("family_name"), FieldPanel("title")],
            heading=_("Who"),
        ),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], heading=_("Contact")),
        # Checkboxes: in a multiple select, a click without Ctrl clears all other choices.
        FieldPanel("schools", widget=CheckboxSelectMultiple),
        FieldPanel("supervisor"),
        FieldPanel("user"),
        FieldPanel("invite"),
        FieldPanel("active"),
        InlinePanel("roles", heading=_("Roles"), label=_("Role")),
        QuestionsPanel(),
    ]
    search_fields: ClassVar = [
        index.SearchField("given_name"),
        index.SearchField("family_name"),
        index.AutocompleteField("family_name"),
        index.SearchField("title"),
    ]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def role_names(self) -> str:
        """Returns the labels of the roles for lists: "Teacher, Principal"."""
        held = {row.role for row in self.roles.all()}
        return ", ".join(str(label) for role, label in StaffRole.ROLES if role in held)

    def clean(self) -> None:
        super().clean()
        boss, seen = self.supervisor, {self.pk}
        while boss is not None:
            if boss.pk in seen:
                raise ValidationError(
                    {"supervisor": _("%(name)s already works under this person.") % {"name": boss}}
                )
            seen.add(boss.pk)
            boss = boss.supervisor


class StaffRoleQuerySet(models.QuerySet["StaffRole"]):
    def current(self, today: dt.date | None = None) -> "StaffRoleQuerySet":
        """Returns roles that are valid on `today`, a date in the district's time zone; both ends
        included."""
        today = today or timezone.localdate()
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=today),
            models.Q(until__isnull=True) | models.Q(until__gte=today),
        )


class StaffRole(EndsWithLeaving):
    """One role of one employee, at one school or for the whole district."""

    ROLES = [
        (Role.TEACHER, _("Teacher")),
        (Role.PRINCIPAL, _("Principal")),
        (Role.COMMUNICATIONS, _("Communications office")),
        (Role.ADMINISTRATOR, _("District administrator")),
        (Role.COUNSELOR, _("Counselor")),
        (Role.STAND_IN, _("Stand-in for principals, in every school that has none")),
    ]

    staff = ParentalKey(Staff, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    school = models.ForeignKey(
        SchoolPage,
        verbose_name=_("school"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="staff_roles",
        help_text=_("Leave this empty for a district-wide role."),
    )
    starts_on = RecordedDayField(
        _("from"),
        null=True,
        blank=True,
        help_text=_("For someone who fills in. Empty: starts now."),
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day. Empty: no end.")
    )

    objects = StaffRoleQuerySet.as_manager()

    panels = [
        FieldPanel("role"),
        FieldPanel("school"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("until")]),
    ]

    class Meta:
        verbose_name = _("role")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "school"],
                name="staff_role_once_at_a_school",
                violation_error_message=_("This person already has this role there."),
            ),
            models.UniqueConstraint(
                fields=["staff", "role"],
                condition=models.Q(school__isnull=True),
                name="staff_role_once_in_the_district",
                violation_error_message=_("This person already has this role."),
            ),
        ]

    def holds_on(self, today: dt.date) -> bool:
        """Returns True if the role is valid on a date in the district's time zone; both ends
        included."""
        return (self.starts_on is None or self.starts_on <= today) and (
            self.until is None or today <= self.until
        )

    def __str__(self) -> str:
        where = self.school.title if self.school else _("district")
        return f"{self.get_role_display()} ({where})"

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.until and self.until < self.starts_on:
            raise ValidationError({"until": _("The last day comes before the first.")})
        if self.role in NEEDS_SCHOOL and self.school_id is None:
            raise ValidationError(
                {"school": _("Choose the school: this role belongs to one school.")}
            )
        if self.role in DISTRICT_WIDE and self.school_id is not None:
            raise ValidationError(
                {"school": _("Leave this empty: this role is for the whole district.")}
            )
