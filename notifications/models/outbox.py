"""The outbox: every message of the project and its state. Times are UTC."""

import datetime as dt
import uuid
from collections.abc import Collection
from uuid import UUID

from django.contrib.admin import display
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.web.bulk_sql import one_of

from ..rules.filling import fill
from ..rules.state import State
from .contents import MessageContent, parts_of


class MessageClass(models.TextChoices):
    """Why a message is sent. It decides about consent, and `rules.policy` says what each kind
    needs."""

    SUBSCRIPTION = "subscription", _("Class updates")
    NOTICE = "notice", _("Notice")
    YEAR_END = "year_end", _("End of the school year")
    INVITATION = "invitation", _("Invitation")
    URGENT = "urgent", _("Urgent notice")
    CONFIRMATION = "confirmation", _("Confirmation of an address")
    REPLY = "reply", _("Answer to a text message")
    STAFF = "staff", _("Staff tasks")
    ACCOUNT = "account", _("Account")


class Channel(models.TextChoices):
    EMAIL = "email", _("Email")
    TEXT = "text", _("Text message")


STATES = [
    (State.READY.value, _("Waiting")),
    (State.CLAIMED.value, _("About to be sent")),
    (State.HANDED_OVER.value, _("Being sent")),
    (State.ACCEPTED.value, _("Sent")),
    (State.DELIVERED.value, _("Delivered")),
    (State.BOUNCED.value, _("Could not be delivered")),
    (State.REJECTED.value, _("Not sent")),
    (State.UNKNOWN.value, _("We cannot tell whether it arrived")),
    (State.RESOLVED.value, _("No answer from the provider; handled")),
    (State.CANCELED.value, _("No longer wanted")),
]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """Returns the messages that may be sent now, with those that someone waits for at the
        screen first."""
        return self.filter(state=State.READY, send_after__lte=timezone.now()).order_by(
            "priority", "send_after", "alike", "created_at"
        )

    def as_claimed(self, messages: Collection["Message"]) -> "MessageQuerySet":
        """Returns the messages that are still claimed as they were read. One that was released
        meanwhile may have been rewritten and claimed by someone else."""
        return self.filter(
            pk__in=one_of(UUID, [message.pk for message in messages]),
            state=State.CLAIMED,
            claimed_at__in={message.claimed_at for message in messages},
        )


class Message(models.Model):
    """One message to one address. Only `notifications.services` writes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_class = models.CharField(_("kind"), max_length=20, choices=MessageClass)
    priority = models.PositiveSmallIntegerField()
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    # An email address normalized by `web.addresses`, as the constraint below requires, or a
    # telephone number in E.164 format ("+14065550101").
    address = models.CharField(_("to"), max_length=254)
    subscriber_uuid = models.UUIDField(null=True, blank=True)
    # A digest is identified by its rhythm and window, every other message by its key, if any: NULL,
    # not "", because the database compares keys.
    rhythm = models.CharField(max_length=20, blank=True)
    window_start = models.DateTimeField(null=True, blank=True)
    dedupe_key = models.CharField(
        max_length=200, unique=True, null=True, blank=True
    )  # NULL: no key
    language = models.CharField(_("language"), max_length=10)
    from_email = models.CharField(_("from"), max_length=320)
    reply_to = models.CharField(_("replies go to"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=998)  # the longest line of RFC 5322
    # The words: shared content, the names of its `ContentPart`s, and what differs by recipient, by
    # the name of its tag.
    content = models.ForeignKey(MessageContent, on_delete=models.PROTECT, related_name="messages")
    parts = models.JSONField(default=list, blank=True)
    substitutions = models.JSONField(default=dict, blank=True)
    # Equal for messages that share all of the above except the substitutions; "" for a message that
    # shares nothing.
    alike = models.CharField(max_length=32, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=STATES, default=State.READY)
    claims = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    send_after = models.DateTimeField(default=timezone.now)
    # The message with an unknown result that this one replaces.
    again_for = models.UUIDField(null=True, blank=True)
    # After this moment the message is useless, and is not sent.
    expires_at = models.DateTimeField(null=True, blank=True)
    # The recipient's time zone, for texts; if empty, the district's.
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The worker's process, as `web.queue.heartbeat` names it; "" for other processes.
    claimed_by = models.CharField(max_length=32, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("finished"), null=True, blank=True)
    provider = models.CharField(_("sent through"), max_length=40, blank=True)
    provider_id = models.CharField(max_length=250, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    # Once this is set, `address` is the message's own id and identifies nobody
    # (`retention.purging`).
    address_purged_at = models.DateTimeField(null=True, blank=True)

    # Not stored: the start of the recipient's next night, for a text that is about to leave.
    silent_from: dt.datetime | None = None

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]
        default_permissions = ("view",)
        permissions = [("see_addresses", _("Can see the addresses of messages in full"))]
        constraints = [
            models.UniqueConstraint(
                # The window is first, because messages are looked up by it, with or without
                # addresses.
                fields=["window_start", "address", "channel", "rhythm"],
                condition=Q(window_start__isnull=False),
                name="message_once_per_window",
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="message_address_folded"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="message_state_known"
            ),
        ]
        indexes = [
            models.Index(
                F("channel"),
                F("priority"),
                F("send_after"),
                F("alike"),
                F("created_at"),
                condition=Q(state=State.READY.value),
                name="message_due",
            ),
            models.Index(
                fields=["state", "claimed_at"],
                condition=Q(state__in=[State.CLAIMED.value, State.HANDED_OVER.value]),
                name="message_under_way",
            ),
            models.Index(
                fields=["settled_at"],
                condition=Q(state__in=[State.UNKNOWN.value, State.RESOLVED.value]),
                name="message_unknown",
            ),
            models.Index(fields=["-handed_over_at"], name="message_handed_over"),
            models.Index(fields=["-created_at"], name="message_newest"),
            models.Index(fields=["address", "-created_at"], name="message_of_address"),
            models.Index(fields=["subscriber_uuid", "-created_at"], name="message_of_subscriber"),
        ]

    def __str__(self) -> str:
        return self.called()

    @display(description=_("Subject"), ordering="subject")
    def called(self) -> str:
        """Returns the subject; for a text message, which has none, its kind."""
        if self.subject or self.channel != Channel.TEXT:
            return self.subject
        return f"{self.get_channel_display()}: {self.get_message_class_display()}"

    # To read one message: two queries the first time. `services.outgoing` reads many.

    @property
    def text(self) -> str:
        return self.words()[0]

    @property
    def html(self) -> str:
        return self.words()[1]

    @property
    def headers(self) -> dict[str, str]:
        return self.filled_headers()

    def words(self, in_their_place: str = "") -> tuple[str, str]:
        """Returns text and HTML. `in_their_place`, if given, replaces the recipient's own data,
        such as links to their choices: for people who only look at the message."""
        known = parts_of([self.parts])
        text, html = self.content.with_parts([known[name] for name in self.parts])
        values = self._values(in_their_place)
        return fill(text, values), fill(html, values)

    def filled_headers(self, in_their_place: str = "") -> dict[str, str]:
        """Returns the headers, filled in the same way."""
        values = self._values(in_their_place)
        return {name: fill(value, values) for name, value in self.content.headers.items()}

    def _values(self, in_their_place: str) -> dict[str, str]:
        values = dict(self.content.tagged(self.substitutions))
        return dict.fromkeys(values, in_their_place) if in_their_place else values


class MessageEvent(models.Model):
    """One event of a message. Added, never changed; outlives the message."""

    message = models.UUIDField(db_index=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    state = models.CharField(_("status"), max_length=20, choices=STATES)
    detail = models.CharField(_("details"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("message event")
        verbose_name_plural = _("message events")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.state} {self.detail}".rstrip()


class SendingPause(models.Model):
    """A pause: from when until when nothing that can wait is sent, and who decided it."""

    begun_at = models.DateTimeField(_("since"), default=timezone.now)
    begun_by = models.CharField(_("paused by"), max_length=254)
    reason = models.CharField(_("why"), max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=254, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("pause of the outbox")
        verbose_name_plural = _("pauses of the outbox")
        default_permissions = ()
        permissions = [("pause_sending", _("Can pause and resume sending"))]
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=Q(active=True),
                name="one_pause_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M} {self.reason}"


class StopsFileSize(models.Model):
    """How much of the record of stops this database knows (`suppressions.stops`); one row."""

    known = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.known)


class SendingLimit(models.Model):
    """How many messages of a channel all workers together handed over in the current minute, and
    until when the provider asked us to wait."""

    channel = models.CharField(max_length=10, choices=Channel.choices, primary_key=True)
    minute = models.DateTimeField(default=timezone.now)
    used = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("limit of sending")
        verbose_name_plural = _("limits of sending")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.channel}: {self.used}"


class LegalHold(models.Model):
    """A legal hold: from when until when nothing may be purged, why, and who decided it. Only
    `retention.holds` writes it; the row stays after it is lifted."""

    reason = models.CharField(_("why"), max_length=500)
    since = models.DateTimeField(_("since"), default=timezone.now)
    set_by = models.CharField(_("set by"), max_length=254)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=254, blank=True)
    lifted_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-since", "-pk"]
        default_permissions = ()
        permissions = [("hold_purges", _("Can set and lift a legal hold on messages"))]
        indexes = [
            models.Index(
                fields=["since"], condition=Q(lifted_at__isnull=True), name="legal_hold_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.reason}"


class WebhookPayload(models.Model):
    """One webhook request with a valid signature, unchanged. Contains addresses: purged after
    `settings.WEBHOOK_PAYLOADS_KEPT_DAYS`."""

    source = models.CharField(max_length=20)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    body = models.TextField()

    class Meta:
        verbose_name = _("raw message of a provider")
        verbose_name_plural = _("raw messages of providers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source} {self.received_at:%Y-%m-%d %H:%M:%S}"


class ProviderEvent(models.Model):
    """One event, stored so that a repetition is recognized. Contains no address; outlives the raw
    request."""

    source = models.CharField(max_length=20)
    # The provider's own id, or one made from what it reports about which message.
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    message_uuid = models.UUIDField(null=True, blank=True, db_index=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("event of a provider")
        verbose_name_plural = _("events of providers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="provider_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"


class DigestItem(models.Model):
    """One update to one address: a database constraint prevents sending it twice.

    Written in the same transaction as its message. Names page and message by UUID, so that it
    outlives them. The key deliberately excludes the rhythm.
    """

    address = models.CharField(max_length=254)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    page_uuid = models.UUIDField()
    message_uuid = models.UUIDField(db_index=True)
    # The result of the message is unknown: the next digest repeats the update, once.
    may_repeat = models.BooleanField(default=False)
    repeats = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("update in a digest")
        verbose_name_plural = _("updates in digests")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "channel", "page_uuid"], name="digest_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_uuid} in {self.message_uuid}"


class DigestRun(models.Model):
    """A window whose digests on a channel are all written. `window_start` is its moment (UTC)."""

    window_start = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    posting_day = models.BooleanField()
    finished_at = models.DateTimeField(default=timezone.now)
    written = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # updates that were sent again

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        ordering = ["-window_start"]
        constraints = [
            models.UniqueConstraint(fields=["window_start", "channel"], name="digest_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.window_start:%Y-%m-%d %H:%M}: {self.written}"


class SkippedDigest(models.Model):
    """Why a person got no digest on a posting day. Names the person by UUID, never the address."""

    REASONS = [
        ("nothing_new", _("Nothing new in these classes")),
        ("sent_before", _("Everything new was sent before")),
        ("mail_off", _("These classes do not offer it")),
        ("no_classes", _("These classes have finished or are gone")),
        ("enough", _("Already got the most texts that we promise per week")),
        ("paused", _("The person paused the updates")),
        ("student", _("No high-school class, or not on the list of high-school students")),
    ]

    subscriber_uuid = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    window_start = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=REASONS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person who got none")
        verbose_name_plural = _("people who got none")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber_uuid", "channel", "window_start"], name="skipped_digest_once"
            )
        ]
        indexes = [models.Index(fields=["window_start"], name="skipped_digest_window")]

    def __str__(self) -> str:
        return f"{self.subscriber_uuid}: {self.reason}"
