"""How addresses are shown to those who need not know them. Pure."""

import re
from typing import Final

MAILBOX: Final = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
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
    whatever letters, but also for one to which the mailbox passes its mail on."""
    words = " ".join(words[:LONGEST].split())
    if own:
        words = re.sub(re.escape(own), "…", words, flags=re.IGNORECASE)
    return MAILBOX.sub("…", words)
