"""Who subscribed to the updates of which classes and activities, and which of these offer email or
texts.

A subscriber is a person with a UUID; addresses and subscriptions belong to the person. Addresses
are stored as `web.addresses.normalize_address` returns them, and the database compares them that
way.
"""

import uuid
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..suppressions.rules import Cause
from .outbox import Channel

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LONGEST_NICKNAME = 30


class Scope(models.TextChoices):
    """What one subscription covers: a page and the classes below it, an activity or a school's
    news, or only a school's urgent notices."""

    CLASS = "class", _("One class")
    ACTIVITY = "activity", _("An activity or a school’s news")
    TEACHER = "teacher", _("A teacher's classes")
    SCHOOL = "school", _("All classes of a school")
    NOTICES = "notices", _("A school’s urgent notices")


class Rhythm(models.TextChoices):
    """How often a person wants updates; `digests.schedule` says what each means."""

    POSTING_DAYS = "posting-days", _("On posting days")
    WEEKLY = "weekly", _("Once a week")
    DAILY = "daily", _("Each day with something new")


class Subscriber(models.Model):
    """A person who subscribed. The audit log and mails name only the UUID.

    No class updates are sent from `paused_from` until `paused_until` (UTC). Both stay after the
    pause, because posts from the pause are not sent later. `quiet_from` and `quiet_until` are the
    hours without texts, in the time zone of the telephone's number, or the district's if that is
    unknown; if empty, the usual hours apply. Links to the person's pages from before `links_since`
    open nothing.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    rhythm = models.CharField(max_length=20, choices=Rhythm, default=Rhythm.POSTING_DAYS)
    paused_from = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    links_since = models.DateTimeField(null=True, blank=True)
    # The person deleted their data during a legal hold; earlier data is deleted when it ends.
    deletion_asked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paused_from__isnull=True, paused_until__isnull=True)
                | models.Q(paused_from__lte=models.F("paused_until")),
                name="subscriber_pause_has_two_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="subscriber_quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def gets_texts(self) -> bool:
        running = self.subscriptions.filter(ended_at__isnull=True)
        return bool(running.filter(channel=Channel.TEXT).exists())


class VerifiedAddress(models.Model):
    """An address that its owner verified: by a button in a mail, or a code in a text.

    One email address is one person. A telephone may be shared: its number ("+14065550123") has one
    row per person. `alone_since` is when the last other person gave the number up (UTC); empty for
    an address that was never shared.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    address = models.CharField(_("address"), max_length=254)
    verified_at = models.DateTimeField(_("verified"), default=timezone.now)
    alone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("verified address")
        verbose_name_plural = _("verified addresses")
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                condition=models.Q(channel=Channel.EMAIL),
                name="verified_address_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "channel", "address"], name="verified_address_once_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="verified_address_folded"
            ),
        ]
        indexes = [models.Index(fields=["channel", "address"], name="verified_address_found")]

    def __str__(self) -> str:
        # Lists and logs show the person, not the address.
        return f"{self.subscriber} ({self.channel})"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Returns the subscriptions that were not stopped, in the order of subscribing."""
        return self.filter(ended_at__isnull=True).order_by("started_at", "pk")


class Subscription(models.Model):
    """One page that a person subscribed to, on one channel. `page_uuid` is the page's
    `translation_key`.

    Mirrors `ConsentRecord` for reading: only `consent.services` writes it, together with the
    record. Stopped subscriptions stay, with their end (UTC). `nickname` is the person's name for
    the child whose class it is; only the person ever sees it.
    """

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    page_uuid = models.UUIDField(db_index=True)
    nickname = models.CharField(max_length=LONGEST_NICKNAME, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "channel", "scope", "page_uuid"],
                condition=models.Q(ended_at__isnull=True),
                name="subscription_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.page_uuid}"


class PendingSubscription(models.Model):
    """Someone typed an address; its owner has not pressed the button yet.

    Stores the SHA-256 of the link's secret, so that nobody who reads the table can confirm for
    others. A confirmed row stays until it expires, so that a second click shows "done".
    """

    token_hash = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=254)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    page_uuid = models.UUIDField()
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request to subscribe")
        verbose_name_plural = _("requests to subscribe")

    def __str__(self) -> str:
        return f"{self.scope} {self.page_uuid}"


class PendingNumber(models.Model):
    """Someone typed a phone number; its owner has not typed the code back yet.

    Stores neither the secret in the page's address nor the code, only the hashes for comparison.
    `wording` is what the person read. Without a `scope` the number is only added to the page of the
    person `subscriber_uuid`.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=16)
    subscriber_uuid = models.UUIDField(null=True, blank=True)
    scope = models.CharField(max_length=10, choices=Scope.choices, blank=True)
    page_uuid = models.UUIDField(null=True, blank=True)
    wording = models.TextField()
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request to prove a number")
        verbose_name_plural = _("requests to prove a number")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(scope="", page_uuid__isnull=True, subscriber_uuid__isnull=False)
                    | (~models.Q(scope="") & models.Q(page_uuid__isnull=False))
                ),
                name="pending_number_for_a_page_or_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.page_uuid}".strip()


class MailOffer(models.Model):
    """The switches of a class or an activity: whether it offers updates by email, and by text. No
    row means no.

    The procedure makes mail optional without saying for whom, so both the teacher and the family
    must say yes. `since` and `texts_since` are when it was last turned on (UTC): earlier updates
    are not sent.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="mail_offer")
    offered = models.BooleanField(_("updates by email"), default=False)
    since = models.DateTimeField(null=True, blank=True)
    by_text = models.BooleanField(_("updates by text message"), default=False)
    texts_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("offer of email and texts")
        verbose_name_plural = _("offers of email and texts")

    def __str__(self) -> str:
        return f"{self.page}: {'on' if self.offered else 'off'}"


class OwnDataCode(models.Model):
    """A code that was sent to an address of the person. A new one replaces it.

    Stores only a hash of the code; `nonce` makes the hash different each time.
    """

    subscriber = models.OneToOneField(
        Subscriber, on_delete=models.CASCADE, related_name="own_data_code"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    nonce = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("code for one’s own data")
        verbose_name_plural = _("codes for one’s own data")

    def __str__(self) -> str:
        return str(self.subscriber)


class ConsentQuerySet(models.QuerySet["ConsentRecord"]):
    def of(self, subscriber: UUID) -> Self:
        """Returns one person's records, in the order of writing."""
        return self.filter(subscriber_uuid=subscriber).order_by("pk")


class ConsentRecord(models.Model):
    """A consent that was given or withdrawn, with its proof.

    Names the person by UUID and contains no address: `VerifiedAddress` links the two while the
    person gets anything. `wording` is the complete text that the person read when they agreed. The
    database refuses changes, and the rows are sealed into the log's chain.
    """

    class Act(models.TextChoices):
        GIVEN = "given", _("Given")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Source(models.TextChoices):
        """Where the person was."""

        FORM = "form", _("The form of a page")
        PREFERENCES = "preferences", _("The person’s own page")
        STOP_PAGE = "stop page", _("The page to stop")
        ONE_CLICK = "one-click", _("The mail program’s button")
        TEXT = "text", _("A text message")
        YEAR_END = "year end", _("The end of the school year")
        LETTER = "letter", _("The letter to guardians")

    class Proof(models.TextChoices):
        """How we know that it was the owner of the address."""

        BUTTON = "button", _("Button behind a link that was sent to the address")
        CODE = "code", _("Code that was sent to the number and typed back")
        LINK = "link", _("Signed link that was sent to the address")
        NUMBER = "number", _("The text came from the number")
        DISTRICT = "district", _("The district ended it")

    at = models.DateTimeField(_("when"), default=timezone.now)
    subscriber_uuid = models.UUIDField(_("person"), db_index=True)
    act = models.CharField(_("what"), max_length=10, choices=Act)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    scope = models.CharField(_("covers"), max_length=10, choices=Scope)
    page_uuid = models.UUIDField(_("page"))
    title = models.CharField(_("title of the page"), max_length=255, blank=True)
    school = models.CharField(_("school"), max_length=255, blank=True)
    wording = models.TextField(_("what the person read"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    source = models.CharField(_("where"), max_length=20, choices=Source)
    proof = models.CharField(_("how proved"), max_length=20, choices=Proof)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            # A person who agreed read something; one who stops need not.
            models.CheckConstraint(
                condition=~Q(act="given") | ~Q(wording=""), name="consent_has_its_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.channel} {self.scope} {self.page_uuid}"


CAUSES = [
    (Cause.HARD_BOUNCE.value, _("The mailbox does not exist")),
    (Cause.COMPLAINT.value, _("Marked as spam by the family")),
    (Cause.STOP.value, _("Texts stopped by the owner")),
    (Cause.NO_NUMBER.value, _("The number gets no texts")),
    (Cause.DECLINED.value, _("Wants nothing without signing up")),
]


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def active(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at__isnull=True)


class Suppression(models.Model):
    """One reason why one address gets no messages. Only `suppressions.services` writes it."""

    # As in the outbox: a normalized email address, or a number in E.164 format.
    address = models.CharField(_("address"), max_length=254)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    cause = models.CharField(_("why"), max_length=20, choices=CAUSES)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # Who reported it, in the provider's words; contains no address.
    evidence = models.CharField(_("what the provider said"), max_length=300, blank=True)
    message_uuid = models.UUIDField(null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=254, blank=True)
    lifted_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("address we no longer write to")
        verbose_name_plural = _("addresses we no longer write to")
        ordering = ["-since", "-pk"]
        default_permissions = ("view",)
        permissions = [("lift_suppression", _("Can let an address get messages again"))]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "channel", "cause"],
                condition=Q(lifted_at__isnull=True),
                name="suppression_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-since"], name="suppression_newest")]

    def __str__(self) -> str:
        # Lists and logs show the reason, not the address.
        return str(self.get_cause_display())
