"""How often someone may use a form of ours that needs no account.

Counted for all processes together, under keys from which neither an address nor a computer can be
read: in the database, or in the cache where all processes share one (`CACHE_IS_SHARED`).
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .statements.counters import (
    count_in_cache,
    count_in_database,
    give_back_in_cache,
    give_back_in_database,
    start_over_in_cache,
    start_over_in_database,
)
from .visitors import one_caller


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
    if count_up(limit.name, whose, limit.seconds) > limit.times:
        raise TooOften(limit.seconds)


def count_up(name: str, whose: str, seconds: int) -> int:
    """Count one use; returns how many there were in the current period of `seconds`, this one
    included. For limits that are more than a number; RuntimeError as with `count`."""
    count_one = count_in_cache if settings.CACHE_IS_SHARED else count_in_database
    return count_one(_key(name, whose), seconds)


def give_back(name: str, whose: str) -> None:
    """Take one use back out of the count."""
    (give_back_in_cache if settings.CACHE_IS_SHARED else give_back_in_database)(_key(name, whose))


def start_over(name: str, whose: str) -> None:
    """Forget the count."""
    (start_over_in_cache if settings.CACHE_IS_SHARED else start_over_in_database)(_key(name, whose))


def _key(name: str, whose: str) -> str:
    digest = salted_hmac("web.limits", whose, algorithm="sha256").hexdigest()
    return f"limit.{name}.{digest}"


def client_of(request: HttpRequest) -> str:
    """What counts as one client: the network address that asks, of IPv6 the customer's network."""
    return one_caller(address_of(request))


def address_of(request: HttpRequest) -> str:
    """The network address that asks. Behind a proxy it is the one that our proxy wrote down,
    the last in the list: those before it are the client's own claims."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
