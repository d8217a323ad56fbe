"""Keyed hashes of what identifies a student, so that a stolen database cannot be tried with lists
of names. The key stays outside the database: `STUDENT_LIST_KEY`."""

import base64
import hmac
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.conf import settings

LENGTH: Final = 22
"""Characters of a token: 128 bits in base64."""


class Of(StrEnum):
    """What a token stands for. Equal words of different kinds have different tokens."""

    NAME = "name"
    ADDRESS = "address"


class NoListKey(RuntimeError):
    """`STUDENT_LIST_KEY` is not set, so nothing can be added to a list or found in one."""


def address_tokens(addresses: Iterable[str]) -> dict[str, str]:
    """Returns {token: address} of normalized addresses; nothing without the key, when no list can
    have them."""
    if not settings.STUDENT_LIST_KEY:
        return {}
    return {token(Of.ADDRESS, address): address for address in addresses}


def token(kind: Of, value: str) -> str:
    """Returns the token of a normalized name or address. Raises `NoListKey`."""
    if not settings.STUDENT_LIST_KEY:
        raise NoListKey
    digest = hmac.digest(settings.STUDENT_LIST_KEY.encode(), f"{kind}:{value}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
