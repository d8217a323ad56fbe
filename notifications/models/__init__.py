"""The room's tables."""

from .consent import ConsentRecord
from .contents import ContentPart, MessageContent
from .digests import DigestItem, DigestRun, SkippedDigest
from .holds import LegalHold
from .notices import ClassNotice, FamilyNotice, Standing, UrgentNotice
from .outbox import Channel, Message, MessageClass, MessageEvent
from .own_data import OwnDataCode
from .sending import SendingLimit, SendingPause, StopsFileSize
from .subscribers import (
    MailOffer,
    PendingNumber,
    PendingSubscription,
    Rhythm,
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
    "ClassNotice",
    "ConsentRecord",
    "ContentPart",
    "DigestItem",
    "DigestRun",
    "FamilyNotice",
    "LegalHold",
    "MailOffer",
    "Message",
    "MessageClass",
    "MessageContent",
    "MessageEvent",
    "MessageWording",
    "OwnDataCode",
    "PendingNumber",
    "PendingSubscription",
    "ProviderEvent",
    "Rhythm",
    "Scope",
    "SendingLimit",
    "SendingPause",
    "SkippedDigest",
    "Standing",
    "StopsFileSize",
    "Subscriber",
    "Subscription",
    "Suppression",
    "UrgentNotice",
    "VerifiedAddress",
    "WebhookPayload",
]
