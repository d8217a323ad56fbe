"""Deviations from the procedure with their explanations, and authorizations."""

import datetime as dt
import hashlib
import uuid
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.procedure.versions import Clause
from district_cms.schools.models import SchoolPage
from district_cms.web.times import date_text

from .rules import Standing, standing

__all__ = ["LONGEST_WORDS", "POSTING_DAY", "Authorization", "Deviation"]


LONGEST_WORDS: Final = 1000
POSTING_DAY: Final = "frequency-days"


class Deviation(models.Model):
    """One deviation from the procedure. Only `services.explanations` writes it.

    Stores a class by its UUID and a posting day by its nominal date, because this app may not
    import classes. Until `explained_at` is set, it is a question to the person.
    """

    # The id of a clause, and its label.
    REQUIREMENTS: ClassVar = [
        (POSTING_DAY, _("An update for a posting day")),
        ("frequency-minimum", _("The updates that a month needs")),
        ("feedback", _("Feedback on student work")),
        ("district-senders", _("A phone, an email account or a tool of the district")),
        ("personal-accounts", _("No personal accounts for messages to families and students")),
        ("signature-required", _("What an email signature must contain")),
    ]
    # The procedure accepts these two reasons.
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
    # The date in the procedure; `day` is the date to which it was moved.
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
        """Returns, for example, "An update for a posting day (Math 3, Period 1)" for lists and
        mails."""
        label = str(self.get_requirement_display())
        return f"{label} ({self.class_name})" if self.class_name else label

    @property
    def edition(self) -> str:
        """Returns a digest of explanation and answer, so that nobody answers a text that they have
        not read."""
        state = (self.explained_at, self.ground, self.words, self.decided_at, self.decision)
        return hashlib.sha256(repr(state).encode()).hexdigest()

    @property
    def clause(self) -> Clause:
        return clause(self.requirement)

    @property
    def state(self) -> str:
        """Returns the state as a label for lists."""
        if self.explained_at is None:
            return str(_("Asked, not answered yet"))
        return str(self.get_decision_display() if self.decision else _("Explained"))


AUTHORIZATION: Final = "supervisor-authorization"
"""The clause of the procedure about authorizations."""

STANDINGS: Final = {
    Standing.WAITING: _("Waiting for the supervisor"),
    Standing.UNDECIDED: _("Not decided before its last day"),
    Standing.REFUSED: _("Not authorized"),
    Standing.WITHDRAWN: _("Taken back by the person"),
    Standing.COMING: _("Authorized, begins later"),
    Standing.CURRENT: _("Authorized"),
    Standing.ENDED: _("Ended early"),
    Standing.EXPIRED: _("Expired"),
}


class AuthorizationQuerySet(models.QuerySet["Authorization"]):
    def open(self, today: dt.date) -> "AuthorizationQuerySet":
        """Returns what waits for a decision, is valid on `today`, or will be."""
        rows = self.filter(state__in=("asked", "granted"), ended_on=None, last_day__gte=today)
        return rows.order_by("state", "last_day", "pk")  # "asked" comes first

    def over(self, today: dt.date) -> "AuthorizationQuerySet":
        """Returns all others, newest first."""
        return self.exclude(pk__in=self.open(today).order_by().values("pk")).order_by(
            "-last_day", "-pk"
        )

    def granted_on(self, day: Any) -> "AuthorizationQuerySet":
        """Returns authorizations valid on a day: a date, or an expression of an outer query."""
        return self.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gte=day),
            state="granted",
            first_day__lte=day,
            last_day__gte=day,
        )


class Authorization(models.Model):
    """One personal resource, for one purpose, for a limited time. Only `services.authorizations`
    writes it.

    Stores neither the person's number nor address: a supervisor decides about a use, not a number,
    and the software never sends to it.
    """

    RESOURCES: ClassVar = [
        ("phone", _("A telephone")),
        ("texts", _("Text messages")),
        ("email", _("An email account")),
        ("social", _("A social networking account")),
        ("app", _("Another app or website")),
    ]
    STATES: ClassVar = [
        ("asked", _("asked")),
        ("granted", _("granted")),
        ("refused", _("refused")),
        ("withdrawn", _("taken back")),
    ]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="authorizations"
    )
    who = models.CharField(_("person"), max_length=201)
    # The school whose families are reached. The authorization ends when the person leaves it.
    school = models.ForeignKey(SchoolPage, on_delete=models.SET_NULL, null=True, related_name="+")
    resource = models.CharField(_("personal resource"), max_length=20, choices=RESOURCES)
    service = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(_("purpose"), max_length=500)
    reached = models.CharField(_("who is reached"), max_length=200)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=STATES, default="asked")
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=201, blank=True)
    decided_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=201, blank=True)

    objects = AuthorizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorization")
        verbose_name_plural = _("authorizations")
        default_permissions = ("view",)
        permissions: ClassVar[Any] = [
            ("grant_authorization", "Can authorize principals, and whoever has no supervisor")
        ]
        ordering: ClassVar[Any] = ["-last_day", "-pk"]

    def __str__(self) -> str:
        return f"{self.who}: {self.about}"

    @property
    def about(self) -> str:
        """Returns, for example, "Another app or website (GroupMe)" for lists and mails."""
        label = str(self.get_resource_display())
        return f"{label} ({self.service})" if self.service else label

    @property
    def days(self) -> str:
        """Returns, for example, "November 10, 2026 to December 4, 2026" for lists. An authorization
        that ended before its first day keeps its planned days."""
        ended = self.ended_on
        end = ended if ended is not None and ended >= self.first_day else self.last_day
        first, last = date_text(self.first_day), date_text(end)
        return str(_("%(first)s to %(last)s")) % {"first": first, "last": last}

    @property
    def standing(self) -> Standing:
        """Returns the status today, in the district’s time zone."""
        return standing(
            state=self.state,
            first_day=self.first_day,
            last_day=self.last_day,
            ended_on=self.ended_on,
            today=timezone.localdate(),
        )

    @property
    def status(self) -> str:
        """Returns the status as a label for lists."""
        return str(STANDINGS[self.standing])

    @property
    def is_waiting(self) -> bool:
        return self.standing is Standing.WAITING

    @property
    def holds(self) -> bool:
        """Returns True if it can still be ended."""
        return self.standing in {Standing.CURRENT, Standing.COMING}

    @property
    def clause(self) -> Clause:
        return clause(AUTHORIZATION)
