"""The room's tables."""

from .contents import ContentPart, MessageContent
from .digests import DigestItem, DigestRun, SkippedDigest
from .outbox import Channel, Message, MessageClass, MessageEvent
from .sending import SendingLimit, SendingPause
from .subscribers import (
    ClassMailOffer,
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
    "ContentPart",
    "DigestItem",
    "DigestRun",
    "Message",
    "MessageClass",
    "MessageContent",
    "MessageEvent",
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
