"""The language in an address (`?lang=es`), which links and forms carry on (docs/adr/0007)."""

import re
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from district_cms.web.mail import site_root
from district_cms.web.visitors import check_own_form, editor_path, in_editor

PARAMETER: Final = "lang"


def requested_language(request: HttpRequest) -> str:
    """Returns the language in the request's address if the site supports it, else ""."""
    language = request.GET.get(PARAMETER, "")
    return language if language in dict(settings.LANGUAGES) else ""


def in_language(url: str, language: str) -> str:
    """Returns the address of a page in one language. `url` has no query string."""
    return f"{url}?{PARAMETER}={language}"


def in_chosen_language(url: str, language: str) -> str:
    """Returns the address with its language replaced by the chosen one, or removed if the site does
    not support that."""
    parts = urlsplit(url)
    parameters = [(key, value) for key, value in parse_qsl(parts.query, True) if key != PARAMETER]
    if language in dict(settings.LANGUAGES):
        parameters.append((PARAMETER, language))
    return urlunsplit(parts._replace(query=urlencode(parameters)))


_IN_TAG: Final = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_LINKS: Final = re.compile(rf'(?P<before><(?:a|form)\b{_IN_TAG}\s(?:href|action)=")(?P<url>[^"]*)"')
_FORMS: Final = re.compile(rf"<form\b{_IN_TAG}>")
_IS_GET_FORM: Final = ' method="get"'


def carry_on(request: HttpRequest, response: HttpResponseBase) -> None:
    """If the request's address names a language, adds it to the links or the redirect of the
    response."""
    language = requested_language(request)
    if not language or in_editor(request):
        return
    try:
        host = request.get_host()
    except DisallowedHost:
        return
    if response.has_header("Location"):
        response["Location"] = carried(response["Location"], language, host)
    elif (
        isinstance(response, HttpResponse)
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Content-Encoding")
    ):
        links = in_links(response.text, language, _own_host())
        response.content = links.encode(response.charset)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))


def _own_host() -> str:
    """Returns the site's host, whatever host the request used, because a cached page is shown for
    all of them. "" if the database is unavailable, for the page that reports this."""
    try:
        return urlsplit(site_root()).netloc
    except Error:
        return ""


def in_links(page: str, language: str, host: str) -> str:
    """Returns the HTML with the language in links to our own pages and in our forms."""

    def link(match: re.Match[str]) -> str:
        address = carried(unescape(match["url"]), language, host)
        return f'{match["before"]}{escape(address)}"'

    def form(match: re.Match[str]) -> str:
        # A GET form replaces the query string of its address.
        hidden = f'<input type="hidden" name="{PARAMETER}" value="{escape(language)}">'
        return match[0] + hidden if _IS_GET_FORM in match[0] else match[0]

    return _FORMS.sub(form, _LINKS.sub(link, page))


def carried(url: str, language: str, host: str) -> str:
    """Returns the address with the language added, if it is one of our pages and names no language.
    Files have no trailing slash; "?page=2" is the page itself."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    elsewhere = parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", host}
    if elsewhere or not (parts.path.endswith("/") or url.startswith("?")):
        return url
    if parts.path.startswith((editor_path(), reverse("set_language"))):
        return url
    own = f"{PARAMETER}={language}"
    parameters = [part for part in parts.query.split("&") if part and part != own]
    if any(part.partition("=")[0] == PARAMETER for part in parameters):
        return url
    return urlunsplit(parts._replace(query="&".join([*parameters, own])))


class LanguageOfAddress(LocaleMiddleware):
    """Like Django's middleware, by the visitor's choice or the browser's. `?lang=es` overrides both
    and is carried on in the links of the response."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        language = requested_language(request)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        response = super().process_response(request, response)
        carry_on(request, response)
        return response


@csrf_exempt
def choose_language(request: HttpRequest) -> HttpResponse:
    """Stores the chosen language in a cookie and redirects to the page in that language, on our own
    host only, so that a copied address keeps the language.

    Raises `PermissionDenied` for another site's form.
    """
    check_own_form(request)
    response: HttpResponse = set_language(request)
    if response.has_header("Location"):
        response["Location"] = in_chosen_language(
            response["Location"], request.POST.get("language", "")
        )
    return response
