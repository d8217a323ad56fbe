"""The secrets in the links of our mails.

Five kinds, none of which opens what another does:

- *confirm*: random, kept as a hash with the request that it confirms, for `CONFIRM_FOR`;
- *preferences*: signed, names the person, good for `PREFERENCES_FOR`; a new one comes by mail;
- *family page*: the same, to read only, good for `FAMILY_PAGE_FOR`;
- *calendar*: the same for a calendar program, good for `CALENDAR_FOR`;
- *stop*: signed, names the person, good for ever: a message from years ago can still be stopped.

The three signed ones with an end also end when their owner makes new links: see `made_at`. One that
a page shows has the time of that page's own link, so that none lives on by making others. A secret
whose key was replaced stays good as long as the old key is among `SECRET_KEY_FALLBACKS`.
"""

import datetime as dt
import hashlib
import hmac
import math
import secrets
import time
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

CONFIRM_FOR = dt.timedelta(days=7)
PREFERENCES_FOR = dt.timedelta(days=30)
FAMILY_PAGE_FOR: Final = dt.timedelta(days=90)
CALENDAR_FOR: Final = dt.timedelta(days=400)
"""A school year and the summer after it: a calendar program asks for no new link."""
_PREFERENCES_SALT = "notifications.families.preferences"
_FAMILY_PAGE_SALT: Final = "notifications.families.family-page"
_CALENDAR_SALT: Final = "notifications.families.calendar"
_STOP_SALT = "notifications.stop"


class BadToken(ValueError):
    """Not one of ours, or changed on its way."""


class ExpiredToken(BadToken):
    """It was ours, and its time is over, or newer links have `replaced` it."""

    def __init__(self, owner: UUID, *, replaced: bool = False) -> None:
        super().__init__()
        self.owner = owner
        self.replaced = replaced


def new_confirm_token() -> tuple[str, str]:
    """A fresh secret for a link, and the hash under which it is kept."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """SHA-256, hexadecimal. The secret has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def preferences_token(subscriber: UUID, at: dt.datetime | None = None) -> str:
    return _signed(_PREFERENCES_SALT, _stamped(subscriber, at))


def read_preferences_token(token: str) -> UUID:
    """The person it names. Raises `ExpiredToken` after its time, `BadToken` for any other."""
    return _read(token, _PREFERENCES_SALT, PREFERENCES_FOR)


def family_page_token(subscriber: UUID, at: dt.datetime | None = None) -> str:
    return _signed(_FAMILY_PAGE_SALT, _stamped(subscriber, at))


def read_family_page_token(token: str) -> UUID:
    """The person it names. Raises `ExpiredToken` after its time, `BadToken` for any other."""
    return _read(token, _FAMILY_PAGE_SALT, FAMILY_PAGE_FOR)


def calendar_token(subscriber: UUID, at: dt.datetime | None = None) -> str:
    return _signed(_CALENDAR_SALT, _stamped(subscriber, at))


def read_calendar_token(token: str) -> UUID:
    """The person it names. Raises `ExpiredToken` after its time, `BadToken` for any other."""
    return _read(token, _CALENDAR_SALT, CALENDAR_FOR)


def made_at(token: str) -> dt.datetime:
    """When a signed link that was read before was made, to the second (UTC)."""
    _value, stamp, _signature = token.rsplit(":", 2)
    return dt.datetime.fromtimestamp(signing.b62_decode(stamp), tz=dt.UTC)


def stop_token(subscriber: UUID) -> str:
    return _signed(_STOP_SALT, _packed(subscriber))


def read_stop_token(token: str) -> UUID:
    """The person it names. Raises `BadToken`."""
    try:
        return _unpacked(signing.Signer(salt=_STOP_SALT).unsign(token))
    except signing.BadSignature as error:
        raise BadToken from error


def _read(token: str, salt: str, good_for: dt.timedelta) -> UUID:
    signer = signing.TimestampSigner(salt=salt)
    try:
        return _unpacked(signer.unsign(token, max_age=good_for))
    except signing.SignatureExpired as error:
        raise ExpiredToken(_unpacked(signer.unsign(token))) from error
    except signing.BadSignature as error:
        raise BadToken from error


def _stamped(subscriber: UUID, at: dt.datetime | None) -> str:
    """The person with the moment `at` (aware), by default the present."""
    seconds = time.time() if at is None else at.timestamp()
    return f"{_packed(subscriber)}:{signing.b62_encode(math.floor(seconds))}"


def _signed(salt: str, value: str) -> str:
    """As Django's signer signs, which derives its key anew for each of many thousand families. A
    test holds one to the other, and it is Django's that reads."""
    mac = hmac.digest(_derived_key(salt, settings.SECRET_KEY), value.encode(), "sha256")
    return f"{value}:{signing.b64_encode(mac).decode()}"


@lru_cache(maxsize=32)
def _derived_key(salt: str, secret: str | bytes) -> bytes:
    return hashlib.sha256(f"{salt}signer".encode() + force_bytes(secret)).digest()


def _packed(subscriber: UUID) -> str:
    return urlsafe_base64_encode(subscriber.bytes)


def _unpacked(value: str) -> UUID:
    try:
        return UUID(bytes=urlsafe_base64_decode(value))
    except ValueError as error:
        raise BadToken from error
