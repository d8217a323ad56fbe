"""How often one address may be written to, and one computer may ask, by our own forms.

A limit on each address keeps a stranger from filling someone's mailbox; the one on each client
is wide, because a whole school may share it.
"""

from typing import Final

from district_cms.web.limits import Limit, TooOften, client_of, count

__all__ = ["NEW_PASSWORDS_BY_CLIENT", "TooOften", "client_of", "count_request"]

BY_ADDRESS: Final = Limit("mail.address", 4, 60 * 60)
BY_ADDRESS_AND_DAY: Final = Limit("mail.address-day", 10, 24 * 60 * 60)
BY_CLIENT: Final = Limit("mail.client", 60, 60 * 60)
# A class that fills in the school's subscription form must not close the one for new passwords.
NEW_PASSWORDS_BY_CLIENT: Final = Limit("mail.client-new-password", 300, 60 * 60)


def count_request(*, address: str, client: str, by_client: Limit = BY_CLIENT) -> None:
    """Count one request for a mail. Raises `TooOften` when that is one too many.

    Counts the same whether the address is known or not, so that the answer tells nobody.
    """
    count(by_client, client)
    count(BY_ADDRESS, address)
    count(BY_ADDRESS_AND_DAY, address)
