"""Whose sign-in it is, and from where: what the lock against guessing passwords counts by."""

from typing import Any

from django.http import HttpRequest


def account_asked_for(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account's name as one name: in any case, it is the same mailbox."""
    typed = credentials or (request.POST if request is not None else {})
    return str(typed.get("username") or "").strip().casefold()


def address_before_proxy(request: HttpRequest) -> str:
    """The caller's address as our own proxy saw it.

    A proxy adds it at the end of X-Forwarded-For; what stands before that anyone can write.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return seen or str(request.META.get("REMOTE_ADDR", ""))
