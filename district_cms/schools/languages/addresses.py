"""An address for each language of the frame, so that a page can be sent on and found in it."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest

PARAMETER: Final = "lang"


def asked_for(request: HttpRequest) -> str:
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
