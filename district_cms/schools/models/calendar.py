"""The school year: its first and last day, its terms, and the days without school."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, ClassVar, override

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from district_cms.procedure.cadence import YearCalendar
from district_cms.publishing.objects import CheckedModel
from district_cms.web.fields import RecordedDayField
from district_cms.web.times import date_text

from .forms import SchoolYearForm, outside_the_year
from .year_marks import days_of, note_days

NAME_FORM = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2})")


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    """School years, asked by day. `day` and `today` are dates in the district's time zone."""

    def current(self, today: dt.date) -> "SchoolYear | None":
        """The year that runs today; in the summer the one that comes next; else the last one."""
        return year_of(self, today)


def year_of(years: "Iterable[SchoolYear]", today: dt.date) -> "SchoolYear | None":
    """Of these years the one that runs today; in the summer the one that comes next; else the
    last one; None of none."""
    in_order = sorted(years, key=lambda year: year.first_day)
    return next((year for year in in_order if today <= year.last_day), None) or next(
        reversed(in_order), None
    )


class SchoolYear(ClusterableModel):
    """A school year such as "2026-27". Both days are school days' bounds, and included."""

    name = models.CharField(
        _("name"), max_length=7, unique=True, help_text=_("Two years, like 2026-27.")
    )
    first_day = RecordedDayField(_("first day"))
    last_day = RecordedDayField(_("last day"))

    objects = SchoolYearQuerySet.as_manager()
    base_form_class = SchoolYearForm

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")], heading=_("Days")),
        InlinePanel("terms", heading=_("Terms"), label=_("Term")),
        InlinePanel("no_school_days", heading=_("Days without school"), label=_("Day")),
    ]

    class Meta:
        ordering = ["-first_day"]
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lt=models.F("last_day")),
                name="schoolyear_first_day_before_last_day",
                violation_error_message=_("The first day must come before the last day."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what calendar programs are told of its days is noted with it."""
        super().save(*args, **kwargs)
        days = NoSchoolDay.objects.filter(school_year=self)
        terms = Term.objects.filter(school_year=self)
        note_days(year=self, days=days_of(self, terms, days))

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        note_days(year=self, days=[])
        return deleted

    @property
    def slug(self) -> str:
        """The year's part of an address: "2026-27"."""
        return self.name

    def contains(self, day: dt.date) -> bool:
        """Whether `day` lies in the year, its first and last day included."""
        return self.first_day <= day <= self.last_day

    def no_school_dates(self) -> frozenset[dt.date]:
        """The days without school that people entered; weekends are not among them."""
        return frozenset(row.day for row in self.no_school_days.all())

    def calendar(self) -> YearCalendar:
        """The year as the rules of the procedure read it. One query."""
        return YearCalendar(self.first_day, self.last_day, self.no_school_dates())

    @override
    def clean(self) -> None:
        """Raise `ValidationError` for a name that belies the days, or days of another year."""
        super().clean()
        match = NAME_FORM.fullmatch(self.name)
        if match is None or (int(match["first"]) + 1) % 100 != int(match["second"]):
            raise ValidationError(
                {"name": _("Write two years that follow each other, like 2026-27.")},
            )
        if not (self.first_day and self.last_day):
            return  # a form has said already that a day is missing
        first = int(match["first"])
        if self.first_day.year != first or self.last_day.year not in (first, first + 1):
            raise ValidationError(
                {
                    "name": _(
                        "The year is called %(name)s, but runs from %(first)s to %(last)s. "
                        "Change the name or the days."
                    )
                    % {
                        "name": self.name,
                        "first": date_text(self.first_day),
                        "last": date_text(self.last_day),
                    }
                }
            )
        self._check_overlap()

    def _check_overlap(self) -> None:
        others = SchoolYear.objects.exclude(pk=self.pk)
        other = others.filter(first_day__lte=self.last_day, last_day__gte=self.first_day).first()
        if other is not None:
            raise ValidationError(
                _("These days overlap the school year %(other)s (%(first)s to %(last)s)."),
                code="overlap",
                params={
                    "other": other.name,
                    "first": date_text(other.first_day),
                    "last": date_text(other.last_day),
                },
            )


class NamedInCalendar(CheckedModel):
    """What families read of it in the calendar, in both languages."""

    checked_fields: ClassVar = ("name", "name_es")
    languages: ClassVar = {"name_es": "es"}

    name = models.CharField(_("name"), max_length=100)
    name_es = models.CharField(_("name in Spanish"), max_length=100, blank=True)

    class Meta:
        abstract = True


class Term(NamedInCalendar):
    """A part of the school year: a quarter, a trimester, a semester."""

    school_year = ParentalKey(
        SchoolYear, on_delete=models.CASCADE, related_name="terms", verbose_name=_("school year")
    )
    first_day = RecordedDayField(_("first day"))
    last_day = RecordedDayField(_("last day"))

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_es")]),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    ]

    class Meta:
        ordering = ["first_day"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "name"],
                name="term_name_unique_in_year",
                violation_error_message=_("This school year already has a term with that name."),
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="term_first_day_not_after_last_day",
                violation_error_message=_("The first day must not come after the last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @override
    def clean(self) -> None:
        """Raise `ValidationError` for a day outside the year."""
        super().clean()
        _check_inside(self, "first_day", "last_day")


class NoSchoolDayQuerySet(models.QuerySet["NoSchoolDay"]):
    """Days without school."""

    def between(self, first: dt.date, last: dt.date) -> "NoSchoolDayQuerySet":
        """Those from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))


class NoSchoolDay(NamedInCalendar):
    """A day on which no school of the district has class, and what families call it."""

    school_year = ParentalKey(
        SchoolYear,
        on_delete=models.CASCADE,
        related_name="no_school_days",
        verbose_name=_("school year"),
    )
    day = RecordedDayField(_("day"))

    objects = NoSchoolDayQuerySet.as_manager()
    panels = [FieldRowPanel([FieldPanel("day"), FieldPanel("name"), FieldPanel("name_es")])]

    class Meta:
        ordering = ["day"]
        verbose_name = _("day without school")
        verbose_name_plural = _("days without school")
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "day"],
                name="no_school_day_unique_in_year",
                violation_error_message=_("This day is already in the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{date_text(self.day)}: {self.name}" if self.day else self.name

    @override
    def clean(self) -> None:
        """Raise `ValidationError` for a day outside the year."""
        super().clean()
        _check_inside(self, "day")


def _check_inside(row: Term | NoSchoolDay, *fields: str) -> None:
    # A row in the form of a year that is not saved yet has no parent: `SchoolYearForm` checks it.
    if not row.school_year_id:
        return
    errors = {}
    for field in fields:
        day = getattr(row, field)
        if day is not None and not row.school_year.contains(day):
            errors[field] = outside_the_year(row.school_year, day)
    if errors:
        raise ValidationError(errors)
