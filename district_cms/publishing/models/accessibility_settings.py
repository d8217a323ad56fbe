"""What the district decides about accessibility: what is a block, and how fast it answers."""

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
    """Set by `forms.settings`: the form asks checks that ask these settings."""
    check_words: ClassVar[Any]
    """Set there, too: called with the settings, it raises `ValidationError` for what blocks."""

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
