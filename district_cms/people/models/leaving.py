"""What a person has until a day, and what becomes of it when they leave."""

import datetime as dt

from django.db import models


class EndsWithLeaving(models.Model):
    """Of a row with `until`: whether the last day of who leaves has ended it, and the end that was
    planned before (None is open)."""

    until = models.DateField(null=True, blank=True)  # said anew, with its words, by each model
    ended_by_leaving = models.BooleanField(default=False, editable=False)
    planned_until = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def end_with(self, last_day: dt.date, *, before: dt.date | None) -> None:
        """End on this day what would last longer; with another last day than the one `before`, an
        end that was planned holds again."""
        planned = self._planned(before)
        self.ended_by_leaving = planned is None or planned > last_day
        self.planned_until = planned if self.ended_by_leaving else None
        self.until = last_day if self.ended_by_leaving else planned
        self.save(update_fields=["until", "ended_by_leaving", "planned_until"])

    def go_on(self, *, before: dt.date | None) -> None:
        """Who would have left on the day `before` stays."""
        self.until, self.ended_by_leaving, self.planned_until = self._planned(before), False, None
        self.save(update_fields=["until", "ended_by_leaving", "planned_until"])

    def _planned(self, before: dt.date | None) -> dt.date | None:
        # An end that someone wrote by hand afterwards is the one that is meant.
        by_leaving = self.ended_by_leaving and self.until == before
        planned: dt.date | None = self.planned_until if by_leaving else self.until
        return planned
