"""The canonical form in which an email address is stored and compared. Pure.

Lower case differs between systems: Python folds "ẞ" into two letters and Cherokee to upper case,
PostgreSQL uses its own tables, SQLite knows only A to Z. All agree on ASCII, and every address has
an ASCII form: the domain by IDNA 2008, and the mailbox because our providers accept no other.
"""

import re
from typing import Final

import idna

LONGEST: Final = 254
"""Characters of a whole address in canonical form (the limit of RFC 5321 for a path)."""
_UNPRINTED: Final = re.compile(r"[\x00-\x20\x7f]")


class NoAddress(ValueError):
    """Mail cannot be sent there: the mailbox or domain is missing, has no ASCII form, or is too
    long."""


def normalize_address(text: str) -> str:
    """Returns the address trimmed, in lower case and ASCII: "ada@xn--strae-oqa.example".

    Raises `NoAddress`. Addresses that differ only in case are one mailbox for us, whatever a mail
    server thinks. Idempotent; the result is never longer than `LONGEST`.
    """
    mailbox, _at, domain = text.strip().rpartition("@")
    if not mailbox or not domain or not mailbox.isascii() or _UNPRINTED.search(mailbox):
        raise NoAddress("no mailbox that mail could be sent to")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise NoAddress("no domain") from error
    # "[127.0.0.1]" names a machine; our providers send nothing there, and no family has such an
    # address.
    if _UNPRINTED.search(domain) or domain.startswith("["):
        raise NoAddress("no domain")
    address = f"{mailbox}@{domain}".lower()
    if len(address) > LONGEST:
        raise NoAddress("too long")
    return address


def is_address(text: str) -> bool:
    """Returns True if mail could be sent there."""
    try:
        normalize_address(text)
    except NoAddress:
        return False
    return True


def fold_domain(text: str) -> str:
    """Returns a domain in canonical form; text that is no domain stays as typed."""
    return fold_address(f"a@{text.strip()}").removeprefix("a@")


def fold_address(text: str) -> str:
    """Returns an address in canonical form for a lookup, such as a sign-in name. Text that is no
    address stays as typed and matches nothing."""
    try:
        return normalize_address(text)
    except NoAddress:
        return text.strip()
