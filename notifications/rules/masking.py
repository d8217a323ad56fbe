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
    """What a server said, with "…" for each address in it: not only for the recipient's `own`, in
    whatever letters, but also for one to which the mailbox passes its mail on. What no database
    keeps, NUL and lone surrogates, is left out: with it no answer of a batch could be kept."""
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
