"""Response headers: the browser's policies by area of the site, caching, and compression."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .visitors import in_editor, without_secret

GetResponse = Callable[[HttpRequest], HttpResponse]

# No page uses the reader's devices, and framed content may not either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    )
)


class ContentSecurityPolicyByArea:
    """Sets looser policies on the editor's screens and on previews; everything else is strict.

    Runs inside Django's own middleware, which writes the header from `_csp_config`. Wagtail renders
    a preview as a response of its own, for the page's public address, inside the response of an
    editor's screen. The inner response passes here first and keeps its policy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "_csp_config"):
            return response
        if getattr(request, "is_preview", False):
            response._csp_config = settings.PREVIEW_CSP  # type: ignore[attr-defined]
        elif in_editor(request):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return response


class FeaturesAndResources:
    """Sets defaults: no page uses a device, other sites may not embed our responses, and no proxy
    caches a response without caching headers, as some do for responses without cookies.

    Downloads get "no-store", so that neither proxies nor the browser of a shared computer keep
    them, unless the response is public or must be revalidated. Pictures set their own headers:
    signatures in other people's mail programs show them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private")
        cache_control = response.headers["Cache-Control"]
        may_be_stored = "public" in cache_control or (
            "no-cache" in cache_control and "no-store" not in cache_control
        )
        if _is_download(response) and not may_be_stored:
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_download(response: HttpResponse) -> bool:
    return response.headers.get("Content-Disposition", "").lstrip().lower().startswith("attachment")


_FOR_EVERYONE: Final = (
    *("text/html", "application/json", "application/xml", "application/atom+xml"),
    "text/calendar",
)
"""Content types of public responses that are long enough to compress."""
_PAGE_NUMBER: Final = re.compile(r"(?:p(?:age)?=[1-9][0-9]{0,2})?", re.ASCII)
"""The only query string that may appear in a compressed response with a secret."""


class CompressedAnswers(GZipMiddleware):
    """Compresses responses in which text from the address does not appear beside a secret.

    An attacker who can place text beside a secret and see the length of the response can find the
    secret letter by letter (BREACH). Cached pages are compressed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if isinstance(response, HttpResponse) and _may_be_compressed(request, response):
            return super().process_response(request, response)
        return response


def _may_be_compressed(request: HttpRequest, response: HttpResponse) -> bool:
    if request.method != "GET" or response.status_code != 200:
        return False
    if _is_for_everyone(request, response):
        return True
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and bool(_PAGE_NUMBER.fullmatch(request.META.get("QUERY_STRING", "")))


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Returns True if everyone gets the same response: no account, no form, no secret in the
    address."""
    own = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
    cache_control = response.headers.get("Cache-Control", "")
    return (
        response.headers.get("Content-Type", "").startswith(_FOR_EVERYONE)
        and request.COOKIES.keys().isdisjoint(own)
        and "HTTP_AUTHORIZATION" not in request.META
        and "CSRF_COOKIE" not in request.META
        and not response.cookies
        and "private" not in cache_control
        and "no-store" not in cache_control
        and without_secret(request.path) == request.path
    )
