"""Serves uploads if no server in front of ours does, and checks who may open a document.

Ranges are for players that seek within a file (RFC 9110, section 14); Django and Wagtail send whole
files only.
"""

import posixpath
import re
from mimetypes import guess_type
from pathlib import PurePath
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document

from .permissions import is_for_everyone, may_open
from .storage import INCOMING

LONGEST_PATH: Final = 1000


@require_safe
def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serves an uploaded picture. It may be cached, because its address changes with its content.

    Raises Http404 for documents, incomplete files and invalid names.
    """
    if posixpath.normpath(path).lstrip("/").startswith(("documents/", f"{INCOMING}/")):
        raise Http404
    if len(path) > LONGEST_PATH or any(len(part.encode()) > 255 for part in path.split("/")):
        raise Http404  # no file system has such a name, and looking it up would raise an error
    response: HttpResponseBase = (
        _from_bucket(path)
        if settings.UPLOADS_BUCKET
        else serve(request, path, document_root=str(settings.MEDIA_ROOT))
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Mail programs in a browser show the logos of signatures on pages of another site.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Browsers must never run an upload as a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _from_bucket(path: str) -> FileResponse:
    name = posixpath.normpath(path).lstrip("/")
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, SuspiciousOperation) as error:
        raise Http404 from error
    kind = guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind, filename=PurePath(name).name)


def check_reader(document: Any, request: HttpRequest) -> None:
    """Raises Http404 if the user may not open the document. Wagtail calls it before serving one."""
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
"""Content types by extension, for files that browsers play."""


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """Returns the first and last byte of the one range in a `Range` header.

    None means: serve the whole file. Raises ValueError for a range beyond the end.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:  # a suffix range: the last bytes of the file
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
    """Returns Wagtail's response for a document; for recordings, the requested range."""
    try:
        response: HttpResponseBase = serve_document(request, document_id, filename)
    except FileNotFoundError as error:  # the bucket has lost it
        raise Http404 from error
    scope = "public" if getattr(request, "serves_public_document", False) else "private"
    response.headers.setdefault("Cache-Control", f"{scope}, no-cache")
    kind = PLAYED.get(PurePath(filename).suffix.lower())
    if kind is None or response.status_code != 200 or not isinstance(response, FileResponse):
        return response
    size = response.headers.get("Content-Length", "")
    if "Range" in request.headers and size.isdecimal():
        response = _part(request, response, int(size))
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = "inline"
    response.headers["Accept-Ranges"] = "bytes"
    # Browsers must never run an upload as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _part(request: HttpRequest, whole: FileResponse, size: int) -> HttpResponseBase:
    """Returns the requested range, the whole file, or a refusal."""
    etag = whole.headers.get("ETag", "")
    if request.headers.get("If-Range", etag) != etag:
        return whole  # the range would be of another file than the player has
    file = whole.file_to_stream
    assert file is not None  # a FileResponse has a file
    response: HttpResponseBase
    try:
        wanted = read_range(request.headers["Range"], size)
    except ValueError:
        file.close()
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    if wanted is None:
        return whole
    first, last = wanted
    response = FileResponse(_Part(file, first, last), status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    for name in ("Cache-Control", "ETag", "Last-Modified", "X-Content-Type-Options"):
        if name in whole.headers:
            response.headers[name] = whole.headers[name]
    return response


class _Part:
    """A range of bytes of a file, with the interface that Django's response reads."""

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
