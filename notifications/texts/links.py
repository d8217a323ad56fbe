"""The one link of a text about classes.

It shows the same to everyone, and nothing that is not public: whoever has the telephone today may
not be who had it when it was given to us.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from district_cms.web.mail import site_root

from ..models import Channel, DigestItem, Message, MessageClass
from ..sources import ClassFacts

GOOD_FOR: Final = dt.timedelta(days=60)
"""For so long the page of a text can be opened."""


def link_of(classes: Sequence[ClassFacts], words: UUID) -> str:
    """Of a text about one class the address of its page; about several, that of a page which lists
    what the text tells of. `words` is the content of the text. Without "https://", which costs
    eight letters and which every telephone adds."""
    if len(classes) == 1:
        return bare(classes[0].url)
    return bare(site_root() + reverse("text_news", args=[token_of(words)]))


def bare(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path


def token_of(words: UUID) -> str:
    """122 random bits in 22 letters."""
    return urlsafe_base64_encode(words.bytes)


def text_of(token: str, now: dt.datetime | None = None) -> Message | None:
    """A text with the words that this names; None where there is none, or none that is new enough,
    or nobody is left who got it: what it told of goes with a number that is given up."""
    try:
        words = UUID(bytes=urlsafe_base64_decode(token))
    except ValueError:
        return None
    items = DigestItem.objects.filter(message_uuid=OuterRef("pk"))
    found: Message | None = Message.objects.filter(
        Exists(items),
        content=words,
        channel=Channel.TEXT,
        message_class=MessageClass.SUBSCRIPTION,
        created_at__gt=(now or timezone.now()) - GOOD_FOR,
    ).first()
    return found
