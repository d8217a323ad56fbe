"""Who asked for updates of which classes and activities, and which of them offer email or texts.

A subscriber is a person with a UUID; addresses and subscriptions belong to the person. Addresses
are stored as `web.addresses.normalize_address` writes them and compared that way by the database.
"""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .outbox import Channel

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LONGEST_NICKNAME = 30


class Scope(models.TextChoices):
    """What one subscription covers: the page it names and the classes below that page, an activity
    or a school's news, or a school's urgent notices alone."""

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
    """A person who asked for updates. The UUID is what the audit trail and mails name.

    No class updates go out from `paused_from` until `paused_until` (UTC); both stay when that is
    over, because what was posted in between is not sent later. `quiet_from` and `quiet_until` are
    the hours without texts, on the clock of the place of the telephone's number, which is the
    district's where that is not known; the usual ones where they are empty. Links to
    the person's pages that were made before `links_since` open nothing.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    rhythm = models.CharField(max_length=20, choices=Rhythm, default=Rhythm.POSTING_DAYS)
    paused_from = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    links_since = models.DateTimeField(null=True, blank=True)
    # They deleted their data while a legal hold stood: what came before is deleted after it.
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


class VerifiedAddress(models.Model):
    """An address that its owner proved: by a button in a mail, or a code in a text.

    One email address is one person. A telephone may be shared: its number stands once for each
    person, as phone numbers are stored, "+14065550123". `alone_since` is when the last one of
    the others gave the number up (UTC); empty for an address that was never shared.
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
        """Those not stopped, in the order in which they were asked for."""
        return self.filter(ended_at__isnull=True).order_by("started_at", "pk")


class Subscription(models.Model):
    """One thing that a person asked for, on one channel. `page_uuid` is the page's
    `translation_key`.

    What `ConsentRecord` says, for reading: written by `consent.services` only, together with it.
    Stopped ones stay with their end (UTC). `nickname` is what the person calls the child whose
    class it is; only the person ever sees it.
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

    Holds the SHA-256 of the link's secret, so that whoever reads the table cannot confirm for
    others. A confirmed row stays until it expires, so that a second click reads "done".
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

    Neither the secret of the page's address nor the code is stored, only what either is compared
    with. `wording` is what the person read. Without a `scope` the number is only added to the
    person's own page, which `subscriber_uuid` then names.
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
    """The switches of a class or an activity: whether it offers what is new by email, and by text.
    No row means no.

    The procedure makes mail optional without saying whose option it is: both the teacher and the
    family say yes. `since` and `texts_since` are when it was last turned on (UTC): what went out
    before is not sent.
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
    """A code that was sent to an address of the person. One at a time: a new one replaces it.

    Not the code is stored, only what it is compared with; `nonce` makes that another each time.
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
