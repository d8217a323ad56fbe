"""What comes from visitors without an account: their forms, the addresses that they name, and the
networks from which they ask.

No form of a visitor carries a token: it would put a cookie with a number of its own on everyone
who opens the page, and this site promises not to tell visitors apart.
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
# Names under which routes hold a secret that opens something for whoever knows it.
SECRETS: Final = ("token", "uidb64")


def check_own_form(request: HttpRequest) -> None:
    """Raise `PermissionDenied` for another site's form.

    The browser itself says where a form comes from: by Fetch Metadata, and where it is too old
    for that, by the `Origin` of the form. A page that keeps its address to itself has the origin
    "null", and a program that is no browser has none: neither carries anything of a visitor's.
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
    """Whether a screen of the editor was asked for."""
    return request.path.startswith(editor_path())


def editor_path() -> str:
    """The path below which the editor's screens are. Every answer asks for it."""
    return _editor_path(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _editor_path(urlconf: str, prefix: str) -> str:
    return reverse("wagtailadmin_home", urlconf)


def own_path(address: str, request: HttpRequest) -> str:
    """The path of a page of our own site that `address` names: "/juniper-creek/". Else "".

    Takes a path, or a whole address of the host that was asked. A query and a fragment are left
    out, and of a page whose address is a secret only what comes before the secret is kept.
    """
    address = address.strip()
    if not address or len(address) > LONGEST_PATH or not address.isprintable():
        return ""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    path = urlsplit(address).path
    return without_secret(path) if is_own_path(path) else ""


def is_own_path(text: str) -> bool:
    """Whether a link to `text` stays on this site: a path from the root, with one slash (two name
    another host) and no backslash (which browsers read as a slash)."""
    return (
        text.startswith("/")
        and not text.startswith("//")
        and "\\" not in text
        and text.isprintable()
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )


def without_secret(path: str) -> str:
    """The path, cut before a secret that one of our routes finds in it."""
    try:
        found = resolve(path).kwargs
    except Resolver404:
        return path
    secrets = [str(found[name]) for name in SECRETS if name in found]
    return min((path.partition(secret)[0] for secret in secrets), key=len, default=path)


class NoSecrets(logging.Filter):
    """Cuts the paths that Django writes about answers (`django.request`) before their secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secret(each) if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True


class RefusalsInOneLine(logging.Filter):
    """Who may not do something is no crash: Django would write a traceback for each, such as for
    every attempt to save of an editor whose session has ended."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class HealthPolls(logging.Filter):
    """Drops Django's line about an answer of `/health/`: a monitor asks each minute, and an answer
    of 503 is its report, not an error of ours. A crash there is still logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        return bool(record.exc_info) or not path.startswith("/health/")


def one_caller(address: str) -> str:
    """What counts as one address: an IPv6 customer has a /64 to choose from."""
    return _network(address, 32, 64)


def place_of(address: str) -> str:
    """The network around an address, as the place of a sign-in: "203.0.113.0/24"."""
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
