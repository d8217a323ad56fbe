"""Slows the form down under a flood of reports and closes it to nobody.

Whoever depends on this form may have no other way in. Where many reports come in, from one address
or altogether, each asks for a second press of the button some seconds later.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from district_cms.web.limits import Limit, TooOften, client_of, count

BY_CLIENT: Final = Limit("barrier.client", 20, 60 * 60)
BY_ALL: Final = Limit("barrier.all", 200, 60 * 60)
# Nobody types so much, alone or as a school: then the address itself has to wait.
BY_CLIENT_AT_MOST: Final = Limit("barrier.client-at-most", 300, 60 * 60)
ONCE: Final = Limit("barrier.again", 1, 24 * 60 * 60)
PAUSE: Final = 3
"""Seconds from the first press of the button to the second."""
_SALT: Final = "barriers.rate-limit"


class PressAgain(Exception):
    """Send the form again, not at once; `proof` goes with it."""

    def __init__(self, proof: str) -> None:
        super().__init__(f"wait {PAUSE} seconds")
        self.proof = proof


def check_rate(request: HttpRequest, *, what: str, proof: str) -> None:
    """Count a report with the words `what`. `proof` is what an earlier `PressAgain` gave, or "".

    Raises `PressAgain`, and `TooOften` for one address with far too many.
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
    """Whether the proof is of these words, old enough, and not used before."""
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
