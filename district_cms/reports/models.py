"""What was counted last, of the district and of each school."""

from django.db import models

from district_cms.schools.models import SchoolYear


class CountedFigures(models.Model):
    """What was counted of a school year: of the whole district, or of one school.

    Counts, never names. Written by `keeping` only.
    """

    # They go with the year, and are no use of it that would keep it.
    wagtail_reference_index_ignore = True

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="+")
    # The UUID of the school's page; "" is the district.
    school = models.CharField(max_length=36, blank=True)
    # See `facts.SHAPE`.
    shape = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    counted_at = models.DateTimeField()
    # When somebody asked the queue to count them again; None once it has.
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
