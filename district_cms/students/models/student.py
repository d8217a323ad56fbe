"""What is held of a student: a key, keyed hashes of the name, and what the family decided."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from district_cms.schools.models import SchoolPage

from ..tokens import LENGTH


class StudentQuerySet(models.QuerySet["Student"]):
    def on(self, day: dt.date) -> "StudentQuerySet":
        """Filters the students of a day in the district's time zone."""
        return self.filter(until__gte=day)


class Student(models.Model):
    """A student of the roster, without a name.

    `key` is the number that people of the district use (OneRoster `identifier`, else `sourcedId`).
    `opted_out` says that the family does not allow directory information about the student.
    """

    class Band(models.TextChoices):
        ELEMENTARY = "elementary", _("up to grade 5")
        MIDDLE = "middle", _("grades 6 to 8")
        HIGH = "high", _("grades 9 to 12")

    key = models.CharField(_("student key"), max_length=64, unique=True)
    source_id = models.CharField(max_length=255, blank=True)
    school = models.ForeignKey(
        SchoolPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    band = models.CharField(_("grades"), max_length=10, choices=Band)
    until = models.DateField(_("on the list until"), db_index=True)
    opted_out = models.BooleanField(_("opted out of directory information"), default=False)

    objects = StudentQuerySet.as_manager()
    # The reference index would show the students of a school to everyone who may edit its page.
    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        default_permissions = ("view", "change", "delete")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"],
                condition=~Q(source_id=""),
                name="student_once_by_source_id",
            )
        ]
        indexes = [
            models.Index(fields=["school"], condition=Q(opted_out=True), name="student_opted_out")
        ]

    def __str__(self) -> str:
        # Logs must not show who it is.
        return f"student {self.pk}"


class StudentName(models.Model):
    """One way to write a student's name, as `tokens.token` of what `names` makes of it."""

    class Form(models.TextChoices):
        FULL = "full", _("given and family name")
        GIVEN = "given", _("given name alone")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="names")
    form = models.CharField(max_length=5, choices=Form)
    token = models.CharField(max_length=LENGTH, db_index=True)

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["student", "form", "token"], name="student_name_once")
        ]

    def __str__(self) -> str:
        return f"name {self.pk}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def valid_on(self, day: dt.date) -> "ReleaseQuerySet":
        """Filters the releases that hold on a day in the district's time zone."""
        holds = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(holds, withdrawn_on__isnull=True)


class Release(models.Model):
    """A written consent: that work, a photograph or a name may be on the website, and until when.

    `until` is its last day; empty means no end. What the file brings replaces what the file brought
    before and leaves alone what someone recorded on a screen. At 18 the rights are the student's:
    `by_student` says who gave it.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("work")
        PHOTOGRAPH = "photograph", _("photograph")
        WEB = "web", _("name on the website")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="releases")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    by_student = models.BooleanField(_("the student is 18 or older and signed"), default=False)
    from_file = models.BooleanField(default=False)
    recorded_by = models.CharField(_("recorded by"), max_length=255)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = ReleaseQuerySet.as_manager()
    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        default_permissions = ()

    def __str__(self) -> str:
        return f"release {self.pk}"


class HiddenOnPage(models.Model):
    """A name or a picture of a student that is hidden on a live page, until the page is published
    again."""

    class What(models.TextChoices):
        NAME = "name", _("name")
        PICTURE = "picture", _("picture")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="hidden")
    what = models.CharField(max_length=10, choices=What)
    hidden_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"hidden {self.pk}"
