"""How addresses are shown to those who need not know them. Pure."""

import re
from typing import Final

_SIGN: Final = r"[^\s<>()\[\]\"',;:]"
# Only from where the signs begin: else two thousand of them without an @ were read two thousand
# times, for each of the answers of a batch.
MAILBOX: Final = re.compile(rf"(?<!{_SIGN}){_SIGN}+@{_SIGN}+")
LONGEST: Final = 2_000
"""More of a server's words is never kept."""


def mask_address(address: str) -> str:
    """Enough to recognize an address that one knows, too little to learn it: "a…@example.net", of
    a phone number "…23"."""
    mailbox, at, domain = address.rpartition("@")
    if at:
        return f"{mailbox[:1]}…{at}{domain}"
    return f"…{address[-2:]}" if address.startswith("+") else "…"


def without_addresses(words: str, own: str = "") -> str:
    """Returns a server's answer with "…" in place of each address: the recipient's `own`, whatever
    its case, and any to which the mailbox forwards. Also removes NUL and lone surrogates, which no
    database stores."""
    words = words[:LONGEST].replace("\x00", "").encode(errors="ignore").decode()
    words = " ".join(words.split())
    if own:
        words = re.sub(re.escape(own), "…", words, flags=re.IGNORECASE)
    return MAILBOX.sub("…", words)


FEWEST: Final = 3
"""Families are counted in what others read from so many on."""


def is_few(number: int) -> bool:
    """Of one or two families a school could say who they are."""
    return 0 < number < FEWEST
