"""Where a button sends to is no screen. Who comes to its address otherwise, by signing in again or
by going back, is led to the screen with the button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def press_again(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Lead to the screen `to`, and say that nothing has happened. What is no GET gets 405."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    messages.warning(
        request,
        _("Nothing was sent or changed. If you pressed a button just now, press it again here."),
    )
    return redirect(to, *args)
