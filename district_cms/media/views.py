"""Serving uploads where no server before ours does, and who may have a document."""

import posixpath
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

from .permissions import is_for_everyone, may_open
from .storage import INCOMING

LONGEST_PATH: Final = 1000


@require_safe
def uploaded(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded picture. Its address changes when its content does, so it may be kept.

    Raises Http404 for a document: those have an address of their own, where Wagtail asks who may
    have it, and their names are people's and easily guessed; for what is not complete yet; and for
    a name that no file can have.
    """
    if posixpath.normpath(path).lstrip("/").startswith(("documents/", f"{INCOMING}/")):
        raise Http404
    if len(path) > LONGEST_PATH or any(len(part.encode()) > 255 for part in path.split("/")):
        raise Http404  # no file system has such a name, and asking it would be an error
    response: HttpResponse = serve(request, path, document_root=str(settings.MEDIA_ROOT))  # type: ignore[assignment]
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Mail programs in a browser show the logos of signatures, on a page of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Whatever someone uploads, it is never run as a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def check_reader(document: Any, request: HttpRequest) -> None:
    """Raise Http404 for who may not have the document, as where there is none. Called by Wagtail
    before it serves one; `byte_ranges.document` reads what is noted here."""
    is_public = is_for_everyone(document)
    if not (is_public or may_open(document, request)):
        raise Http404
    request.serves_public_document = is_public  # type: ignore[attr-defined]
