"""How often one address may be written to, and one computer may ask, by our own forms.

A limit on each address keeps a stranger from filling someone's mailbox; the one on each client
is wide, because a whole school may share it.
"""

from typing import Final

from district_cms.web.limits import Limit, TooOften, client_of, count

__all__ = [
    "TooOften",
    "client_of",
    "count_change",
    "count_code",
    "count_look",
    "count_new_password",
    "count_request",
    "count_try",
]

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
# Codes for one's own data: six a day may be guessed five times each, over all no more than this.
CODES: Final = Limit("own-data.codes", 3, 60 * 60)
CODES_A_DAY: Final = Limit("own-data.codes-day", 6, 24 * 60 * 60)
CODES_BY_CLIENT: Final = Limit("own-data.codes-client", 40, 60 * 60)
TRIES: Final = Limit("own-data.tries", 15, 24 * 60 * 60)
TRIES_BY_CLIENT: Final = Limit("own-data.tries-client", 120, 60 * 60)


def count_code(*, whose: str, client: str) -> None:
    """Count one code for a person's own data. Raises `TooOften`."""
    count(CODES_BY_CLIENT, client)
    count(CODES, whose)
    count(CODES_A_DAY, whose)


def count_try(*, whose: str, client: str) -> None:
    """Count one such code that was typed. Raises `TooOften`."""
    count(TRIES_BY_CLIENT, client)
    count(TRIES, whose)


def count_change(whose: str) -> None:
    """Count one change on a person's own page. Raises `TooOften`."""
    count(CHANGES, whose)


def count_look(whose: str) -> None:
    """Count one look at a person's family page or calendar. Raises `TooOften`."""
    count(LOOKS, whose)


def count_new_password(*, address: str, client: str) -> None:
    """The same of a request for a new password."""
    count(NEW_PASSWORDS_BY_CLIENT, client)
    for limit in NEW_PASSWORDS:
        count(limit, address)


def count_request(*, address: str, client: str) -> None:
    """Count one request for a mail. Raises `TooOften` when that is one too many.

    Counts the same whether the address is known or not, so that the answer tells nobody.
    """
    count(BY_CLIENT, client)
    count(BY_ADDRESS, address)
    count(BY_ADDRESS_AND_DAY, address)
