"""Words that many messages share, with tags where they differ. Pure.

A tag is `-name.nonce-`, with its own nonce for each shared text: no teacher can type one, and
providers that replace tags themselves find nothing else to replace.
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
    """Returns the tag of this name (lowercase letters and underscores) in a text with this
    nonce."""
    return f"-{name}.{nonce}-"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Returns `text` with each known tag replaced, once: inserted values are not searched for
    tags."""
    if not values:
        return text
    return TAG.sub(lambda match: values.get(match[0], match[0]), text)


def fingerprint(*values: str) -> str:
    """Returns the SHA-256 of the values and their lengths, so that moving letters from one value to
    the next changes it."""
    digest = hashlib.sha256()
    for value in values:
        encoded = value.encode()
        digest.update(len(encoded).to_bytes(8))
        digest.update(encoded)
    return digest.hexdigest()
