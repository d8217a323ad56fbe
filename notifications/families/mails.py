"""The short mails around a subscription: confirm, you have it already, your page, nothing here."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, site_root

from ..consent.students import Refusal
from ..models import Channel, Message, MessageClass, MessageWording, Scope, Subscriber
from ..services import enqueue_message
from ..services.wording import own_words
from ..sources import Place
from ..texts.codes import CODE_FOR
from . import links
from .tokens import CONFIRM_FOR, PREFERENCES_FOR

FOLDER = "notifications/email"
# The mails to which the communications office adds words of its own.
OWN_WORDS = {"confirm": MessageWording.Kind.CONFIRMATION}
# Nobody's holiday notice shall answer a machine (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def send_confirmation(
    *, address: str, place: Place, language: str, token: str, key: str
) -> Message | None:
    """The link with the button behind it. `key` is the token's hash: one mail for one request."""
    with translation.override(language):
        if place.scope == Scope.NOTICES:
            words = _("Please confirm: urgent notices of %(title)s by email")
        else:
            words = _("Please confirm: updates of %(title)s by email")
        subject = words % {"title": place.title}
    return _send(
        "confirm",
        address=address,
        language=language,
        subject=subject,
        dedupe_key=f"confirm:{key}",
        place=place,
        url=links.confirm_url(token),
        days=CONFIRM_FOR.days,
    )


def send_already_subscribed(
    *, subscriber: Subscriber, address: str, place: Place
) -> Message | None:
    with translation.override(subscriber.language):
        if place.scope == Scope.NOTICES:
            words = _("You already get the urgent notices of %(title)s")
        else:
            words = _("You already get the updates of %(title)s")
        subject = words % {"title": place.title}
    return _send(
        "already",
        address=address,
        language=subscriber.language,
        subject=subject,
        place=place,
        url=links.preferences_url(subscriber.uuid),
        days=PREFERENCES_FOR.days,
    )


def send_not_for_students(
    *, address: str, place: Place, language: str, refusal: Refusal
) -> Message | None:
    """To a student who may not follow the page: why, and what works instead."""
    with translation.override(language):
        subject = _("Updates of %(title)s: not with this address") % {"title": place.title}
    return _send(
        "not_for_students",
        address=address,
        language=language,
        subject=subject,
        place=place,
        refusal=refusal.value,
        url=place.url,
    )


def send_preferences_link(
    *, subscriber: Subscriber, address: str, at: dt.datetime | None = None
) -> Message | None:
    """`at` (aware; the present by default) is when the link says that it was made."""
    with translation.override(subscriber.language):
        subject = _("Your page for class updates by email")
    return _send(
        "preferences_link",
        address=address,
        language=subscriber.language,
        subject=subject,
        url=links.preferences_url(subscriber.uuid, at),
        days=PREFERENCES_FOR.days,
    )


def send_number_added(*, subscriber: Subscriber, number: str) -> None:
    """To each mailbox of the person: whoever holds a link that was passed on cannot do this without
    being noticed. `number` is masked."""
    with translation.override(subscriber.language):
        subject = _("A phone number was added to your class updates")
    for known in subscriber.addresses.filter(channel=Channel.EMAIL):
        _send(
            "number_added",
            address=known.address,
            language=subscriber.language,
            subject=subject,
            number=number,
            url=links.preferences_url(subscriber.uuid),
            days=PREFERENCES_FOR.days,
        )


def send_nothing_here(*, address: str, language: str) -> Message | None:
    with translation.override(language):
        subject = _("No class updates go to this address")
    return _send(
        "nothing_here",
        address=address,
        language=language,
        subject=subject,
        url=f"{site_root()}/",
    )


def send_code(
    *, address: str, digits: str, language: str, key: str, now: dt.datetime
) -> Message | None:
    """The code for one's own data. `key` is the request's own; a code that comes late is not sent
    at all."""
    with translation.override(language):
        subject = _("Your code for your page of class updates")
    return _send(
        "own_data_code",
        address=address,
        language=language,
        subject=subject,
        dedupe_key=f"own-data-code:{key}",
        expires_at=now + CODE_FOR,
        digits=digits,
        minutes=CODE_FOR.seconds // 60,
    )


def _send(
    template: str,
    *,
    address: str,
    language: str,
    subject: str,
    dedupe_key: str | None = None,
    expires_at: dt.datetime | None = None,
    **context: Any,
) -> Message | None:
    own = own_words(OWN_WORDS[template], language) if template in OWN_WORDS else None
    office = DistrictSettings.kept()
    drawn = draw(
        f"{FOLDER}/{template}",
        language=language,
        subject=subject,
        office=office,
        own=own,
        **context,
    )
    return enqueue_message(
        message_class=MessageClass.CONFIRMATION,
        address=address,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
        language=language,
        from_email=settings.CLASS_MAIL_FROM,
        # "I did not ask for this" shall reach someone who reads it.
        reply_to=office.email,
        headers=AUTOMATIC,
        dedupe_key=dedupe_key,
        expires_at=expires_at,
        wording=own.version if own else None,
    )
