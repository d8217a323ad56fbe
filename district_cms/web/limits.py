"""How often someone may use a form of ours that needs no account.

Counted for all processes together, under keys from which neither an address nor a computer can be
read: in the database, or in the cache where all processes share one (`CACHE_IS_SHARED`).
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .counters import count_in_cache, count_in_database


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` within `seconds`, which begin with the first time. `name` is its own."""

    name: str
    times: int
    seconds: int


class TooOften(Exception):
    """A limit is reached; `seconds` is how long to wait at most."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait up to {seconds} seconds")
        self.seconds = seconds


def count(limit: Limit, whose: str) -> None:
    """Count one use by `whose`, an address of any kind. Raises `TooOften` when that is one too
    many, and RuntimeError inside a transaction: a count stays, whatever becomes of the request."""
    digest = salted_hmac("web.limits", whose, algorithm="sha256").hexdigest()
    count_one = count_in_cache if settings.CACHE_IS_SHARED else count_in_database
    if count_one(f"limit.{limit.name}.{digest}", limit.seconds) > limit.times:
        raise TooOften(limit.seconds)


def client_of(request: HttpRequest) -> str:
    """The network address that asks. Behind a proxy it is the one that our proxy wrote down,
    the last in the list: those before it are the client's own claims."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
