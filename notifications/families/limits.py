"""How often one address may be written to, and one computer may ask, by our own forms."""

from collections.abc import Sequence
from typing import Final

from district_cms.web.limits import Limit, count, start_over
from district_cms.web.limits import TooOften as TooOften
from district_cms.web.limits import client_of as client_of


class TooManyNumbers(TooOften):
    """So many codes went to numbers whose owners typed none back that no more leave."""


class TooManyChanges(TooOften):
    """Too many changes of one person's own page."""


class TooManyCodes(TooOften):
    """Too many codes were typed that are not the one that was sent."""


def tries(name: str) -> tuple[Limit, ...]:
    """How many wrong codes in a row: one that cannot type waits for an hour, then for longer. Codes
    have six digits: twenty tries a day find one in fifty thousand."""
    hour = 60 * 60
    return (
        Limit(name, 10, hour),
        Limit(f"{name}-4-hours", 15, 4 * hour),
        Limit(f"{name}-day", 20, 24 * hour),
    )


BY_ADDRESS: Final = Limit("mail.address", 4, 60 * 60)
BY_ADDRESS_AND_DAY: Final = Limit("mail.address-day", 10, 24 * 60 * 60)
BY_CLIENT: Final = Limit("mail.client", 60, 60 * 60)
# Counted apart: neither a class that fills in the school's subscription form nor a stranger who
# types somebody's address there may close the form for new passwords.
NEW_PASSWORDS_BY_CLIENT: Final = Limit("mail.client-new-password", 300, 60 * 60)
NEW_PASSWORDS: Final = (
    Limit("mail.new-password", 4, 60 * 60),
    Limit("mail.new-password-day", 10, 24 * 60 * 60),
)
# Of one person's own page: a link that was passed on is no tool to write into the record with.
CHANGES: Final = Limit("mail.changes", 60, 60 * 60)
# Of the family page and the calendar: calendar programs ask a few times an hour.
LOOKS: Final = Limit("mail.looks", 120, 60 * 60)
# Codes for one's own data.
CODES: Final = Limit("own-data.codes", 3, 60 * 60)
CODES_A_DAY: Final = Limit("own-data.codes-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("own-data.codes-client", 40, 60 * 60)
TRIES: Final = tries("own-data.tries")
TRIES_BY_CLIENT: Final = Limit("own-data.tries-client", 120, 60 * 60)


def count_code(*, whose: str, client: str) -> None:
    """Count one code for a person's own data. Raises `TooOften`."""
    count(CODES_BY_CLIENT, client)
    count(CODES, whose)
    count(CODES_A_DAY, whose)


def count_try(*, whose: str, client: str) -> None:
    """Count one such code that was typed. Raises `TooManyCodes`."""
    count_tries((TRIES_BY_CLIENT,), client)
    count_tries(TRIES, whose)


def count_tries(limits: Sequence[Limit], whose: str) -> None:
    """Count one code that was typed, at each of these limits, the shortest first. Raises
    `TooManyCodes` at the first that is reached: a try that is refused makes no later wait longer.
    """
    try:
        for limit in limits:
            count(limit, whose)
    except TooOften as error:
        raise TooManyCodes(error.seconds) from error


def count_right(whose: str) -> None:
    """Such a code was the right one: the wrong ones before it count no more."""
    for limit in TRIES:
        start_over(limit.name, whose)


def count_change(whose: str) -> None:
    """Count one change on a person's own page. Raises `TooManyChanges`."""
    try:
        count(CHANGES, whose)
    except TooOften as error:
        raise TooManyChanges(error.seconds) from error


def count_look(whose: str) -> None:
    """Count one look at a person's family page or calendar. Raises `TooOften`."""
    count(LOOKS, whose)


def count_new_password(*, address: str, client: str) -> None:
    """Count one request for a new password. Raises `TooOften`."""
    for limit, whose in (
        (NEW_PASSWORDS_BY_CLIENT, client),
        *((one, address) for one in NEW_PASSWORDS),
    ):
        count(limit, whose)


def count_request(*, address: str, client: str) -> None:
    """Count one request for a mail. Raises `TooOften` when that is one too many.

    Counts the same whether the address is known or not, so that the answer tells nobody.
    """
    count(BY_CLIENT, client)
    count(BY_ADDRESS, address)
    count(BY_ADDRESS_AND_DAY, address)
