"""What the procedure leaves open and the district decides. Printed on every report."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from district_cms.checks.privacy import check_pattern


@register_setting(icon="calendar-check", order=210)
class ProcedureSettings(BaseGenericSetting):
    """One row for the district."""

    NO_SCHOOL_RULES = [
        ("next", _("It moves to the next school day")),
        ("previous", _("It moves to the school day before")),
        ("drop", _("It is skipped")),
    ]

    no_school_rule = models.CharField(
        _("a posting day without school"),
        max_length=10,
        choices=NO_SCHOOL_RULES,
        default="next",
        help_text=_("The procedure names the 1st and 4th Tuesday but has no rule for holidays."),
    )
    minimum_school_days = models.PositiveSmallIntegerField(
        _("school days of a full month"),
        default=10,
        validators=[MaxValueValidator(23)],
        help_text=_(
            "A month with fewer school days requires as many updates as it has posting days, "
            "instead of two."
        ),
    )
    remind_teachers = models.BooleanField(
        _("remind teachers by email"),
        default=True,
        help_text=_(
            "Two school days before a posting day, on its morning, and on the school day after; "
            "only about classes that have no update yet."
        ),
    )
    summarize_for_principals = models.BooleanField(
        _("write to principals after a posting day"),
        default=True,
        help_text=_("One email with numbers; their screen shows who has not posted yet."),
    )
    answer_explanations = models.BooleanField(
        _("supervisors may answer an explanation"),
        default=False,
        help_text=_(
            "With “Accepted” or “We’ll talk about it”. The procedure asks for an explanation, and "
            "not for an answer: nobody has to give one."
        ),
    )
    student_number_patterns = models.TextField(
        _("student number patterns"),
        blank=True,
        help_text=_(
            "One regular expression per line, for numbers that only this district uses. "
            "The usual forms (“Student ID 123456”) are found without this."
        ),
    )

    approved_accounts = models.TextField(
        _("approved tools and official accounts"),
        blank=True,
        help_text=_(
            "One per line: a website, an address or a name, such as “ClassDojo”, “classdojo.com” "
            "or “facebook.com/our-schools”. Nobody is asked whether these are personal."
        ),
    )

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("no_school_rule"), FieldPanel("minimum_school_days")],
            heading=_("Posting days"),
        ),
        MultiFieldPanel(
            [FieldPanel("remind_teachers"), FieldPanel("summarize_for_principals")],
            heading=_("Email about posting days"),
        ),
        MultiFieldPanel(
            [FieldPanel("answer_explanations")], heading=_("What was done differently")
        ),
        MultiFieldPanel([FieldPanel("student_number_patterns")], heading=_("Student privacy")),
        FieldPanel("approved_accounts"),
    ]

    class Meta:
        verbose_name = _("procedure settings")

    def clean(self) -> None:
        super().clean()
        check_patterns(self.student_number_patterns)

    @property
    def patterns(self) -> tuple[str, ...]:
        return _lines(self.student_number_patterns)

    @property
    def accounts(self) -> tuple[str, ...]:
        return _lines(self.approved_accounts)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_patterns(text: str) -> None:
    """Raise `ValidationError` naming the first line that cannot be searched for safely."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            check_pattern(line.strip())
        except ValueError as error:
            raise ValidationError(
                {
                    "student_number_patterns": _("Line %(number)d, “%(line)s”: %(error)s")
                    % {"number": number, "line": line.strip(), "error": error}
                }
            ) from error
