"""One hash over several texts. Pure."""

import hashlib


def fingerprint(*values: str) -> str:
    """SHA-256 of the values and of how long each is, so that what moves from one into the next
    makes another."""
    digest = hashlib.sha256()
    for value in values:
        said = value.encode()
        digest.update(len(said).to_bytes(8))
        digest.update(said)
    return digest.hexdigest()
