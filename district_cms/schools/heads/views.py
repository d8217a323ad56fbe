"""Small public files at fixed addresses: robots.txt, icons, the manifest, security.txt."""

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
"""For addresses that contain a hash of the content."""
AN_HOUR: Final = "public, max-age=3600"
_MANIFEST_SIZES: Final = (192, 512)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps crawlers out of the editor and the search. Other pages state themselves whether they
    may be indexed. Names the site's own host, whatever host the request used."""
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
    """Serves the preview picture for links to a page of a school or of the district."""
    look = _get_look(key, request)
    if request.path != look.shared_path:
        return _redirect_to_current(look.shared_path)
    response = _for_ever(look.shared_png())
    # Web messengers show it on another site's page.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def icon(request: HttpRequest, size: int, digest: str) -> HttpResponse:
    """Serves the site's icon in one of a few sizes."""
    look = _get_look(DISTRICT, request)
    if size not in ICON_SIZES:
        raise Http404
    if request.path != look.icon_path(size):
        return _redirect_to_current(look.icon_path(size))
    return _for_ever(look.icon_png(size))


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers request this address for files without an icon, such as PDFs."""
    response = _redirect_to_current(icon_path(ICON_SIZES[0], request))
    response["Cache-Control"] = AN_HOUR
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Serves what a telephone needs to put the site on its home screen. It opens in the browser,
    with address bar and back button."""
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
                for size in _MANIFEST_SIZES
                for purpose in ("any", "maskable")
            ],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = AN_HOUR
    return response


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Serves the contact for security reports (RFC 9116). Responds with 404 without a contact or
    after the expiry date: an outdated contact is worse than none."""
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


def _get_look(key: int, request: HttpRequest) -> Look:
    look = look_of(key, request)
    if look is None:
        raise Http404
    return look


def _redirect_to_current(path: str) -> HttpResponse:
    """Redirects an old or invented address to the current picture."""
    response: HttpResponse = HttpResponseRedirect(path)
    response["Cache-Control"] = "no-store"
    return response


def _for_ever(png: bytes) -> HttpResponse:
    response = HttpResponse(png, content_type="image/png")
    response["Cache-Control"] = FOR_EVER
    return response
