"""The language of an address goes on with whoever reads there: see docs/adr/0007.

What is drawn for an address with a language gets it into its own links, forms and the address that
it leads on to. That is done once, on what is answered, so that no template has to think of it.
"""

import re
from html import unescape
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.html import escape

from district_cms.web.mail import site_root
from district_cms.web.visitors import editor_path, in_editor

from .addresses import PARAMETER, asked_for

_IN_TAG: Final = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_LINKS: Final = re.compile(rf'(?P<before><(?:a|form)\b{_IN_TAG}\s(?:href|action)=")(?P<url>[^"]*)"')
_FORMS: Final = re.compile(rf"<form\b{_IN_TAG}>")
_ASKS: Final = ' method="get"'


def carry_on(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where the address of the request names a language, let the answer lead on in it."""
    language = asked_for(request)
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
