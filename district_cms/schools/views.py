"""Small public views that belong to no page."""

import posixpath

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language
from django.views.static import serve as serve_file

from district_cms.web.visitors import check_own_form

from .models import DistrictSettings


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers and containers: 200 when the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The editor is nobody's search result. Pages say for themselves whether they are."""
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


@csrf_exempt
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie and goes back to the page, on our own host only.

    Raises PermissionDenied for another site's form.
    """
    check_own_form(request)
    response: HttpResponse = set_language(request)
    return response


@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """The district's own colour, for pages whose policy allows no inline style."""
    chosen = DistrictSettings.kept()
    css = f":root{{--district-hue:{chosen.colour_hue};--district-chroma:{chosen.colour_chroma}}}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    # Its address names the values, so it may be kept.
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def media(request: HttpRequest, path: str, document_root: str) -> HttpResponse:
    """An uploaded picture. Its address changes when its content does, so it may be kept.

    Raises Http404 for a document: those have an address of their own, where Wagtail asks who may
    have it, and their names are people's and easily guessed.
    """
    if posixpath.normpath(path).lstrip("/").startswith("documents/"):
        raise Http404
    response: HttpResponse = serve_file(request, path, document_root=document_root)  # type: ignore[assignment]
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Whatever somebody uploads, it is never run as a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
