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
    "Scope",
    "SendingLimit",
    "SendingPause",
    "SkippedDigest",
    "Subscriber",
    "Subscription",
    "VerifiedAddress",
]
