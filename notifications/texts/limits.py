"""How often one number may be sent a code, how many the district sends, and how often codes may be
guessed.

A code costs the district money and rings on someone's telephone. The limit on each client is wide,
because a whole school may share it; who has many clients and many numbers meets the district's.
"""

import logging
from typing import Final

from django.conf import settings
from django.utils import timezone

from district_cms.web.limits import Limit, client_of, count, count_up, give_back, start_over

from ..families.limits import TooManyNumbers, count_tries, tries
from .proving import HOUR, may_send_codes

__all__ = ["client_of", "count_request", "count_right", "count_try"]

log = logging.getLogger("district.outbox")

CODES_BY_NUMBER: Final = Limit("text.number", 3, 60 * 60)
CODES_BY_NUMBER_AND_DAY: Final = Limit("text.number-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("text.client", 40, 60 * 60)
TRIES_BY_NUMBER: Final = tries("text.tries-number")
TRIES_BY_CLIENT: Final = Limit("text.tries-client", 120, 60 * 60)


def count_request(*, number: str, client: str, own_page: bool = False) -> None:
    """Count one request for a code. Raises `TooOften` when that is one too many, `TooManyNumbers`
    when the district has sent too many.

    Counts the same whether the number is known or not, so that the answer tells nobody.
    """
    count(CODES_BY_CLIENT, client)
    count(CODES_BY_NUMBER, number)
    count(CODES_BY_NUMBER_AND_DAY, number)
    check_codes_leave(own_page=own_page)


def check_codes_leave(*, own_page: bool = False) -> None:
    """Raises `TooManyNumbers` when the district has sent too many; counts nothing."""
    if not may_send_codes(timezone.now(), own_page=own_page):
        if count_up("text.district-told", "own" if own_page else "", HOUR.seconds) == 1:
            log.error(
                "%d codes of the last hour were typed back by nobody: no more texts with codes "
                "leave until there are fewer (TEXT_CODES_AN_HOUR)",
                settings.TEXT_CODES_AN_HOUR,
            )
        raise TooManyNumbers(HOUR.seconds)


def count_try(*, number: str, client: str) -> None:
    """Count one code that was typed. Raises `TooManyCodes`."""
    count_tries((TRIES_BY_CLIENT,), client)
    count_tries(TRIES_BY_NUMBER, number)


def count_right(number: str) -> None:
    """The code was the right one: its owner typed it, so nothing of it counts against the number.
    Who signs up for a class of each child needs one for each."""
    for limit in TRIES_BY_NUMBER:
        start_over(limit.name, number)
    for limit in (CODES_BY_NUMBER, CODES_BY_NUMBER_AND_DAY):
        give_back(limit.name, number)
