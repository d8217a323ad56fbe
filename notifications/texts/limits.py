"""How often one number may be sent a code, and how often codes may be guessed.

A code costs the district money and rings on someone's telephone. The limit on each client is wide,
because a whole school may share it.
"""

from typing import Final

from district_cms.web.limits import Limit, client_of, count

__all__ = ["client_of", "count_request", "count_try"]

CODES_BY_NUMBER: Final = Limit("text.number", 3, 60 * 60)
CODES_BY_NUMBER_AND_DAY: Final = Limit("text.number-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("text.client", 40, 60 * 60)
# Whoever asks for six codes a day may guess five times at each; over all of them no more than this.
TRIES_BY_NUMBER: Final = Limit("text.tries-number", 15, 24 * 60 * 60)
TRIES_BY_CLIENT: Final = Limit("text.tries-client", 120, 60 * 60)


def count_request(*, number: str, client: str) -> None:
    """Count one request for a code. Raises `TooOften` when that is one too many.

    Counts the same whether the number is known or not, so that the answer tells nobody.
    """
    count(CODES_BY_CLIENT, client)
    count(CODES_BY_NUMBER, number)
    count(CODES_BY_NUMBER_AND_DAY, number)


def count_try(*, number: str, client: str) -> None:
    """Count one code that was typed. Raises `TooOften`."""
    count(TRIES_BY_CLIENT, client)
    count(TRIES_BY_NUMBER, number)
