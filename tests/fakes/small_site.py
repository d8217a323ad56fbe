"""A site of four answers, for what the web server itself does with requests.

It has one address with a secret, so that the log of requests has one to leave out.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

SLEEP = 1.0  # seconds


def nothing(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("email/<str:token>/", nothing)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, LOGGING_CONFIG=None)
    django.setup()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    asked = environ["PATH_INFO"]
    if asked == "/sleep":
        time.sleep(SLEEP)
        body = b"slept"
    elif asked == "/posted":
        body = str(len(environ["wsgi.input"].read())).encode()
    else:
        told = {name: text for name, text in environ.items() if isinstance(text, str)}
        body = json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
