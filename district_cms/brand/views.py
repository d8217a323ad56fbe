"""What the registry serves to everyone, for ever: mails that were sent show it for years."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .models import LogoVersion


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """A file of a version, retired ones too. Nothing else is ever found here: the registry is
    asked, not the disk."""
    version = LogoVersion.objects.at(name).first()
    if version is None:
        raise Http404
    with (version.file if version.url_1x == request.path else version.file_2x).open() as opened:
        response = HttpResponse(opened.read(), content_type="image/png")
    # The address holds the hash of what is served.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Mail programs in a browser show it on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
