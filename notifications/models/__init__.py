"""The room's tables."""

from .consent import ConsentRecord
from .contents import ContentPart, MessageContent
from .digests import DigestItem, DigestRun, SkippedDigest
from .holds import LegalHold
from .outbox import Channel, Message, MessageClass, MessageEvent
from .sending import SendingLimit, SendingPause
from .subscribers import (
    ClassMailOffer,
    PendingNumber,
    PendingSubscription,
    Scope,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from .suppressions import Suppression
from .webhooks import ProviderEvent, WebhookPayload
from .wording import MessageWording

__all__ = [
    "Channel",
    "ClassMailOffer",
    "ConsentRecord",
    "ContentPart",
    "DigestItem",
    "DigestRun",
    "LegalHold",
    "Message",
    "MessageClass",
    "MessageContent",
    "MessageEvent",
    "MessageWording",
    "PendingNumber",
    "PendingSubscription",
    "ProviderEvent",
    "Scope",
    "SendingLimit",
    "SendingPause",
    "SkippedDigest",
    "Subscriber",
    "Subscription",
    "Suppression",
    "VerifiedAddress",
    "WebhookPayload",
]
