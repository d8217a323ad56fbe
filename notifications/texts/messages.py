"""The words of our own short texts, and the link in a text about classes. None names a person,
because the telephone may have a new owner since we got the number."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import site_root

from ..consent.wording import program
from ..models import Channel, DigestItem, Message, MessageClass
from ..services import enqueue_message
from ..sources import ClassFacts
from .numbers import CODE_FOR

GOOD_FOR: Final = dt.timedelta(days=60)
"""How long the page of a text can be opened."""


def link_of(classes: Sequence[ClassFacts], words: UUID) -> str:
    """Returns the link in a text: the page of its only class, otherwise a page that lists its news.
    `words` is the content of the text. Leaves out "https://", which takes eight letters and which
    every telephone adds."""
    if len(classes) == 1:
        return bare(classes[0].url)
    return bare(site_root() + reverse("text_news", args=[token_of(words)]))


def bare(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc + parts.path


def token_of(words: UUID) -> str:
    """Returns 122 random bits in 22 letters."""
    return urlsafe_base64_encode(words.bytes)


def text_of(token: str, now: dt.datetime | None = None) -> Message | None:
    """Returns a text by its token; None if it does not exist, is too old, or has no recipient left.
    The news of a text is deleted when its number is given up."""
    try:
        words = UUID(bytes=urlsafe_base64_decode(token))
    except ValueError:
        return None
    items = DigestItem.objects.filter(message_uuid=OuterRef("pk"))
    text: Message | None = Message.objects.filter(
        Exists(items),
        content=words,
        channel=Channel.TEXT,
        message_class=MessageClass.SUBSCRIPTION,
        created_at__gt=(now or timezone.now()) - GOOD_FOR,
    ).first()
    return text


def code(digits: str) -> str:
    return _(
        "%(program)s: your code is %(code)s. It works for %(minutes)d minutes. If you did not ask "
        "for it, do nothing."
    ) % {"program": program(), "code": digits, "minutes": CODE_FOR.seconds // 60}


def welcome(most_a_week: int) -> str:
    """Returns the one confirmation of a recurring program that the carriers require."""
    return _(
        "%(program)s: you are signed up. Up to %(number)d messages a week. Message and data rates "
        "may apply. Text HELP for help, STOP to stop."
    ) % {"program": program(), "number": most_a_week}


def stopped() -> str:
    return _(
        "%(program)s: you are unsubscribed and get no more texts. Text START to allow them again."
    ) % {"program": program()}


def stopped_everything() -> str:
    """Returns the same answer whether or not we know an email address, and whether or not the
    telephone is shared, so that it reveals nothing."""
    return _(
        "%(program)s: you are unsubscribed and get no more texts. If emails still come, use the "
        "link in one to stop them."
    ) % {"program": program()}


def started() -> str:
    return _(
        "%(program)s: texts are on again. Classes: %(site)s. Msg & data rates may apply. HELP for "
        "help, STOP to stop."
    ) % {"program": program(), "site": _site()}


def helped() -> str:
    return _(
        "%(program)s. Questions? %(contact)s. Msg & data rates may apply. Text STOP to stop."
    ) % {"program": program(), "contact": _contact()}


def not_read() -> str:
    """Returns the answer to a text that is meant for a person."""
    return _(
        "%(program)s: nobody reads this number. Ask the school: %(contact)s. Text STOP to stop."
    ) % {"program": program(), "contact": _contact()}


def no_open_question() -> str:
    """Returns the answer to a "yes" or "no" without a question."""
    return _(
        "%(program)s: you do not have to answer our texts, and yes or no changes nothing. Text "
        "STOP to stop them, HELP for help."
    ) % {"program": program()}


def _contact() -> str:
    office = DistrictSettings.cached()
    return " ".join(part for part in (office.phone, _site()) if part)


def _site() -> str:
    return bare(site_root())


def send_code(
    *, number: str, digits: str, language: str, key: str, now: dt.datetime
) -> Message | None:
    """Send the code for a number. `key` is the hash of the request's secret, so each request sends
    one text. An expired code is not sent."""
    with translation.override(language):
        text = code(digits)
    return _send(number, text, language, key=f"code:{key}", expires_at=now + CODE_FOR)


def send_welcome(*, number: str, language: str, key: str) -> Message | None:
    with translation.override(language):
        text = welcome(settings.TEXTS_A_WEEK_AT_MOST)
    return _send(number, text, language, key=f"text-welcome:{key}")


def _send(
    number: str, text: str, language: str, *, key: str, expires_at: dt.datetime | None = None
) -> Message | None:
    return enqueue_message(
        message_class=MessageClass.CONFIRMATION,
        channel=Channel.TEXT,
        address=number,
        text=text,
        language=language,
        dedupe_key=key,
        expires_at=expires_at,
    )
