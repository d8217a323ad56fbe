"""Words that many messages share, with tags where they differ. Pure.

A tag is `-name.nonce-`, with a nonce of its own for each shared text: no teacher can type one, and
every provider that replaces tags itself finds nothing else to replace.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Final

TAG: Final = re.compile(r"-[a-z_]+\.[0-9a-f]{16}-")


def new_nonce() -> str:
    return secrets.token_hex(8)


def tag(name: str, nonce: str) -> str:
    """The tag of this name (small letters and underscores) in a text with this nonce."""
    return f"-{name}.{nonce}-"


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each known tag replaced, once: what is filled in is not read for tags."""
    if not values:
        return text
    return TAG.sub(lambda found: values.get(found[0], found[0]), text)


def fingerprint(*values: str) -> str:
    """SHA-256 of the values and of how long each is, so that what moves from one into the next
    makes another."""
    digest = hashlib.sha256()
    for value in values:
        said = value.encode()
        digest.update(len(said).to_bytes(8))
        digest.update(said)
    return digest.hexdigest()
