"""What the district chose about reviews, and what went live before its principal read it."""

from typing import ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from district_cms.schools.models import SchoolPage

FEWEST_DAYS, MOST_DAYS = 1, 10
DAYS_ALLOWED = _("Choose between 1 and 10 school days.")


@register_setting(icon="check", order=215)
class ReviewSettings(BaseGenericSetting):
    """One row for the district. See ADR 0004."""

    # Not a positive one: it would say its own limit, in its own words.
    pass_on_after = models.SmallIntegerField(
        _("school days until an update goes to the stand-in"),
        default=2,
        validators=[
            MinValueValidator(FEWEST_DAYS, message=DAYS_ALLOWED),
            MaxValueValidator(MOST_DAYS, message=DAYS_ALLOWED),
        ],
        help_text=_(
            "1 to 10 school days. What waits longer for a principal’s approval can be approved by "
            "the stand-ins whom the principal chose, too. Both get an email."
        ),
    )
    read_later_schools = models.ManyToManyField(
        SchoolPage,
        verbose_name=_("schools where updates go live at once, and the principal reads them later"),
        blank=True,
        related_name="+",
        help_text=_(
            "Everywhere else the principal approves an update before families see it. The checks "
            "are the same in both."
        ),
    )

    panels: ClassVar = [
        FieldPanel(
            "pass_on_after",
            widget=forms.NumberInput(
                {"min": FEWEST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"}
            ),
        ),
        FieldPanel("read_later_schools", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("review settings")


class ReadLater(models.Model):
    """One update that went live at once. Names page, school and people as plain values."""

    page_id = models.PositiveBigIntegerField()
    page_uuid = models.UUIDField(db_index=True)
    school_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField(unique=True)
    author_id = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=254, blank=True)

    class Meta:
        verbose_name = _("update to read")
        verbose_name_plural = _("updates to read")
        default_permissions = ()
        indexes = [models.Index(fields=["read_at", "school_id"], name="read_later_open")]

    def __str__(self) -> str:
        return f"{self.page_uuid} {self.at:%Y-%m-%d}"
