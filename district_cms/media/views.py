"""Serving uploads where no server before ours does."""

import posixpath

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

from .storage import INCOMING


@require_safe
def uploaded(request: HttpRequest, path: str, document_root: str) -> HttpResponse:
    """An uploaded picture. Its address changes when its content does, so it may be kept.

    Raises Http404 for a document: those have an address of their own, where Wagtail asks who may
    have it, and their names are people's and easily guessed. And for what is not complete yet.
    """
    if posixpath.normpath(path).lstrip("/").startswith(("documents/", f"{INCOMING}/")):
        raise Http404
    response: HttpResponse = serve(request, path, document_root=document_root)  # type: ignore[assignment]
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Mail programs in a browser show the logos of signatures, on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Whatever someone uploads, it is never run as a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
