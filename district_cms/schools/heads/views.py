"""Small public files that stand at addresses of their own."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from district_cms.brand.colors import mail_color
from district_cms.brand.website import website
from district_cms.web.mail import site_root

from .pictures import DISTRICT, ICON_SIZES, Look, icon_path, look_of

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For an address that holds the hash of what is served there."""
AN_HOUR: Final = "public, max-age=3600"
OF_MANIFEST: Final = (192, 512)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The editor is nobody's search result, and neither is a search. Pages say for themselves
    whether they are. By whatever host it is asked, it names the site's own address."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /staff/",
        f"Disallow: {reverse('search')}",
        f"Sitemap: {site_root()}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def shared_picture(request: HttpRequest, key: int, digest: str) -> HttpResponse:
    """What messengers show beside a link to a page of a school, or of the district."""
    look = _found(key, request)
    if request.path != look.shared_path:
        return _todays(look.shared_path)
    response = _for_ever(look.shared_png())
    # Messengers in a browser show it on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def icon(request: HttpRequest, size: int, digest: str) -> HttpResponse:
    """The site's icon, in one of a few sizes."""
    look = _found(DISTRICT, request)
    if size not in ICON_SIZES:
        raise Http404
    if request.path != look.icon_path(size):
        return _todays(look.icon_path(size))
    return _for_ever(look.icon_png(size))


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address where a file, such as a PDF, names no icon."""
    response = _todays(icon_path(ICON_SIZES[0], request))
    response["Cache-Control"] = AN_HOUR
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the site on its home screen. It stays a page of the browser,
    with its address and its way back."""
    site = website(request)
    response = JsonResponse(
        {
            "name": site.name,
            "short_name": site.name,
            "start_url": "/",
            "scope": "/",
            "display": "browser",
            "theme_color": mail_color(site.hue, site.chroma),
            "background_color": "#ffffff",
            "icons": [
                {
                    "src": icon_path(size, request),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size in OF_MANIFEST
                for purpose in ("any", "maskable")
            ],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = AN_HOUR
    return response


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a security problem (RFC 9116). Not there without a contact, or once its day
    has passed: an old contact is worse than none."""
    expires = settings.SECURITY_TXT_EXPIRES
    if not settings.SECURITY_CONTACTS or expires is None or expires <= timezone.localdate():
        raise Http404
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: " + ", ".join(code for code, _name in settings.LANGUAGES),
        f"Canonical: {site_root()}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _found(key: int, request: HttpRequest) -> Look:
    look = look_of(key, request)
    if look is None:
        raise Http404
    return look


def _todays(path: str) -> HttpResponse:
    """To the address of today's picture: whoever keeps an old one, or made one up, sees it too."""
    response: HttpResponse = HttpResponseRedirect(path)
    response["Cache-Control"] = "no-store"
    return response


def _for_ever(png: bytes) -> HttpResponse:
    response = HttpResponse(png, content_type="image/png")
    response["Cache-Control"] = FOR_EVER
    return response
