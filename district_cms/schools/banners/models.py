"""A notice at the top of every page of the district or of one school, for a limited time."""

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedModel

LONGEST = dt.timedelta(days=31)
"""Nobody reads a notice that stays longer; it belongs on a page."""


class BannerQuerySet(models.QuerySet["Banner"]):
    def not_over(self, now: dt.datetime | None = None) -> "BannerQuerySet":
        """Returns the notices that are visible or planned at `now` (aware), newest first."""
        rows = self.filter(ended_at=None, ends_at__gt=now or timezone.now())
        return rows.order_by("-starts_at", "-pk")


class Banner(CheckedModel):
    """One notice. Times are stored in UTC."""

    class Tone(models.TextChoices):
        URGENT = "urgent", _("Urgent: a closing, a late start, a danger")
        PLAIN = "plain", _("Plain: good to know")

    school = models.ForeignKey(
        "schools.SchoolPage",
        verbose_name=_("where"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="banners",
    )
    tone = models.CharField(_("kind"), max_length=10, choices=Tone.choices, default=Tone.URGENT)
    text_en = models.CharField(
        _("in English"),
        max_length=280,
        help_text=_("What happens, where, and until when. One or two short sentences."),
    )
    text_es = models.CharField(
        _("in Spanish"),
        max_length=280,
        blank=True,
        help_text=_("Families who read the site in Spanish see this. Empty: they see the English."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"), help_text=_("Then it goes away by itself. You can end it sooner.")
    )

    # When someone ended it early. This does not depend on a clock: those of two machines differ by
    # seconds, and some pages would show an ended notice until the slower clock catches up.
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = BannerQuerySet.as_manager()
    checked_fields: ClassVar = ("text_en", "text_es")
    languages: ClassVar = {"text_es": "es"}

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["ends_at"], name="banner_not_over")]

    def __str__(self) -> str:
        return self.text_en

    def clean(self) -> None:
        super().clean()
        # A form leaves out fields that are invalid.
        moments: tuple[dt.datetime | None, ...] = (self.starts_at, self.ends_at)
        if None in moments:
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It would end before it begins.")})
        if self.ends_at - self.starts_at > LONGEST:
            raise ValidationError(
                {
                    "ends_at": _(
                        "A notice stays up for 31 days at most. Put news that is valid for longer "
                        "on a page."
                    )
                }
            )

    def standing(self, now: dt.datetime | None = None) -> str:
        """Returns "shown", "planned" or "over" at `now` (aware)."""
        now = now or timezone.now()
        if self.ended_at is not None or self.ends_at <= now:
            return "over"
        return "shown" if self.starts_at <= now else "planned"
