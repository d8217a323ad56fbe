"""How often somebody may use a form of ours that needs no account.

Counted in the cache, under keys from which neither an address nor a computer can be read.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


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
    many."""
    digest = salted_hmac("web.limits", whose, algorithm="sha256").hexdigest()
    key = f"limit.{limit.name}.{digest}"
    cache.add(key, 0, limit.seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, limit.seconds)
        number = 1
    if number > limit.times:
        raise TooOften(limit.seconds)


def client_of(request: HttpRequest) -> str:
    """The network address that asks. Behind a proxy it is the one that our proxy wrote down,
    the last in the list: those before it are the client's own claims."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
