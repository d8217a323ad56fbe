"""Which senders are the district's (registered at the provider, and listed in the settings), and
where replies and bounces go.

A mail sets no Return-Path itself: over SMTP the envelope has the same sender, and SendGrid uses an
address of the domain that is authenticated there.
"""

from email.utils import getaddresses, parseaddr
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from district_cms.barriers.selectors import chosen, contact_of
from district_cms.people.models.contact import district_domains
from district_cms.schools.heads.pictures import DISTRICT, look_of
from district_cms.schools.models import DistrictSettings

from .base import LOGO, Outgoing

SENDERS_OF_OURS: Final = ("DEFAULT_FROM_EMAIL", "CLASS_MAIL_FROM")
# Headers that name the sender of a mail, or the address for bounces.
OF_THE_SENDER: Final = frozenset({"from", "sender", "return-path", "errors-to"})


def envelope_problem(message: Outgoing) -> str:
    """Returns why a mail may not leave as it is, in a few words; "" if its sender, and every
    address for replies or bounces, is the district's."""
    if problem := sender_problem(message.from_email):
        return problem
    if message.reply_to and (problem := answers_problem(message.reply_to)):
        return problem
    for name, value in message.headers.items():
        if name.lower() in OF_THE_SENDER and sender_problem(value):
            return f"the header {name} names none of the district’s registered senders"
        if name.lower() == "reply-to" and (problem := answers_problem(value)):
            return problem
    return ""


def sender_problem(sender: str) -> str:
    """Returns why nothing may leave as `sender`, in a few words; "" if it is registered.

    Registered are whole addresses ("news@larkspur.example") and domains ("larkspur.example").
    """
    address = address_in(sender)
    domain = address.rpartition("@")[2]
    if address and {address, domain} & set(registered_senders()):
        return ""
    return "the sender is not one of the district’s registered senders"


def answers_problem(reply_to: str) -> str:
    """Returns why replies may not go there; "" for a mailbox of the district: at one of its
    domains, or one that the office entered as its own."""
    known = district_addresses()
    for address in _addresses_in(reply_to):
        if {address, address.rpartition("@")[2]} & known:
            continue
        if address and address in {each.lower() for each in _named_by_the_office()}:
            continue
        return "answers would not go to a mailbox of the district"
    return ""


@lru_cache(maxsize=256)  # a district has a handful, and each mail needs two
def address_in(sender: str) -> str:
    """Returns the address of a sender header in lowercase; "" if there is none."""
    return parseaddr(sender)[1].lower()


@lru_cache(maxsize=256)
def _addresses_in(header: str) -> tuple[str, ...]:
    return tuple(address.lower() for _name, address in getaddresses([header]))


def district_addresses() -> set[str]:
    """Returns the district's domains and registered senders."""
    return {*district_domains(), *registered_senders()}


def _named_by_the_office() -> tuple[str, str]:
    return DistrictSettings.cached().email, contact_of(chosen()).email


def logo_in(html: str) -> bytes:
    """Returns the district’s logo, or the first letter of its name, for a mail that shows it."""
    look = look_of(DISTRICT, None) if f"cid:{LOGO}" in html else None
    return look.icon_png(96) if look else b""


def text_sender() -> str:
    """Returns the service or number by which texts leave; "" if the district sends none."""
    return str(settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM_NUMBER)


def registered_senders() -> list[str]:
    return [each.strip().lower() for each in settings.MAIL_REGISTERED_SENDERS if each.strip()]


SALT = "notifications.providers.callbacks"


class BadToken(ValueError):
    """The token is not ours."""


def status_token(message: UUID) -> str:
    """Returns "<message>.<signature>". The UUID is readable, because it is no secret."""
    return signing.Signer(salt=SALT, sep=".").sign(str(message))


def read_status_token(token: str) -> UUID:
    """Returns the message in the token. Raises `BadToken`."""
    try:
        return UUID(signing.Signer(salt=SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise BadToken("the address names no message of ours") from error


def status_url(message: UUID) -> str:
    """Returns the address to which Twilio reports about one text."""
    return public_url(reverse("webhooks:twilio_status", args=[status_token(message)]))


def public_url(path: str) -> str:
    """Returns a path of ours as a public address, whatever proxies are in between."""
    return settings.WEBHOOK_BASE_URL.rstrip("/") + path
