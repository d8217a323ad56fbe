"""The room's tables."""

from .consent import ConsentRecord
from .contents import ContentPart, MessageContent
from .digests import DigestItem, DigestRun, SkippedDigest
from .notices import ClassNotice, FamilyNotice, Standing, UrgentNotice
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

__all__ = [
    "Channel",
    "ClassMailOffer",
    "ClassNotice",
    "ConsentRecord",
    "ContentPart",
    "DigestItem",
    "DigestRun",
    "FamilyNotice",
    "Message",
    "MessageClass",
    "MessageContent",
    "MessageEvent",
    "PendingNumber",
    "PendingSubscription",
    "ProviderEvent",
    "Scope",
    "SendingLimit",
    "SendingPause",
    "SkippedDigest",
    "Standing",
    "Subscriber",
    "Subscription",
    "Suppression",
    "UrgentNotice",
    "VerifiedAddress",
    "WebhookPayload",
]
