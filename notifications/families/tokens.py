"""The secrets in the links of our mails.

Three kinds, none of which opens what another does:

- *confirm*: random, kept as a hash with the request that it confirms, for `CONFIRM_FOR`;
- *preferences*: signed, names the person, good for `PREFERENCES_FOR`; a new one comes by mail;
- *stop*: signed, names the person, good for ever: a message from years ago can still be stopped.

A secret whose key was replaced stays good as long as the old key is among
`SECRET_KEY_FALLBACKS`.
"""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from django.core import signing
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

CONFIRM_FOR = dt.timedelta(days=7)
PREFERENCES_FOR = dt.timedelta(days=30)
_PREFERENCES_SALT = "notifications.families.preferences"
_STOP_SALT = "notifications.stop"


class BadToken(ValueError):
    """Not one of ours, or changed on its way."""


class ExpiredToken(BadToken):
    """It was ours, and its time is over."""


def new_confirm_token() -> tuple[str, str]:
    """A fresh secret for a link, and the hash under which it is kept."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """SHA-256, hexadecimal. The secret has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def preferences_token(subscriber: UUID) -> str:
    return signing.TimestampSigner(salt=_PREFERENCES_SALT).sign(_packed(subscriber))


def read_preferences_token(token: str) -> UUID:
    """The person it names. Raises `ExpiredToken` after its time, `BadToken` for any other."""
    signer = signing.TimestampSigner(salt=_PREFERENCES_SALT)
    try:
        return _unpacked(signer.unsign(token, max_age=PREFERENCES_FOR))
    except signing.SignatureExpired as error:
        raise ExpiredToken from error
    except signing.BadSignature as error:
        raise BadToken from error


def stop_token(subscriber: UUID) -> str:
    return signing.Signer(salt=_STOP_SALT).sign(_packed(subscriber))


def read_stop_token(token: str) -> UUID:
    """The person it names. Raises `BadToken`."""
    try:
        return _unpacked(signing.Signer(salt=_STOP_SALT).unsign(token))
    except signing.BadSignature as error:
        raise BadToken from error


def _packed(subscriber: UUID) -> str:
    return urlsafe_base64_encode(subscriber.bytes)


def _unpacked(value: str) -> UUID:
    try:
        return UUID(bytes=urlsafe_base64_decode(value))
    except ValueError as error:
        raise BadToken from error
