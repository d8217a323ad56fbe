"""The secret tokens in the links of our mails.

There are six kinds, and none opens what another opens:

- *confirm*: random, stored as a hash with the request that it confirms, valid for `CONFIRM_FOR`;
- *preferences*, *family page*, *calendar*: signed, name the person, each valid for its own time;
  they also end when their owner makes new links;
- *letter*: names nobody, stored as a hash with the invitation, which says until when it works;
- *stop*: signed, names the person, never expires: a message from years ago can still be stopped.
"""

import datetime as dt
import hashlib
import hmac
import math
import secrets
import time
from functools import cache, lru_cache, partial
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from district_cms.web.mail import site_root

CONFIRM_FOR = dt.timedelta(days=7)
PREFERENCES_FOR = dt.timedelta(days=30)
FAMILY_PAGE_FOR: Final = dt.timedelta(days=90)
CALENDAR_FOR: Final = dt.timedelta(days=400)
"""A school year and the following summer: a calendar program cannot request a new link."""
_PREFERENCES_SALT = "notifications.families.preferences"
_FAMILY_PAGE_SALT: Final = "notifications.families.family-page"
_CALENDAR_SALT: Final = "notifications.families.calendar"
_STOP_SALT = "notifications.stop"
_LETTER_SALT: Final = "notifications.guardians.letter"


class BadToken(ValueError):
    """The token is not ours, or was changed."""


class ExpiredToken(BadToken):
    """The token was ours, but expired, or newer links `replaced` it."""

    def __init__(self, owner: UUID, *, replaced: bool = False) -> None:
        super().__init__()
        self.owner = owner
        self.replaced = replaced


def new_confirm_token() -> tuple[str, str]:
    """Returns a new secret for a link, and the hash under which it is stored."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """Returns the SHA-256 in hexadecimal. The secret has 256 random bits, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_at(token: str) -> dt.datetime:
    """Returns when a signed link was made, to the second (UTC). The token must have been verified
    before."""
    _value, stamp, _signature = token.rsplit(":", 2)
    return dt.datetime.fromtimestamp(signing.b62_decode(stamp), tz=dt.UTC)


def stop_token(subscriber: UUID) -> str:
    return _signed(_STOP_SALT, _packed(subscriber))


def read_stop_token(token: str) -> UUID:
    """Returns the person in the token. Raises `BadToken`."""
    try:
        return _unpacked(signing.Signer(salt=_STOP_SALT).unsign(token))
    except signing.BadSignature as error:
        raise BadToken from error


def letter_token(address: str, sent_at: dt.datetime) -> str:
    """Returns the secret of the letter that was written to an address at `sent_at` (UTC), so that
    its reminder has the same link."""
    value = f"{address}:{sent_at.timestamp()}".encode()
    mac = hmac.digest(_derived_key(_LETTER_SALT, settings.SECRET_KEY), value, "sha256")
    return signing.b64_encode(mac).decode()


def _read(salt: str, good_for: dt.timedelta, token: str) -> UUID:
    """Returns the person in the token. Raises `ExpiredToken` after its time, otherwise
    `BadToken`."""
    signer = signing.TimestampSigner(salt=salt)
    try:
        return _unpacked(signer.unsign(token, max_age=good_for))
    except signing.SignatureExpired as error:
        raise ExpiredToken(_unpacked(signer.unsign(token))) from error
    except signing.BadSignature as error:
        raise BadToken from error


def _timed(salt: str, subscriber: UUID, at: dt.datetime | None = None) -> str:
    """Returns a token of the person, made at `at` (aware; now by default)."""
    seconds = time.time() if at is None else at.timestamp()
    return _signed(salt, f"{_packed(subscriber)}:{signing.b62_encode(math.floor(seconds))}")


def _signed(salt: str, value: str) -> str:
    """Returns the same signature as Django's signer, which would derive its key again for each of
    many thousand families. A test compares the two, and Django's signer reads the tokens."""
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


preferences_token = partial(_timed, _PREFERENCES_SALT)
read_preferences_token = partial(_read, _PREFERENCES_SALT, PREFERENCES_FOR)
family_page_token = partial(_timed, _FAMILY_PAGE_SALT)
read_family_page_token = partial(_read, _FAMILY_PAGE_SALT, FAMILY_PAGE_FOR)
calendar_token = partial(_timed, _CALENDAR_SALT)
read_calendar_token = partial(_read, _CALENDAR_SALT, CALENDAR_FOR)


def host() -> str:
    return urlsplit(site_root()).hostname or "localhost"


def _url(name: str, token: str, root: str = "") -> str:
    return (root or site_root()) + _path(name, get_script_prefix()).replace("TOKEN", token)


@cache
def _path(name: str, prefix: str) -> str:
    """Returns the path with a placeholder for the token: each of many thousand families needs
    three."""
    return str(reverse(f"notifications:{name}", args=["TOKEN"]))


def confirm_url(token: str) -> str:
    return _url("confirm", token)


def preferences_url(subscriber: UUID, at: dt.datetime | None = None, root: str = "") -> str:
    """Returns the link to the person's own page. `at` (aware; now by default) is the time from
    which it counts; `root` is the site's address."""
    return _url("preferences", preferences_token(subscriber, at), root)


def family_page_url(subscriber: UUID, root: str = "", at: dt.datetime | None = None) -> str:
    return _url("family_page", family_page_token(subscriber, at), root)


def calendar_url(subscriber: UUID, at: dt.datetime | None = None) -> str:
    """Returns the link to the calendar file; see `preferences_url`."""
    return _url("calendar", calendar_token(subscriber, at))


def stop_url(subscriber: UUID, root: str = "") -> str:
    return _url("stop", stop_token(subscriber), root)


def letter_urls(token: str, root: str) -> tuple[str, str]:
    return _url("letter", token, root), _url("never_invite", token, root)
