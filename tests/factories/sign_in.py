"""Signing in over HTTP, and accounts with a second step."""

from typing import Any

import pyotp
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.models import User
from district_cms.people.models.user import new_stamp

from .people import PASSWORD


def type_password(client: Client, user: User, *, go_to: str = "", **headers: str) -> Any:
    """The answer of the sign-in form to the right password."""
    form = {"username": user.email, "password": PASSWORD, "next": go_to}
    return client.post(reverse("wagtailadmin_login"), form, headers=headers)


def type_code(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def with_app(user: User) -> tuple[str, list[str]]:
    """Give the account an authenticator app; returns its key and the recovery codes."""
    key = pyotp.random_base32()
    TOTP.activate(user, key)
    User.objects.filter(pk=user.pk).update(session_stamp=new_stamp())
    return key, RecoveryCodes.activate(user).get_unused_codes()


def code_of(key: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(key).at(timezone.now())


def set_up_app(client: Client) -> tuple[str, Any]:
    """Through the screen, in a session that is signed in: the key, and the last page."""
    address = reverse("mfa_activate_totp")
    key = client.get(address).context["form"].secret
    return key, client.post(address, {"code": code_of(key)}, follow=True)


def is_in(client: Client) -> bool:
    """Whether this session is a whole sign-in: the editor opens."""
    return bool(client.get(reverse("wagtailadmin_home")).status_code == 200)
