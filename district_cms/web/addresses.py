"""The one form in which an email address is kept and compared. Pure.

Lower case is not one thing: Python folds "ẞ" into two letters and Cherokee upwards, PostgreSQL
lowers by its own tables, SQLite knows A to Z only. In ASCII all of them agree, and every address
has a form in ASCII: its domain by IDNA 2008, its mailbox because our providers take no other.
"""

import re
from typing import Final

import idna

LONGEST: Final = 254
"""Characters of a whole address in that form (RFC 5321 allows no more in a path)."""
_UNPRINTED: Final = re.compile(r"[\x00-\x20\x7f]")


class NoAddress(ValueError):
    """No mail can go there: no mailbox or domain, one that has no form in ASCII, or too long."""


def normalize_address(text: str) -> str:
    """Trimmed, in lower case and in ASCII: "ada@xn--strae-oqa.example". Raises `NoAddress`.

    Two spellings that differ in case are one mailbox to us, whatever a mail server may think. What
    this returns is returned for itself again, and never longer than `LONGEST`.
    """
    mailbox, _at, domain = text.strip().rpartition("@")
    if not mailbox or not domain or not mailbox.isascii() or _UNPRINTED.search(mailbox):
        raise NoAddress("no mailbox that mail could be sent to")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise NoAddress("no domain") from error
    # "[127.0.0.1]" names a machine; no provider of ours sends there, and no family lives there.
    if _UNPRINTED.search(domain) or domain.startswith("["):
        raise NoAddress("no domain")
    found = f"{mailbox}@{domain}".lower()
    if len(found) > LONGEST:
        raise NoAddress("too long")
    return found


def is_address(text: str) -> bool:
    """Whether mail could be sent there."""
    try:
        normalize_address(text)
    except NoAddress:
        return False
    return True


def fold_domain(text: str) -> str:
    """The part after the "@" in the same form; what is no domain stays as it was typed."""
    return fold_address(f"a@{text.strip()}").removeprefix("a@")


def fold_address(text: str) -> str:
    """The same for what someone typed to be found, such as a name at sign-in: what is no address
    stays as it is and finds nothing."""
    try:
        return normalize_address(text)
    except NoAddress:
        return text.strip()
