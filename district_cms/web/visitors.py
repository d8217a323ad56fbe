"""Input of visitors without an account: their forms, the addresses they enter, and their networks.

Forms of visitors carry no CSRF token: it would set a unique cookie for everyone who opens the page,
and this site promises not to track visitors.
"""

import ipaddress
import logging
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH: Final = 300
# Names of route parameters that contain a secret, which opens something for anyone who knows it.
SECRETS: Final = ("token", "uidb64")


def check_own_form(request: HttpRequest) -> None:
    """Raises `PermissionDenied` for a form of another site.

    The browser sends where a form comes from: by Fetch Metadata, or in older browsers by `Origin`.
    A page that hides its address has the origin "null", and a program that is no browser sends
    none: neither acts with a visitor's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise PermissionDenied
        return
    origin = request.headers.get("Origin", "null")
    own = f"{request.scheme}://{request.get_host()}".casefold()
    if origin != "null" and origin.casefold() != own:
        raise PermissionDenied


def in_editor(request: HttpRequest) -> bool:
    """Returns True if the request is for a screen of the editor."""
    return request.path.startswith(editor_path())


def editor_path() -> str:
    """Returns the path prefix of the editor's screens. Every response needs it."""
    return _editor_path(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _editor_path(urlconf: str, prefix: str) -> str:
    return reverse("wagtailadmin_home", urlconf)


def own_path(address: str, request: HttpRequest) -> str:
    """Returns the path of our own page at `address`, such as "/juniper-creek/". Else "".

    Takes a path, or an absolute address of the requested host. Drops query and fragment; a path
    with a secret is cut before the secret.
    """
    address = address.strip()
    if not address or len(address) > LONGEST_PATH or not address.isprintable():
        return ""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    path = urlsplit(address).path
    return without_secret(path) if is_own_path(path) else ""


def is_own_path(text: str) -> bool:
    """Returns True if a link to `text` stays on this site: a path from the root with one slash (two
    name another host) and no backslash (browsers read it as a slash)."""
    return (
        text.startswith("/")
        and not text.startswith("//")
        and "\\" not in text
        and text.isprintable()
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )


def without_secret(path: str) -> str:
    """Returns the path, cut before a secret in it."""
    try:
        kwargs = resolve(path).kwargs
    except Resolver404:
        return path
    secrets = [str(kwargs[name]) for name in SECRETS if name in kwargs]
    return min((path.partition(secret)[0] for secret in secrets), key=len, default=path)


class NoSecrets(logging.Filter):
    """Cuts secrets from the paths that Django logs (`django.request`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secret(each) if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True


class RefusalsInOneLine(logging.Filter):
    """Removes tracebacks of `PermissionDenied`, which is no crash: Django writes one for each, for
    example for every autosave of an editor whose session has ended."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class HealthPolls(logging.Filter):
    """Drops Django's log line about an answer of `/health/`: a monitor asks each minute, and 503 is
    its report, not an error of ours. A crash there is still logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        return bool(record.exc_info) or not path.startswith("/health/")


def one_caller(address: str) -> str:
    """Returns the caller for rate limits: an IPv6 customer has a whole /64."""
    return _network(address, 32, 64)


def place_of(address: str) -> str:
    """Returns the network of an address, as the place of a sign-in: "203.0.113.0/24"."""
    return _network(address, 24, 48)


def _network(address: str, prefix: int, prefix_six: int) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = prefix if parsed.version == 4 else prefix_six
    network = ipaddress.ip_network(f"{parsed}/{length}", strict=False)
    return str(parsed) if network.num_addresses == 1 else str(network)
