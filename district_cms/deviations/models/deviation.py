"""A deviation from the procedure, with the explanation that the procedure speaks of."""

import hashlib
import uuid
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.procedure.clauses import Clause, clause
from district_cms.schools.models import SchoolPage

LONGEST_WORDS: Final = 1000
POSTING_DAY: Final = "frequency-tuesdays"


class Deviation(models.Model):
    """One thing that someone did differently. Written by `services.explanations` only.

    A class is named by its UUID and a posting day by its nominal date: the classes are a room
    above. Until `explained_at` it is a question that someone asked.
    """

    # The id of a clause, and how people say it.
    REQUIREMENTS: ClassVar = [
        (POSTING_DAY, _("An update for a posting day")),
        ("frequency-twice-a-month", _("Two updates a month")),
        ("feedback", _("Feedback on student work, twice a month")),
        ("district-senders", _("A phone, an email account or a tool of the district")),
        ("personal-accounts", _("No personal accounts for messages to families and students")),
        ("signature-required", _("Name, title and contact in the email signature")),
    ]
    # The procedure knows these two.
    GROUNDS: ClassVar = [
        ("emergency", _("An emergency")),
        ("educational", _("A legitimate educational reason")),
    ]
    DECISIONS: ClassVar = [
        ("accepted", _("Accepted")),
        ("talk", _("We’ll talk about it")),
    ]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="deviations"
    )
    who = models.CharField(_("person"), max_length=201)
    school = models.ForeignKey(SchoolPage, on_delete=models.SET_NULL, null=True, related_name="+")
    requirement = models.CharField(
        _("what was done differently"), max_length=40, choices=REQUIREMENTS
    )
    class_uuid = models.UUIDField(null=True)
    class_name = models.CharField(_("class"), max_length=255, blank=True)
    # The date that the procedure names; `day` is the one that it was moved to.
    nominal_date = models.DateField(null=True)
    day = models.DateField(_("day"))
    ground = models.CharField(_("reason"), max_length=20, choices=GROUNDS, blank=True)
    words = models.TextField(_("explanation"), max_length=LONGEST_WORDS, blank=True)
    explained_at = models.DateTimeField(_("explained"), null=True)
    asked_by = models.CharField(max_length=201, blank=True)
    question = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True)
    decision = models.CharField(_("decision"), max_length=20, choices=DECISIONS, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=201, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        default_permissions = ("view",)
        ordering: ClassVar[Any] = ["-day", "-pk"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["class_uuid", "nominal_date"], name="a_posting_day_is_explained_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.about}"

    @property
    def about(self) -> str:
        """ "An update for a posting day (Math 3, Period 1)"."""
        label = str(self.get_requirement_display())
        return f"{label} ({self.class_name})" if self.class_name else label

    @property
    def edition(self) -> str:
        """Changes with the explanation and with the answer, so that nobody answers words that they
        have not read."""
        state = (self.explained_at, self.ground, self.words, self.decided_at, self.decision)
        return hashlib.sha256(repr(state).encode()).hexdigest()

    @property
    def clause(self) -> Clause:
        return clause(self.requirement)

    @property
    def state(self) -> str:
        """In a word, for lists."""
        if self.explained_at is None:
            return str(_("Asked, not answered yet"))
        return str(self.get_decision_display() if self.decision else _("Explained"))
