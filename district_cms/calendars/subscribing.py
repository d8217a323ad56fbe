"""The addresses by which calendar programs take a file along: Apple's and most others by its own
`webcal:`, Google's and Outlook's by their websites."""

from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from district_cms.web.mail import site_root

_OUTLOOK: Final = "https://outlook.{}.com/calendar/0/addfromweb?"


def offered(scope: str, key: UUID | None, title: str) -> dict[str, Any]:
    """Of `ways`, what leads to the page that offers them all: {scope, title, add}."""
    return {"scope": scope, "title": title, "add": _path("add", scope, key)}


def ways(scope: str, key: UUID | None, title: str) -> dict[str, Any]:
    """{scope, title, add, address, app, google, outlook, outlook_work}: whose file it is, the page
    that offers it, and its full addresses, in the language that is active. `scope` is "district" or
    "posting-days" where there is no `key`."""
    path = _path("file", scope, key, get_language() or "en")
    return {
        **offered(scope, key, title),
        # The site's own name: a program keeps it, whichever name was asked for.
        **ways_to(site_root() + path, title),
    }


def _path(name: str, scope: str, key: UUID | None, *more: str) -> str:
    if key is None:
        return reverse(f"calendars:{scope.replace('-', '_')}_{name}", args=more)
    return reverse(f"calendars:{name}", args=[scope, key, *more])


def ways_to(address: str, title: str) -> dict[str, str]:
    """{address, app, google, outlook, outlook_work} of the file at this full address."""
    app = urlsplit(address)._replace(scheme="webcal").geturl()
    query = urlencode({"url": address, "name": title})
    return {
        "address": address,
        "app": app,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(app, safe='')}",
        "outlook": _OUTLOOK.format("live") + query,
        "outlook_work": _OUTLOOK.format("office") + query,
    }
