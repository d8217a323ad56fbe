"""Slows down floods of reports without locking anyone out.

People who depend on this form may have no other way to reach us. If there are many reports from one
address or in total, the form asks to press the button again after some seconds.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from district_cms.web.rate_limits import Limit, TooOften, client_of, count

BY_CLIENT: Final = Limit("barrier.client", 20, 60 * 60)
BY_ALL: Final = Limit("barrier.all", 200, 60 * 60)
# No person or school sends this many; then the address must wait.
BY_CLIENT_AT_MOST: Final = Limit("barrier.client-at-most", 300, 60 * 60)
ONCE: Final = Limit("barrier.again", 1, 24 * 60 * 60)
PAUSE: Final = 3
"""Seconds between the first and the second press of the button."""
_SALT: Final = "barriers.rate-limit"


class PressAgain(Exception):
    """Raised to ask for a second submission after a pause, with `proof`."""

    def __init__(self, proof: str) -> None:
        super().__init__(f"wait {PAUSE} seconds")
        self.proof = proof


def check_rate(request: HttpRequest, *, what: str, proof: str) -> None:
    """Counts a report with the text `what`. `proof` is that of an earlier `PressAgain`, or "".

    Raises `PressAgain`, and `TooOften` for an address with far too many reports.
    """
    client = client_of(request)
    count(BY_CLIENT_AT_MOST, client)
    try:
        count(BY_CLIENT, client)
        count(BY_ALL, "all")
    except TooOften:
        if not _is_second_press(what, proof):
            raise PressAgain(signing.TimestampSigner(salt=_SALT).sign(_digest(what))) from None


def _is_second_press(what: str, proof: str) -> bool:
    """Returns True if the proof belongs to this text, is old enough, and was not used before."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        if signer.unsign(proof, max_age=ONCE.seconds) != _digest(what):
            return False
    except signing.BadSignature:
        return False
    try:
        signer.unsign(proof, max_age=PAUSE)
    except signing.SignatureExpired:
        try:
            count(ONCE, proof)
        except TooOften:
            return False
        return True
    return False


def _digest(what: str) -> str:
    return salted_hmac(_SALT, " ".join(what.split()), algorithm="sha256").hexdigest()
