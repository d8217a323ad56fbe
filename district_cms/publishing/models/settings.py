"""The district's settings for accessibility and the procedure."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from district_cms.checks.describing import advice_rules
from district_cms.checks.privacy import check_pattern
from district_cms.web.fields import RecordedDayField


@register_setting(icon="glasses", order=220)
class AccessibilitySettings(BaseGenericSetting):
    """One row for the district."""

    raised_rules: Any = models.JSONField(
        _("advice that blocks here"),
        default=list,
        blank=True,
        help_text=_(
            "The site asks about these and lets the page go live. What you select stops the "
            "page, and "
            "the message says that this is the district's choice."
        ),
    )
    exception_days = models.PositiveSmallIntegerField(
        _("longest exception, in days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("An administrator's exception for one page lasts no longer than this."),
    )
    fix_days = models.PositiveSmallIntegerField(
        _("days to fix a page that stricter rules find"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Such a page stays live. Its owner and this date are in the report."),
    )
    answer_days = models.PositiveSmallIntegerField(
        _("working days to answer a problem report"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    # 28 CFR 35.200, with the dates of 91 FR 20902 (April 20, 2026).
    federal_date = models.DateField(
        _("federal date"),
        null=True,
        blank=True,
        choices=[
            (dt.date(2027, 4, 26), _("April 26, 2027: 50,000 residents or more")),
            (dt.date(2028, 4, 26), _("April 26, 2028: fewer than 50,000 residents")),
        ],
        help_text=_("From then on, the law requires WCAG 2.1 AA. Count residents, not students."),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("email"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)
    known_limits = RichTextField(
        _("known limits"),
        blank=True,
        features=["bold", "ol", "ul", "link", "language"],
        help_text=_("What does not work for everyone yet, and when you plan to fix it."),
    )
    prepared_on = RecordedDayField(
        _("statement prepared on"),
        null=True,
        blank=True,
        help_text=_("The day someone last read the whole statement."),
    )

    checked_fields: ClassVar = ("contact_name", "contact_phone", "known_limits")
    edit_handler: ClassVar[Any]
    """Set by `objects.check_the_statement`, because the form's checks import these settings."""
    check_words: ClassVar[Any]
    """Also set there: takes the settings and raises `ValidationError` for blocking findings."""

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("raised_rules")], heading=_("Checks")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("exception_days"), FieldPanel("fix_days")])],
            heading=_("Exceptions"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("federal_date"),
                FieldPanel("answer_days"),
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("known_limits"),
                FieldPanel("prepared_on"),
            ],
            heading=_("Problem reports and the accessibility statement"),
        ),
    ]

    class Meta:
        verbose_name = _("accessibility settings")

    def clean(self) -> None:
        super().clean()
        type(self).check_words(self)
        unknown = sorted(set(self.raised_rules) - set(advice_rules()))
        if unknown:
            raise ValidationError(
                {
                    "raised_rules": _("This is not advice that the checks give: %s")
                    % ", ".join(unknown)
                }
            )

    def __str__(self) -> str:
        return str(_("Accessibility settings"))


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
        help_text=_("Applies where the procedure has no rule for days without school."),
    )
    minimum_school_days = models.PositiveSmallIntegerField(
        _("school days of a full month"),
        default=10,
        validators=[MaxValueValidator(23)],
        help_text=_(
            "A month with fewer school days requires no more updates than it has posting days, "
            "unless the procedure has a number of its own."
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
    """Raises `ValidationError` for the first line that cannot be searched for safely."""
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
