"""What the registry serves to everyone, for ever: mails that were sent show it for years."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from .models import LogoVersion
from .website import website

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For an address that holds the hash of what is served there."""


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """A file of a version, retired ones too. Nothing else is ever found here: the registry is
    asked, not the disk."""
    version = LogoVersion.objects.at(name).first()
    if version is None:
        raise Http404
    file = version.file if version.url_1x == request.path else version.file_2x
    try:
        with file.open() as opened:
            response = HttpResponse(opened.read(), content_type="image/png")
    except FileNotFoundError as error:  # the database came back without its files
        raise Http404 from error
    response["Cache-Control"] = FOR_EVER
    # Mail programs in a browser show it on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def colors(request: HttpRequest, digest: str) -> HttpResponse:
    """The district's own color, for pages whose policy allows no inline style. Any other address
    than today's leads to today's."""
    site = website(request)
    if request.path != site.css_url:
        response: HttpResponse = HttpResponseRedirect(site.css_url)
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(site.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response
