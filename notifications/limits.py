"""How often one address may be written to, and one computer may ask, by our own form.

Counted in the cache, under keys from which no address can be read. A limit on each address keeps
a stranger from filling somebody's mailbox; the one on each client is wide, because a whole school
may share it.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` within `seconds`, which begin with the first time."""

    name: str
    times: int
    seconds: int


BY_ADDRESS: Final = Limit("address", 4, 60 * 60)
BY_ADDRESS_AND_DAY: Final = Limit("address-day", 10, 24 * 60 * 60)
BY_CLIENT: Final = Limit("client", 60, 60 * 60)


class TooOften(Exception):
    """A limit is reached; `seconds` is how long to wait at most."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait up to {seconds} seconds")
        self.seconds = seconds


def count_request(*, address: str, client: str) -> None:
    """Count one request for a mail. Raises `TooOften` when that is one too many.

    Counts the same whether the address is known or not, so that the answer tells nobody.
    """
    _count(BY_CLIENT, client)
    _count(BY_ADDRESS, address)
    _count(BY_ADDRESS_AND_DAY, address)


def client_of(request: HttpRequest) -> str:
    """The network address that asks. Behind a proxy it is the one that our proxy wrote down,
    the last in the list: those before it are the client's own claims."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def _count(limit: Limit, whose: str) -> None:
    digest = salted_hmac("notifications.limits", whose, algorithm="sha256").hexdigest()
    key = f"notifications.limit.{limit.name}.{digest}"
    cache.add(key, 0, limit.seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, limit.seconds)
        number = 1
    if number > limit.times:
        raise TooOften(limit.seconds)
