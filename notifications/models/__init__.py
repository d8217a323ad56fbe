"""The room's tables."""

from .digests import DigestItem, DigestRun, SkippedDigest
from .outbox import Channel, Message, MessageClass, MessageEvent
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
    "DigestItem",
    "DigestRun",
    "Message",
    "MessageClass",
    "MessageEvent",
    "PendingSubscription",
    "Scope",
    "SkippedDigest",
    "Subscriber",
    "Subscription",
    "VerifiedAddress",
]
