"""The language of an address, which links and forms carry on (docs/adr/0007)."""

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
    """The language that the address of the request names, if we speak it; else ""."""
    language = request.GET.get(PARAMETER, "")
    return language if language in dict(settings.LANGUAGES) else ""


def in_language(url: str, language: str) -> str:
    """The address of the page at `url`, which has no query, in one language."""
    return f"{url}?{PARAMETER}={language}"


def in_chosen_language(url: str, language: str) -> str:
    """The address in the language that somebody chose there, instead of the one that it names; in
    none, if we do not speak it."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if key != PARAMETER]
    if language in dict(settings.LANGUAGES):
        kept.append((PARAMETER, language))
    return urlunsplit(parts._replace(query=urlencode(kept)))


_IN_TAG: Final = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_LINKS: Final = re.compile(rf'(?P<before><(?:a|form)\b{_IN_TAG}\s(?:href|action)=")(?P<url>[^"]*)"')
_FORMS: Final = re.compile(rf"<form\b{_IN_TAG}>")
_ASKS: Final = ' method="get"'


def carry_on(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where the address of the request names a language, let the answer lead on in it."""
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
    """That of the site, by whatever name it was asked: a page that is kept is shown to whoever asks
    by another one. "" where the database does not say, on the page that says so."""
    try:
        return urlsplit(site_root()).netloc
    except Error:
        return ""


def in_links(page: str, language: str, host: str) -> str:
    """The HTML with the language in the links to our own pages, and in our forms."""

    def link(found: re.Match[str]) -> str:
        address = carried(unescape(found["url"]), language, host)
        return f'{found["before"]}{escape(address)}"'

    def form(found: re.Match[str]) -> str:
        # What such a form sends takes the place of the query of its address.
        hidden = f'<input type="hidden" name="{PARAMETER}" value="{escape(language)}">'
        return found[0] + hidden if _ASKS in found[0] else found[0]

    return _FORMS.sub(form, _LINKS.sub(link, page))


def carried(url: str, language: str, host: str) -> str:
    """The address with the language at its end, if it is one of a page of ours and names no other.
    Files have no slash at their end; "?page=2" is the page itself."""
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
    kept = [part for part in parts.query.split("&") if part and part != own]
    if any(part.partition("=")[0] == PARAMETER for part in kept):
        return url
    return urlunsplit(parts._replace(query="&".join([*kept, own])))


class LanguageOfAddress(LocaleMiddleware):
    """As Django's own, by the visitor's choice or the browser's; `?lang=es` comes before both, and
    goes on into the links of what is answered."""

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
    """Keeps the chosen language in a cookie and goes back to the page, on our own host only, at
    its address in that language: whoever copies it from the browser sends that language on.

    Raises PermissionDenied for another site's form.
    """
    check_own_form(request)
    response: HttpResponse = set_language(request)
    if response.has_header("Location"):
        response["Location"] = in_chosen_language(
            response["Location"], request.POST.get("language", "")
        )
    return response
