"""Full addresses for the links in mails: there is no request to make them from."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from wagtail.models import Site

from .tokens import preferences_token, stop_token


def site_root() -> str:
    """Where the site is, without a slash at the end: "https://www.larkspur.example"."""
    sites = Site.get_site_root_paths()  # kept in the cache by Wagtail; a district has one site
    return str(sites[0].root_url if sites else settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def host() -> str:
    return urlsplit(site_root()).hostname or "localhost"


def confirm_url(token: str) -> str:
    return site_root() + reverse("notifications:confirm", args=[token])


def preferences_url(subscriber: UUID) -> str:
    return site_root() + reverse("notifications:preferences", args=[preferences_token(subscriber)])


def stop_url(subscriber: UUID) -> str:
    return site_root() + reverse("notifications:stop", args=[stop_token(subscriber)])
