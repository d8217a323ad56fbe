"""The outbox: every message of the project, with what became of it. Times are UTC."""

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

from district_cms.web.statements.arrays import one_of

from ..rules.filling import fill
from ..rules.state import State
from .contents import MessageContent, parts_of


class MessageClass(models.TextChoices):
    """Why a message is sent; consent is decided by it, and `rules.policy` says what each needs."""

    SUBSCRIPTION = "subscription", _("Class updates")
    NOTICE = "notice", _("Notice")
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
    (State.RESOLVED.value, _("Never answered, and dealt with")),
    (State.CANCELED.value, _("No longer wanted")),
]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """What may be sent now, who waits at the screen first."""
        return self.filter(state=State.READY, send_after__lte=timezone.now()).order_by(
            "priority", "send_after", "alike", "created_at"
        )

    def as_claimed(self, messages: Collection["Message"]) -> "MessageQuerySet":
        """Those of these claimed messages that are still as they were read. One that was put back
        meanwhile may have been written again, and claimed by someone else."""
        return self.filter(
            pk__in=one_of(UUID, [message.pk for message in messages]),
            state=State.CLAIMED,
            claimed_at__in={message.claimed_at for message in messages},
        )


class Message(models.Model):
    """One message to one address. Written by `notifications.services` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_class = models.CharField(_("kind"), max_length=20, choices=MessageClass)
    priority = models.PositiveSmallIntegerField()
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EMAIL)
    # An email address normalized by `web.addresses`, to which the constraint below holds it, or a
    # telephone number as E.164 writes it ("+14065550101").
    address = models.CharField(_("to"), max_length=254)
    subscriber_uuid = models.UUIDField(null=True, blank=True)
    # A digest is named by its rhythm and window, everything else by its key, where it has one:
    # NULL, not "", because the database compares keys.
    rhythm = models.CharField(max_length=20, blank=True)
    window_start = models.DateTimeField(null=True, blank=True)
    dedupe_key = models.CharField(
        max_length=200, unique=True, null=True, blank=True
    )  # NULL: no key
    language = models.CharField(_("language"), max_length=10)
    from_email = models.CharField(_("from"), max_length=320)
    reply_to = models.CharField(_("replies go to"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=998)  # the longest line of RFC 5322
    # The words: shared content, the parts that stand in it (names of `ContentPart`), and what
    # differs from recipient to recipient, by the name of its tag.
    content = models.ForeignKey(MessageContent, on_delete=models.PROTECT, related_name="messages")
    parts = models.JSONField(default=list, blank=True)
    substitutions = models.JSONField(default=dict, blank=True)
    # The same for messages that have all of the above in common but the substitutions; "" for a
    # message that has nothing in common with any other.
    alike = models.CharField(max_length=32, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=STATES, default=State.READY)
    claims = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    send_after = models.DateTimeField(default=timezone.now)
    # The message that nobody could tell the fate of, and in whose place this one is sent.
    again_for = models.UUIDField(null=True, blank=True)
    # Later than this it is of no use to anybody, and is not sent any more.
    expires_at = models.DateTimeField(null=True, blank=True)
    # The recipient's zone, for texts; the district's where it is empty.
    time_zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The worker's process, as `web.queue.heartbeat` names it; "" for who is no worker.
    claimed_by = models.CharField(max_length=32, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("finished"), null=True, blank=True)
    provider = models.CharField(_("sent through"), max_length=40, blank=True)
    provider_id = models.CharField(max_length=250, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    # Since then `address` is the message's own id, and names nobody (`retention.purging`).
    address_purged_at = models.DateTimeField(null=True, blank=True)

    # Not kept: the beginning of the recipient's next night, for a text that is about to leave.
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
                # The window first: by it what it has is looked up, with addresses and without.
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
        """A text has no subject: it is called by its kind."""
        if self.subject or self.channel != Channel.TEXT:
            return self.subject
        return f"{self.get_channel_display()}: {self.get_message_class_display()}"

    # For reading one message: two queries the first time. Many are read by `services.outgoing`.

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
        """Text and HTML. With `in_their_place` that stands where what is the recipient's own would
        be, such as the links to their choices: for whoever only looks at the message."""
        known = parts_of([self.parts])
        text, html = self.content.with_parts([known[name] for name in self.parts])
        values = self._values(in_their_place)
        return fill(text, values), fill(html, values)

    def filled_headers(self, in_their_place: str = "") -> dict[str, str]:
        """The same of the headers."""
        values = self._values(in_their_place)
        return {name: fill(value, values) for name, value in self.content.headers.items()}

    def _values(self, in_their_place: str) -> dict[str, str]:
        values = dict(self.content.tagged(self.substitutions))
        return dict.fromkeys(values, in_their_place) if in_their_place else values


class MessageEvent(models.Model):
    """One thing that happened to a message. Added, never changed; outlives the message."""

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
