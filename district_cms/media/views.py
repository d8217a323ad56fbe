"""Serving uploads where no server before ours does, and who may have a document.

Parts of a file are for players that jump within it (RFC 9110, section 14); Django and Wagtail send
whole files only.
"""

import posixpath
import re
from pathlib import PurePath
from typing import IO, Any, Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document

from .permissions import is_for_everyone, may_open
from .storage import INCOMING

LONGEST_PATH: Final = 1000


@require_safe
def uploaded(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded picture; it may be cached, because its address changes with its content.

    Raises Http404 for documents, incomplete files and impossible names.
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
    """Raise Http404 for who may not have the document. Called by Wagtail before it serves one."""
    is_public = is_for_everyone(document)
    if not (is_public or may_open(document, request)):
        raise Http404
    request.serves_public_document = is_public  # type: ignore[attr-defined]


_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PLAYED: Final = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".vtt": "text/vtt; charset=utf-8",
}
"""Content types by extension, for what browsers play themselves."""


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one part that a `Range` header asks for.

    None: serve the whole file. Raises ValueError for a part beyond the end.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        if not length:
            raise ValueError("nothing")
        return size - length, size - 1
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < begin:
        return None
    if begin >= size:
        raise ValueError("beyond the end")
    return begin, end


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Wagtail's response for a document; for what browsers play, in the parts that they ask for."""
    answer: HttpResponseBase = serve_document(request, document_id, filename)
    scope = "public" if getattr(request, "serves_public_document", False) else "private"
    answer.headers.setdefault("Cache-Control", f"{scope}, no-cache")
    kind = PLAYED.get(PurePath(filename).suffix.lower())
    if kind is None or answer.status_code != 200 or not isinstance(answer, FileResponse):
        return answer
    size = answer.headers.get("Content-Length", "")
    if "Range" in request.headers and size.isdecimal():
        answer = _part(request, answer, int(size))
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Accept-Ranges"] = "bytes"
    # Whatever someone uploads, it is never run as a page of ours.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _part(request: HttpRequest, whole: FileResponse, size: int) -> HttpResponseBase:
    """The part of the answer that is asked for, the whole, or a refusal."""
    etag = whole.headers.get("ETag", "")
    if request.headers.get("If-Range", etag) != etag:
        return whole  # the part would be of another file than the one that the player has
    file = whole.file_to_stream
    assert file is not None  # a FileResponse is made of one
    answer: HttpResponseBase
    try:
        wanted = read_range(request.headers["Range"], size)
    except ValueError:
        file.close()
        answer = HttpResponse(status=416)
        answer.headers["Content-Range"] = f"bytes */{size}"
        return answer
    if wanted is None:
        return whole
    first, last = wanted
    answer = FileResponse(_Part(file, first, last), status=206)
    answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer.headers["Content-Length"] = str(last - first + 1)
    for name in ("Cache-Control", "ETag", "Last-Modified", "X-Content-Type-Options"):
        if name in whole.headers:
            answer.headers[name] = whole.headers[name]
    return answer


class _Part:
    """Bytes of a file from the first to the last, as Django's answer reads a file."""

    def __init__(self, file: IO[bytes], first: int, last: int) -> None:
        self._file = file
        self._left = last - first + 1
        file.seek(first)

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
