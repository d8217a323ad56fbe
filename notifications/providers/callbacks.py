"""The addresses at which providers tell us what became of a message.

The address of a text's callback names the message and is signed: what comes to it can belong to no
other message, and nobody can make one up.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "notifications.providers.callbacks"


class BadToken(ValueError):
    """Not one of ours."""


def status_token(message: UUID) -> str:
    """ "<message>.<signature>": a UUID is no secret, so that it may be read in it."""
    return signing.Signer(salt=SALT, sep=".").sign(str(message))


def read_status_token(token: str) -> UUID:
    """The message that it names. Raises `BadToken`."""
    try:
        return UUID(signing.Signer(salt=SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise BadToken("the address names no message of ours") from error


def status_url(message: UUID) -> str:
    """Where Twilio tells of one text."""
    return public_url(reverse("webhooks:twilio_status", args=[status_token(message)]))


def public_url(path: str) -> str:
    """A path of ours as the outside knows it, whatever proxies stand in between."""
    return settings.WEBHOOK_BASE_URL.rstrip("/") + path
