"""The posting ledger: which class met which posting day. Only `services.postings` and the `ledger`
package write it."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolYear


class Posting(models.Model):
    """One update as a fact: when it was first submitted, and when it went live.

    It names the page by UUID, so that it outlives the page. Times are UTC."""

    classroom = models.ForeignKey(
        "classroom.ClassroomPage", on_delete=models.CASCADE, related_name="postings"
    )
    page_uuid = models.UUIDField(unique=True)
    title = models.CharField(max_length=255)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Set while the update is back with its teacher for changes; nobody reviews it then.
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
    """One posting day of one class. `day` is the final date, None if the day was dropped."""

    # In the words that `states` uses for an update.
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
    # Standings with an update that is live or on its way there.
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
            # Covering indexes for the screens of schools and administrators.
            models.Index(fields=["classroom", "day", "standing"], name="posting_slot_of_class"),
            models.Index(fields=["day", "standing", "classroom"], name="posting_slot_of_day"),
            # For the update's form, which says at its top which day the update fills.
            models.Index(
                fields=["met_by"],
                condition=models.Q(met_by__isnull=False),
                name="posting_slot_met_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classroom} {self.nominal_date}: {self.standing}"


class ClassroomStanding(models.Model):
    """What a class page says at its top, precomputed, and the month's count for its record."""

    classroom = models.OneToOneField(
        "classroom.ClassroomPage",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="standing",
    )
    updated_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_day = models.DateField(null=True, blank=True)
    # The day shown to families: they still expect an update that is in review or scheduled.
    next_update_day = models.DateField(null=True, blank=True)
    # The day that the procedure names for it; `next_update_day` differs if there is no school
    # on it.
    next_update_nominal = models.DateField(null=True, blank=True)
    # Of the posting day that the class is measured by; see `procedure.slots.current`.
    standing = models.CharField(max_length=20, blank=True, choices=PostingSlot.STANDINGS)
    standing_day = models.DateField(null=True, blank=True)
    # The count of the calendar month that begins on `month`; None if the class does not run then.
    month = models.DateField(null=True, blank=True)
    month_needed = models.PositiveSmallIntegerField(default=0)
    month_posted = models.PositiveSmallIntegerField(default=0)
    # {"2026-10": number of live updates that count for the month}, for the figures.
    months = models.JSONField(default=dict, blank=True)
    # The path of the school whose figures include the class; "" while it is not live.
    counted_in = models.CharField(max_length=255, blank=True)
    # When all this is valid if nobody does anything, and a digest of the calendar and rules it was
    # computed from. The nightly run recomputes what is no longer valid.
    holds_from = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name = _("status")

    def __str__(self) -> str:
        return f"{self.classroom}: {self.standing}"

    def is_in_since(self, day: dt.date) -> bool:
        """Returns True if an update was submitted after this posting day passed without one. It
        counts for the next day, and nobody waits for the class anymore."""
        later = self.standing_day is not None and self.standing_day > day
        return later and self.standing in PostingSlot.FILLED


class CountedDay(models.Model):
    """How the classes of the district stand on one posting day, counted once the day is over so
    that figures need not read every class.

    When the standing of a class changes, `is_current` is False until the next night. A day that has
    not come has a row, too."""

    day = models.DateField(unique=True)
    # {path of a school: {day of submission, "" for none: number of classes}}
    counts = models.JSONField(default=dict, blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
