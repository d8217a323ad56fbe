"""Full addresses for the links in mails: there is no request to make them from."""

import datetime as dt
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import get_script_prefix, reverse

from district_cms.web.mail import site_root

from .tokens import calendar_token, family_page_token, preferences_token, stop_token


def host() -> str:
    return urlsplit(site_root()).hostname or "localhost"


def _url(name: str, token: str, root: str = "") -> str:
    return (root or site_root()) + _path(name, get_script_prefix()).replace("TOKEN", token)


@cache
def _path(name: str, prefix: str) -> str:
    """With a word in the token's place: each of many thousand families needs three of them."""
    return str(reverse(f"notifications:{name}", args=["TOKEN"]))


def confirm_url(token: str) -> str:
    return _url("confirm", token)


def preferences_url(subscriber: UUID, at: dt.datetime | None = None, root: str = "") -> str:
    """`at` (aware; the present by default) is when it says that it was made, `root` the site's."""
    return _url("preferences", preferences_token(subscriber, at), root)


def family_page_url(subscriber: UUID, root: str = "") -> str:
    return _url("family_page", family_page_token(subscriber), root)


def calendar_url(subscriber: UUID, at: dt.datetime | None = None) -> str:
    """As `preferences_url`."""
    return _url("calendar", calendar_token(subscriber, at))


def stop_url(subscriber: UUID, root: str = "") -> str:
    return _url("stop", stop_token(subscriber), root)
