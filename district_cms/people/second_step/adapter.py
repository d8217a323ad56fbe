"""How allauth keeps and shows the second step here."""

import base64
import io
import secrets
from itertools import count
from typing import Any, Final

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..models import User
from ..sign_in.devices import device_of

SALT: Final = "people.second_step"


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts what the database keeps: a copy of it alone opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This does not match, or was used already. Wait for the next code of your app and type "
            "that, or use a recovery code that you have not used yet."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text. What was encrypted with a `SECRET_KEY` that nobody has any more becomes a
        secret that matches no code; an empty one would match a code that anyone can compute."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return settings.DISTRICT_NAME

    def build_totp_svg(self, url: str) -> str:
        """A QR code without scripts and styles, to stand in the page."""
        out = io.BytesIO()
        segno.make(url, error="m", micro=False).save(
            out, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="white", border=4
        )
        return out.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # allauth's name
        """Where it is made: "Firefox, Windows", then "Firefox, Windows 2"."""
        here = device_of(context.request.headers.get("User-Agent", "")) or str(_("Passkey"))
        taken = {str(each) for each in passkeys_of(user)}
        names = (here if number == 1 else f"{here} {number}" for number in count(1))
        return next(name for name in names if name not in taken)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.DISTRICT_NAME}


def passkeys_of(account: User) -> list[Authenticator]:
    """The oldest first."""
    passkeys = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    return list(passkeys.order_by("created_at", "pk"))


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(SALT, "", secret=each, algorithm="sha256").digest() for each in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
