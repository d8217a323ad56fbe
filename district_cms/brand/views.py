"""Serves the registry's files to everyone, forever: mails that were sent show them for years."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from .models import LogoVersion
from .website import website

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For an address that contains the hash of its content."""


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """Serves a file of a version, even of a retired one. Looks it up in the registry, not on the
    disk, so that no other file can be served."""
    version = LogoVersion.objects.at(name).first()
    if version is None:
        raise Http404
    file = version.file if version.url_1x == request.path else version.file_2x
    try:
        with file.open() as opened:
            response = HttpResponse(opened.read(), content_type="image/png")
    except FileNotFoundError as error:  # the database was restored without its files
        raise Http404 from error
    response["Cache-Control"] = FOR_EVER
    # Mail programs in a browser show it on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def colors(request: HttpRequest, digest: str) -> HttpResponse:
    """Serves the district's own color, for pages whose policy allows no inline style. Redirects any
    other address to today's."""
    site = website(request)
    if request.path != site.css_url:
        response: HttpResponse = HttpResponseRedirect(site.css_url)
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(site.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response
