"""Rows with an end date, and how the last day of a person changes it."""

import datetime as dt

from django.db import models


class EndsWithLeaving(models.Model):
    """A row with `until`. Records whether the person's last day ended it, and the end that was
    planned before (None is open)."""

    until = models.DateField(
        null=True, blank=True
    )  # each model declares it again with its own label
    ended_by_leaving = models.BooleanField(default=False, editable=False)
    planned_until = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def end_with(self, last_day: dt.date, *, before: dt.date | None) -> None:
        """Ends the row on this day if it would last longer. If the last day moves from `before`, an
        end that was planned earlier applies again."""
        planned = self._planned(before)
        self.ended_by_leaving = planned is None or planned > last_day
        self.planned_until = planned if self.ended_by_leaving else None
        self.until = last_day if self.ended_by_leaving else planned
        self.save(update_fields=["until", "ended_by_leaving", "planned_until"])

    def go_on(self, *, before: dt.date | None) -> None:
        """Restores the planned end for someone who would have left on the day `before` and
        stays."""
        self.until, self.ended_by_leaving, self.planned_until = self._planned(before), False, None
        self.save(update_fields=["until", "ended_by_leaving", "planned_until"])

    def _planned(self, before: dt.date | None) -> dt.date | None:
        # An end that someone typed afterwards takes precedence.
        by_leaving = self.ended_by_leaving and self.until == before
        planned: dt.date | None = self.planned_until if by_leaving else self.until
        return planned
