"""How addresses are displayed to people who need not know them. Pure."""

import re
from typing import Final

from district_cms.procedure.active import in_force

_SIGN: Final = r"[^\s<>()\[\]\"',;:]"
# Match only from the first such letter: otherwise two thousand letters without an @ are read two
# thousand times, for each answer of a batch.
MAILBOX: Final = re.compile(rf"(?<!{_SIGN}){_SIGN}+@{_SIGN}+")
LONGEST: Final = 2_000
"""The most of a server's answer that is stored."""


def mask_address(address: str) -> str:
    """Masks an address so that people who know it recognize it, and others do not learn it:
    "a…@example.net", a phone number as "…23"."""
    mailbox, at, domain = address.rpartition("@")
    if at:
        return f"{mailbox[:1]}…{at}{domain}"
    return f"…{address[-2:]}" if address.startswith("+") else "…"


def without_addresses(words: str, own: str = "") -> str:
    """Returns a server's answer with "…" in place of each address: the recipient's `own`, in any
    case, and any to which the mailbox forwards. Also removes NUL and lone surrogates, which no
    database stores."""
    words = words[:LONGEST].replace("\x00", "").encode(errors="ignore").decode()
    words = " ".join(words.split())
    if own:
        words = re.sub(re.escape(own), "…", words, flags=re.IGNORECASE)
    return MAILBOX.sub("…", words)


def fewest() -> int:
    """Returns the smallest number of families that the procedure lets others read."""
    return in_force().smallest_number


def is_few(number: int) -> bool:
    """Returns True for so few families that a school could identify them."""
    return 0 < number < fewest()
