"""Full addresses for the links in mails: there is no request to make them from."""

import datetime as dt
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from district_cms.web.mail import site_root

from .tokens import calendar_token, family_page_token, preferences_token, stop_token


def host() -> str:
    return urlsplit(site_root()).hostname or "localhost"


def confirm_url(token: str) -> str:
    return site_root() + reverse("notifications:confirm", args=[token])


def preferences_url(subscriber: UUID, at: dt.datetime | None = None) -> str:
    """`at` (aware; the present by default) is when it says that it was made."""
    token = preferences_token(subscriber, at)
    return site_root() + reverse("notifications:preferences", args=[token])


def family_page_url(subscriber: UUID) -> str:
    return site_root() + reverse("notifications:family_page", args=[family_page_token(subscriber)])


def calendar_url(subscriber: UUID, at: dt.datetime | None = None) -> str:
    """As `preferences_url`."""
    return site_root() + reverse("notifications:calendar", args=[calendar_token(subscriber, at)])


def stop_url(subscriber: UUID) -> str:
    return site_root() + reverse("notifications:stop", args=[stop_token(subscriber)])
