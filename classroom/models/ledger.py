"""The posting ledger: which class met which posting day. Written by `ledger.keeping` only."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolYear


class Posting(models.Model):
    """One update as a fact: when it was first submitted, when it went live.

    Names the page by its UUID, so that the fact stays when the page goes. Times are UTC.
    """

    classroom = models.ForeignKey(
        "classroom.ClassroomPage", on_delete=models.CASCADE, related_name="postings"
    )
    page_uuid = models.UUIDField(unique=True)
    title = models.CharField(max_length=255)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Set while it is back with its teacher for changes: then it does not wait for anyone.
    returned_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    go_live_at = models.DateTimeField(null=True, blank=True)
    last_published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("posting")
        ordering = ["submitted_at"]
        indexes = [models.Index(fields=["classroom", "submitted_at"], name="posting_of_class")]

    def __str__(self) -> str:
        return self.title


class PostingSlot(models.Model):
    """One posting day of one class. `day` is where it fell in the end, None when it was dropped."""

    # In the words of `states`, where the same is said of an update.
    STANDINGS = [
        ("upcoming", _("Coming up")),
        ("open", _("Not posted yet")),
        ("met", _("Posted")),
        ("late", _("Posted late")),
        ("awaited", _("Not posted yet, families are waiting")),
        ("missing", _("Not posted")),
        ("with_school", _("With the principal")),
        ("scheduled", _("Scheduled")),
        ("dropped", _("No posting day")),
        ("not_obliged", _("Not counted")),
    ]
    # What has an update, on the page or on its way there.
    FILLED = frozenset({"met", "late", "with_school", "scheduled"})

    classroom = models.ForeignKey(
        "classroom.ClassroomPage", on_delete=models.CASCADE, related_name="slots"
    )
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="slots")
    nominal_date = models.DateField()
    day = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(max_length=20, choices=STANDINGS)
    met_by = models.UUIDField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("posting day")
        ordering = ["nominal_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "school_year", "nominal_date"], name="posting_slot_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "standing"], name="posting_slot_due"),
            # What a school's screens and the administrator's read: all of it stands in the index.
            models.Index(fields=["classroom", "day", "standing"], name="posting_slot_of_class"),
            models.Index(fields=["day", "standing", "classroom"], name="posting_slot_of_day"),
            # Of one update: the top of its form says which day it fills.
            models.Index(
                fields=["met_by"],
                condition=models.Q(met_by__isnull=False),
                name="posting_slot_met_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classroom} {self.nominal_date}: {self.standing}"


class ClassroomStanding(models.Model):
    """What a class page says at its top, ready to read, and what its record says of the month."""

    classroom = models.OneToOneField(
        "classroom.ClassroomPage",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="standing",
    )
    updated_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_day = models.DateField(null=True, blank=True)
    # What families are told: an update that waits or is planned is still to come for them.
    next_update_day = models.DateField(null=True, blank=True)
    # The Tuesday that the procedure names for it; another day where there is no school on it.
    next_update_nominal = models.DateField(null=True, blank=True)
    # Of the posting day that the class is measured by: `procedure.slots.current` says which.
    standing = models.CharField(max_length=20, blank=True, choices=PostingSlot.STANDINGS)
    standing_day = models.DateField(null=True, blank=True)
    # The count of the calendar month that begins on `month`; None where the class does not run.
    month = models.DateField(null=True, blank=True)
    month_needed = models.PositiveSmallIntegerField(default=0)
    month_posted = models.PositiveSmallIntegerField(default=0)
    # {"2026-10": how many live updates count for the month}, for the figures.
    months = models.JSONField(default=dict, blank=True)
    # The path of the school in whose figures the class is; "" while it is not live.
    counted_in = models.CharField(max_length=255, blank=True)
    # From and until when all this holds if nobody does anything, and which calendar and rules it
    # was read by: the nightly run works out anew what does not hold any more.
    holds_from = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name = _("status")

    def __str__(self) -> str:
        return f"{self.classroom}: {self.standing}"

    def is_in_since(self, day: dt.date) -> bool:
        """Whether something was handed in since this posting day ended without it: it counts for
        the next one, and nobody waits for the class any more."""
        later = self.standing_day is not None and self.standing_day > day
        return later and self.standing in PostingSlot.FILLED


class CountedDay(models.Model):
    """One posting day of the district: how its classes stand, counted once it is over, so that
    figures need not read every class's.

    Not current from the moment at which a class stands otherwise for it until the next night; a
    day that has not come has a row, too.
    """

    day = models.DateField(unique=True)
    # {path of a school: {day of handing in, "" for none: how many classes}}
    counts = models.JSONField(default=dict, blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
