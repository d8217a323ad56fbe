"""The room's tables."""

from .consent import ConsentRecord
from .digests import DigestItem, DigestRun, SkippedDigest
from .outbox import Channel, Message, MessageClass, MessageEvent
from .subscribers import (
    ClassMailOffer,
    PendingNumber,
    PendingSubscription,
    Scope,
    StoppedNumber,
    Subscriber,
    Subscription,
    VerifiedAddress,
)

__all__ = [
    "Channel",
    "ClassMailOffer",
    "ConsentRecord",
    "DigestItem",
    "DigestRun",
    "Message",
    "MessageClass",
    "MessageEvent",
    "PendingNumber",
    "PendingSubscription",
    "Scope",
    "SkippedDigest",
    "StoppedNumber",
    "Subscriber",
    "Subscription",
    "VerifiedAddress",
]
