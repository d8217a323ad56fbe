"""Error answers in words: busy, full disk, untrusted form, a button's address opened."""

import logging
import sys
from typing import Any, Final

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from .middleware import GetResponse
from .queue.isolation import is_full_disk
from .visitors import in_editor


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in words that a form was not taken, and how to send it again; 403.

    `reason` is Django's, for its log: it names cookies and tokens, which help nobody here.
    """
    in_editor = request.path.startswith(reverse("wagtailadmin_home"))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        message = _("The form is too old, or the browser did not send its cookie.")
        return JsonResponse({"success": False, "error_message": message}, status=403)
    return render(request, "403_csrf.html", {"in_editor": in_editor}, status=403)


log = logging.getLogger("district")

RETRY_AFTER: Final = 30
"""Seconds. A lock lasts for a moment, a database that starts again for less than a minute."""
_SQLITE_BUSY: Final = {5, 6}  # SQLITE_BUSY and SQLITE_LOCKED; further bits say more exactly why
# lock_not_available, deadlock_detected, query_canceled, too_many_connections, admin_shutdown,
# crash_shutdown, cannot_connect_now.
_POSTGRESQL_BUSY: Final = {"55P03", "40P01", "57014", "53300", "57P01", "57P02", "57P03"}


class UnavailableInWords:
    """Stands nearest to the views."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_to(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: in words where there are any, else the page of any fault of ours."""
    return answer_to(request, sys.exc_info()[1]) or plain_server_error(request)


def answer_to(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """507 for a full disk, 503 with Retry-After for a busy database, None for anything else."""
    if is_full_disk(error):
        log.error("no room left on the disk: %s", type(error).__name__)
        return _answer(
            request,
            507,
            _("Our server has no room left"),
            _(
                "Nothing was saved or changed. Go back: what you typed is still there. Please "
                "try again later. If it keeps happening, tell your school office."
            ),
        )
    if is_busy(error):
        log.warning("the database is busy or away: %s", type(error).__name__)
        response = _answer(
            request,
            503,
            _("Our website is busy at the moment"),
            _(
                "Nothing was saved or changed. Wait half a minute, then go back and try again: "
                "what you typed is still there."
            ),
        )
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return None


def is_busy(error: BaseException | None) -> bool:
    """Whether the database did not answer in time, or is not there just now."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY
    state = getattr(cause, "sqlstate", None)
    # Without a code of its own the connection could not be made, or broke.
    return state is None or state in _POSTGRESQL_BUSY or state.startswith("08")


def _answer(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    match = request.resolver_match
    if match is not None and (match.url_name or "").endswith("add_multiple"):
        # Wagtail's uploads show these words beside the file, and of other answers the number only.
        return JsonResponse({"success": False, "error_message": f"{title}. {text}"})
    if "application/json" in request.headers.get("Accept", ""):
        words = {"success": False, "error_code": "unavailable", "error_message": f"{title}. {text}"}
        return JsonResponse(words, status=status)
    page = render_to_string("503.html", {"title": title, "text": text})
    return HttpResponse(page, status=status)


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
