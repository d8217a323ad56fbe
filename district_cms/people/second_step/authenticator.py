"""Authenticator apps: six digits that change every 30 seconds (TOTP, RFC 6238)."""

import datetime as dt
import io
from typing import Final

import pyotp
import segno
from django.conf import settings
from django.utils.crypto import constant_time_compare

PERIOD: Final = 30  # seconds
# A phone's clock may be one period off, either way.
TOLERANCE: Final = (0, -1, 1)


def new_key() -> str:
    return pyotp.random_base32()


def matching_period(key: str, code: str, *, now: dt.datetime) -> int | None:
    """The period since 1970 whose code this is, or None. `now` is aware; spaces do not count."""
    code = "".join(code.split())
    if not key or not (code.isascii() and code.isdigit()):
        return None
    present = int(now.timestamp()) // PERIOD
    app = pyotp.TOTP(key, interval=PERIOD)
    for offset in TOLERANCE:
        if constant_time_compare(app.generate_otp(present + offset), code):
            return present + offset
    return None


def address_for_app(key: str, account: str) -> str:
    """The `otpauth:` address that an app reads from the picture, and a phone from a link."""
    return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name=settings.DISTRICT_NAME)


def picture(address: str) -> str:
    """The address as a QR code: SVG without scripts and styles, to stand in the page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="white", border=4
    )
    return out.getvalue().decode()


def grouped(key: str) -> str:
    """The key as one types it: "ABCD EFGH …"."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
