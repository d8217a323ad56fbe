"""Recovery codes: sixty random bits each, kept as a hash, used once."""

import hashlib
import secrets
from typing import Final

HOW_MANY: Final = 10
# Without letters and digits that look alike.
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
GROUP: Final = 4
GROUPS: Final = 3


def new_codes() -> list[str]:
    """ "k7mq-29xz-hw4t" and nine more."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(HOW_MANY)
    ]


def digest(account_id: int, typed: str) -> str:
    """What is kept of a code, however it is typed. No salt is needed: it is random itself."""
    code = "".join(letter for letter in typed.casefold() if letter in LETTERS)
    return hashlib.sha256(f"people.recovery {account_id} {code}".encode()).hexdigest()
