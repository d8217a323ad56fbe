"""Answers in words while the site cannot work: the database is busy, or a disk is full.

They are drawn without the database. What a view raises is answered by the middleware, so that it is
said with DEBUG too; what is raised around it (reading a large upload, keeping a session), by
Django's handler for errors.
"""

import logging
import sys
from collections.abc import Callable
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from ..queue.apart import is_full_disk

log = logging.getLogger("district")

RETRY_AFTER: Final = 30
"""Seconds. A lock lasts for a moment, a database that starts again for less than a minute."""
_SQLITE_BUSY: Final = {5, 6}  # SQLITE_BUSY and SQLITE_LOCKED; further bits say more exactly why
# lock_not_available, deadlock_detected, query_canceled, too_many_connections, admin_shutdown,
# crash_shutdown, cannot_connect_now.
_POSTGRESQL_BUSY: Final = {"55P03", "40P01", "57014", "53300", "57P01", "57P02", "57P03"}

GetResponse = Callable[[HttpRequest], HttpResponse]


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
