"""Notes that students got feedback on their work: counts per class, never about one student."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolPage

MOST_PIECES = 999


class FeedbackSchool(models.Model):
    """A school that uses these notes. Other schools do not see them."""

    school = models.OneToOneField(
        SchoolPage, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        verbose_name = _("school with notes on feedback")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.school)


class FeedbackNote(models.Model):
    """How many pieces of one kind of work a class got back on one day. Names neither students nor
    the author, and holds no text and no scores."""

    KINDS: ClassVar = [
        ("class-work", _("Class work")),
        ("homework", _("Homework")),
        ("test", _("Tests and quizzes")),
        ("project", _("Projects")),
        ("writing", _("Writing")),
        ("performance", _("Performances")),
    ]

    classroom = models.ForeignKey(
        "classroom.ClassroomPage", on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind of work"), max_length=20, choices=KINDS)
    pieces = models.PositiveSmallIntegerField(_("how many"))

    class Meta:
        verbose_name = _("note on feedback")
        verbose_name_plural = _("notes on feedback")
        default_permissions = ()
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "day", "kind"], name="feedback_noted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
