"""Limits on how often our forms may write to one address, and how often one computer may send a
form."""

from collections.abc import Sequence
from typing import Final

from district_cms.web.rate_limits import Limit, count, start_over
from district_cms.web.rate_limits import TooOften as TooOften
from district_cms.web.rate_limits import client_of as client_of


class TooManyNumbers(TooOften):
    """Too many codes went to numbers whose owners did not type them back, so no more are sent."""


class TooManyChanges(TooOften):
    """Too many changes on one person's own page."""


class TooManyCodes(TooOften):
    """Too many wrong codes were typed."""


def tries(name: str) -> tuple[Limit, ...]:
    """Returns the limits for wrong codes in a row: after too many the wait is an hour, then longer.
    Codes have six digits, so twenty tries a day guess one in fifty thousand."""
    hour = 60 * 60
    return (
        Limit(name, 10, hour),
        Limit(f"{name}-4-hours", 15, 4 * hour),
        Limit(f"{name}-day", 20, 24 * hour),
    )


BY_ADDRESS: Final = Limit("mail.address", 4, 60 * 60)
BY_ADDRESS_AND_DAY: Final = Limit("mail.address-day", 10, 24 * 60 * 60)
BY_CLIENT: Final = Limit("mail.client", 60, 60 * 60)
# Counted separately: neither a class that fills in the school's subscription form, nor a stranger
# who types somebody's address there, may close the form for new passwords.
NEW_PASSWORDS_BY_CLIENT: Final = Limit("mail.client-new-password", 300, 60 * 60)
NEW_PASSWORDS: Final = (
    Limit("mail.new-password", 4, 60 * 60),
    Limit("mail.new-password-day", 10, 24 * 60 * 60),
)
# Changes on one person's own page, so that a passed-on link cannot flood the record.
CHANGES: Final = Limit("mail.changes", 60, 60 * 60)
# Requests of the family page and the calendar. Calendar programs request it a few times an hour.
LOOKS: Final = Limit("mail.looks", 120, 60 * 60)
# Codes to open one's own data.
CODES: Final = Limit("own-data.codes", 3, 60 * 60)
CODES_A_DAY: Final = Limit("own-data.codes-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("own-data.codes-client", 40, 60 * 60)
TRIES: Final = tries("own-data.tries")
TRIES_BY_CLIENT: Final = Limit("own-data.tries-client", 120, 60 * 60)


def count_code(*, whose: str, client: str) -> None:
    """Count one code sent for a person's own data. Raises `TooOften`."""
    count(CODES_BY_CLIENT, client)
    count(CODES, whose)
    count(CODES_A_DAY, whose)


def count_try(*, whose: str, client: str) -> None:
    """Count one typed code. Raises `TooManyCodes`."""
    count_tries((TRIES_BY_CLIENT,), client)
    count_tries(TRIES, whose)


def count_tries(limits: Sequence[Limit], whose: str) -> None:
    """Count one typed code at each of these limits, the shortest first. Raises `TooManyCodes` at
    the first one reached, so that a refused try does not lengthen the later waits."""
    try:
        for limit in limits:
            count(limit, whose)
    except TooOften as error:
        raise TooManyCodes(error.seconds) from error


def count_right(whose: str) -> None:
    """Forget the wrong codes before the right one."""
    for limit in TRIES:
        start_over(limit.name, whose)


def count_change(whose: str) -> None:
    """Count one change on a person's own page. Raises `TooManyChanges`."""
    try:
        count(CHANGES, whose)
    except TooOften as error:
        raise TooManyChanges(error.seconds) from error


def count_look(whose: str) -> None:
    """Count one request of a person's family page or calendar. Raises `TooOften`."""
    count(LOOKS, whose)


def count_new_password(*, address: str, client: str) -> None:
    """Count one request for a new password. Raises `TooOften`."""
    for limit, whose in (
        (NEW_PASSWORDS_BY_CLIENT, client),
        *((each, address) for each in NEW_PASSWORDS),
    ):
        count(limit, whose)


def count_request(*, address: str, client: str) -> None:
    """Count one request for a mail. Raises `TooOften` if it is one too many.

    Counts the same whether the address is known or not, so that the answer reveals nothing.
    """
    count(BY_CLIENT, client)
    count(BY_ADDRESS, address)
    count(BY_ADDRESS_AND_DAY, address)
