"""The school year: its first and last day, its terms, and its days without school."""

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, ClassVar, override

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from district_cms.procedure.cadence import YearCalendar
from district_cms.publishing.objects import (
    CheckedModel,
    checked_by_form,
    refuse_what_blocks,
    which_block,
)
from district_cms.web.fields import RecordedDayField
from district_cms.web.times import date_text

from .year_marks import days_of, note_days

NAME_FORM = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2})")


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    """Queries of school years. `today` is a date in the district's time zone."""

    def current(self, today: dt.date) -> "SchoolYear | None":
        """Returns the year that contains `today`, in the summer the next one, else the last one."""
        return year_of(self, today)


def year_of(years: "Iterable[SchoolYear]", today: dt.date) -> "SchoolYear | None":
    """Returns the year that contains `today`, in the summer the next one, else the last one; None
    if there are no years."""
    in_order = sorted(years, key=lambda year: year.first_day)
    return next((year for year in in_order if today <= year.last_day), None) or next(
        reversed(in_order), None
    )


class SchoolYearForm(WagtailAdminModelForm):
    """Edits a year with its terms and days, and checks these against the year's new dates."""

    @override
    def is_valid(self) -> bool:
        # The inline rows are validated on their own and do not know dates changed in the same form.
        # Both are available only here.
        rows = [
            row
            for name in ("terms", "no_school_days")
            for row in (self.formsets[name].forms if name in self.formsets else ())
        ]
        # Their names are checked together below, with one query instead of one each.
        with ExitStack() as unchecked:
            for row in rows:
                unchecked.enter_context(checked_by_form(row.instance))
            valid = super().is_valid()
        if valid:
            remaining = [
                row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")
            ]
            for row in remaining:
                valid = self._row_lies_inside(row) and valid
            valid = self._names_pass([row for row in remaining if row.has_changed()]) and valid
        return valid

    def _names_pass(self, rows: list[Any]) -> bool:
        by_object = {id(row.instance): row for row in rows}
        blocked = which_block(row.instance for row in rows)
        for subject in blocked:
            try:
                refuse_what_blocks(subject)
            except ValidationError as error:
                by_object[id(subject)].add_error(None, error)
        return not blocked

    def _row_lies_inside(self, row: Any) -> bool:
        inside = True
        for field in ("first_day", "last_day", "day"):
            day = row.cleaned_data.get(field)
            if day is not None and not self.instance.contains(day):
                row.add_error(field, outside_the_year(self.instance, day))
                inside = False
        return inside


def outside_the_year(school_year: Any, day: dt.date) -> ValidationError:
    """Returns the error for a day outside its school year."""
    return ValidationError(
        _("%(day)s is not in the school year %(name)s, which runs from %(first)s to %(last)s."),
        code="outside_year",
        params={
            "day": date_text(day),
            "name": school_year.name,
            "first": date_text(school_year.first_day),
            "last": date_text(school_year.last_day),
        },
    )


class SchoolYear(ClusterableModel):
    """A school year such as "2026-27". `first_day` and `last_day` are both included."""

    name = models.CharField(
        _("name"), max_length=7, unique=True, help_text=_("Two years, like 2026-27.")
    )
    first_day = RecordedDayField(_("first day"))
    last_day = RecordedDayField(_("last day"))
    # From then on the posting days of its classes are fixed, and its calendar with them.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

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
        """Saves, and records which days changed, for calendar programs."""
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
        """The year in a URL: "2026-27"."""
        return self.name

    def contains(self, day: dt.date) -> bool:
        """Returns True if `day` lies in the year, bounds included."""
        return self.first_day <= day <= self.last_day

    def no_school_dates(self) -> frozenset[dt.date]:
        """Returns the days without school that people entered, without weekends."""
        return frozenset(row.day for row in self.no_school_days.all())

    def calendar(self) -> YearCalendar:
        """Returns the year as `procedure.cadence` needs it. One query."""
        return YearCalendar(self.first_day, self.last_day, self.no_school_dates())

    @override
    def clean(self) -> None:
        """Raises `ValidationError` if the name does not match the days, or days overlap another
        year's, or the year is closed."""
        super().clean()
        if self.closed_at is not None:
            raise ValidationError(_("This school year is closed, and its calendar with it."))
        match = NAME_FORM.fullmatch(self.name)
        if match is None or (int(match["first"]) + 1) % 100 != int(match["second"]):
            raise ValidationError(
                {"name": _("Write two years that follow each other, like 2026-27.")},
            )
        if not (self.first_day and self.last_day):
            return  # a form has already reported the missing day
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
    """The name that families read in the calendar, in both languages."""

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
        """Raises `ValidationError` for a day outside the year."""
        super().clean()
        _check_inside(self, "first_day", "last_day")


class NoSchoolDayQuerySet(models.QuerySet["NoSchoolDay"]):
    """Days without school."""

    def between(self, first: dt.date, last: dt.date) -> "NoSchoolDayQuerySet":
        """Returns the days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))


class NoSchoolDay(NamedInCalendar):
    """A day on which all schools of the district are closed, and its name for families."""

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
        """Raises `ValidationError` for a day outside the year."""
        super().clean()
        _check_inside(self, "day")


def _check_inside(row: Term | NoSchoolDay, *fields: str) -> None:
    # A row of a year that is not saved yet has no parent; `SchoolYearForm` checks it.
    if not row.school_year_id:
        return
    errors = {}
    for field in fields:
        day = getattr(row, field)
        if day is not None and not row.school_year.contains(day):
            errors[field] = outside_the_year(row.school_year, day)
    if errors:
        raise ValidationError(errors)
