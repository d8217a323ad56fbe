"""Error pages in plain sentences: busy database, full disk, CSRF failure, GET on a POST address."""

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
    """Explains that a form was not accepted, and how to send it again; 403.

    `reason` is Django's, for its log: it names cookies and tokens, which helps no reader.
    """
    in_editor = request.path.startswith(reverse("wagtailadmin_home"))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        message = _("The form is too old, or the browser did not send its cookie.")
        return JsonResponse({"success": False, "error_message": message}, status=403)
    return render(request, "403_csrf.html", {"in_editor": in_editor}, status=403)


log = logging.getLogger("district")

RETRY_AFTER: Final = 30
"""Seconds. A lock lasts a moment; a database restarts in less than a minute."""
_SQLITE_BUSY: Final = {5, 6}  # SQLITE_BUSY and SQLITE_LOCKED; the higher bits give details
# lock_not_available, deadlock_detected, query_canceled, too_many_connections, admin_shutdown,
# crash_shutdown, cannot_connect_now.
_POSTGRESQL_BUSY: Final = {"55P03", "40P01", "57014", "53300", "57P01", "57P02", "57P03"}


class UnavailableInWords:
    """The innermost middleware: turns a busy database or a full disk into an error page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_to(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: explains a busy database or a full disk; shows the plain error page
    for any other fault."""
    return answer_to(request, sys.exc_info()[1]) or plain_server_error(request)


def answer_to(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Returns 507 for a full disk, 503 with Retry-After for a busy database, None for any other
    error."""
    if is_full_disk(error):
        log.error("the disk is full: %s", type(error).__name__)
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
        log.warning("the database is busy or unreachable: %s", type(error).__name__)
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
    """Returns True if the database did not answer in time, or cannot be reached."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY
    state = getattr(cause, "sqlstate", None)
    # An error without a code means that the connection could not be made, or broke.
    return state is None or state in _POSTGRESQL_BUSY or state.startswith("08")


def _answer(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    match = request.resolver_match
    if match is not None and (match.url_name or "").endswith("add_multiple"):
        # Wagtail's upload screens show this message beside the file; of other answers they show
        # only the number.
        return JsonResponse({"success": False, "error_message": f"{title}. {text}"})
    if "application/json" in request.headers.get("Accept", ""):
        words = {"success": False, "error_code": "unavailable", "error_message": f"{title}. {text}"}
        return JsonResponse(words, status=status)
    page = render_to_string("503.html", {"title": title, "text": text})
    return HttpResponse(page, status=status)


class UnpressedInWords:
    """Adds an explanation to an empty 405 answer in the editor; the status stays 405."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_blank = response.status_code == 405 and not response.streaming and not response.content
        wants_words = "text/html" in request.headers.get("Accept", "")
        if is_blank and in_editor(request) and wants_words and request.method == "GET":
            page = render(request, "405.html", status=405)
            page["Allow"] = response.get("Allow", "")
            return page
        return response


def press_again(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Redirects to the screen `to` with the message that nothing has happened. Answers other
    methods than GET and HEAD with 405."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    messages.warning(
        request,
        _("Nothing was sent or changed. If you pressed a button just now, press it again here."),
    )
    return redirect(to, *args)
