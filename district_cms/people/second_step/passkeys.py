"""Passkeys and security keys (WebAuthn), by Yubico's library.

What the browser is asked stands in the page, what must come back in the session; both are good for
one answer.
"""

import json
import struct
from itertools import count
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from ..models import Passkey, User
from ..sign_in.devices import device_of

CHALLENGE: Final = "passkey_challenge"
LONGEST_ANSWER: Final = 20_000
# What the library raises at what is no answer at all; it reads bytes of strangers without a net.
UNREADABLE: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError, struct.error, UnsupportedAlgorithm, InvalidSignature),
)


class PasskeyRefused(Exception):
    """The browser's answer is not one to what we asked."""


class AlreadyAnswered(PasskeyRefused):
    """This session has asked nothing since it got an answer, such as when a form is sent twice."""


def name_for_new(request: HttpRequest, account: User) -> str:
    """What a passkey that is made here may be called, unlike those that the account has: "Firefox,
    Windows", "Firefox, Windows 2"; "" for a browser that is not known."""
    here = device_of(request.headers.get("user-agent", ""))
    if not here:
        return ""
    taken = set(Passkey.objects.filter(user=account).values_list("name", flat=True))
    names = (here if number == 1 else f"{here} {number}" for number in count(1))
    return next(name for name in names if name not in taken)


def ask_for_new(request: HttpRequest, account: User) -> dict[str, Any]:
    """What the browser needs to make a passkey; JSON."""
    who = PublicKeyCredentialUserEntity(
        id=f"account-{account.pk}".encode(),
        name=account.email,
        display_name=account.get_full_name(),
    )
    options, state = _server(request).register_begin(
        who, _credentials(account), user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[CHALLENGE] = {"new": state}
    return dict(options)


def read_new(request: HttpRequest, answer: str) -> AuthenticatorData:
    """What the browser made. Raises `PasskeyRefused`, and of its kinds `AlreadyAnswered`."""
    state = _state(request, "new")
    try:
        return _server(request).register_complete(state, _read(answer))
    except UNREADABLE as error:
        raise PasskeyRefused from error


def ask_for_known(request: HttpRequest, account: User) -> dict[str, Any] | None:
    """What the browser needs to show one of the account's passkeys; None where there is none."""
    known = _credentials(account)
    if not known:
        return None
    options, state = _server(request).authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[CHALLENGE] = {"known": state}
    return dict(options)


def read_known(request: HttpRequest, account: User, answer: str) -> tuple[bytes, int]:
    """(Id of the passkey, how often it says that it signed). Raises `PasskeyRefused`."""
    state = _state(request, "known")
    try:
        read = _read(answer)
        credential = _server(request).authenticate_complete(state, _credentials(account), read)
        counter = _counter(read)
    except UNREADABLE as error:
        raise PasskeyRefused from error
    return credential.credential_id, counter


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise PasskeyRefused
    return read


def _counter(answer: dict[str, Any]) -> int:
    from_browser = answer["response"]["authenticatorData"]
    return AuthenticatorData(websafe_decode(from_browser)).counter


def _state(request: HttpRequest, kind: str) -> Any:
    """Taken out of the session: a second answer to the same question is refused."""
    if CHALLENGE not in request.session:
        raise AlreadyAnswered
    state = request.session.pop(CHALLENGE).get(kind)
    if state is None:
        raise PasskeyRefused
    return state


def _credentials(account: User) -> list[AttestedCredentialData]:
    kept = Passkey.objects.filter(user=account).order_by("pk")
    return [AttestedCredentialData(bytes(each.credential)) for each in kept]


def _server(request: HttpRequest) -> Fido2Server:
    """For the host that is asked, one of `ALLOWED_HOSTS`: browsers bind a passkey to it."""
    origin = f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rsplit(":", 1)[0]
    relying_party = PublicKeyCredentialRpEntity(id=host, name=settings.DISTRICT_NAME)
    return Fido2Server(relying_party, verify_origin=lambda claimed: claimed == origin)
