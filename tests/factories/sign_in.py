"""Signing in over HTTP, and accounts with a second step."""

import datetime as dt
from typing import Any

import pyotp
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.models import User
from district_cms.people.second_step.authenticator import PERIOD, new_key
from district_cms.people.second_step.services import new_recovery_codes, turn_on_app

from .people import PASSWORD


def type_password(client: Client, user: User, *, go_to: str = "", **headers: str) -> Any:
    """The answer of the sign-in form to the right password."""
    form = {"username": user.email, "password": PASSWORD, "next": go_to}
    return client.post(reverse("wagtailadmin_login"), form, headers=headers)


def type_code(client: Client, code: str) -> Any:
    return client.post(reverse("sign_in:second_step"), {"code": code})


def with_app(user: User) -> tuple[str, list[str]]:
    """Give the account an authenticator app; returns its key and the recovery codes. The code of
    ten minutes ago is the last one that was used."""
    key = new_key()
    past = timezone.now() - dt.timedelta(minutes=10)
    turn_on_app(account=user, key=key, period=int(past.timestamp()) // PERIOD)
    return key, new_recovery_codes(account=user)


def code_of(key: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(key).at(timezone.now())


def is_in(client: Client) -> bool:
    """Whether this session is a whole sign-in: the editor opens."""
    return bool(client.get(reverse("wagtailadmin_home")).status_code == 200)
