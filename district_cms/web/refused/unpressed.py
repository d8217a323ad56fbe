"""Where a button sends to is no screen. Who comes to its address otherwise, by signing in again or
by going back, is led to the screen with the button, or told in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..visitors import in_editor

GetResponse = Callable[[HttpRequest], HttpResponse]


class UnpressedInWords:
    """Gives the empty answer of such an address in the editor its words; it stays a 405."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_blank = response.status_code == 405 and not response.streaming and not response.content
        wants_words = "text/html" in request.headers.get("Accept", "")
        if is_blank and in_editor(request) and wants_words and request.method == "GET":
            worded = render(request, "405.html", status=405)
            worded["Allow"] = response.get("Allow", "")
            return worded
        return response


def press_again(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Lead to the screen `to`, and say that nothing has happened. What is no GET gets 405."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    messages.warning(
        request,
        _("Nothing was sent or changed. If you pressed a button just now, press it again here."),
    )
    return redirect(to, *args)
