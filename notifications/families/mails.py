"""The short mails around a subscription: confirm, you have it already, your page, nothing here."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, site_root

from ..models import Message, MessageClass, Scope, Subscriber
from ..services import enqueue_message
from ..sources import Place
from . import links
from .tokens import CONFIRM_FOR, PREFERENCES_FOR

FOLDER = "notifications/email"
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


def send_preferences_link(*, subscriber: Subscriber, address: str) -> Message | None:
    with translation.override(subscriber.language):
        subject = _("Your page for class updates by email")
    return _send(
        "preferences_link",
        address=address,
        language=subscriber.language,
        subject=subject,
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


def _send(
    template: str,
    *,
    address: str,
    language: str,
    subject: str,
    dedupe_key: str | None = None,
    **context: Any,
) -> Message | None:
    drawn = draw(
        f"{FOLDER}/{template}",
        language=language,
        subject=subject,
        office=DistrictSettings.kept(),
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
        headers=AUTOMATIC,
        dedupe_key=dedupe_key,
    )
