"""The stored figures of the district and of each school."""

from django.db import models

from district_cms.schools.models import SchoolYear


class CountedFigures(models.Model):
    """The figures of a school year, of the district or of one school.

    Numbers, never names. Only `figures.services` writes them.
    """

    # They are deleted with the year, and must not count as a use of it.
    wagtail_reference_index_ignore = True

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="+")
    # The UUID of the school's page; "" is the district.
    school = models.CharField(max_length=36, blank=True)
    # See `stored.SHAPE`.
    shape = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    counted_at = models.DateTimeField()
    # When a count was queued; None once it is done.
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "school"], name="figures_once_a_year_and_school"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school or 'district'}: {self.counted_at}"
