"""Shows the author's text to copy when saving is refused because a permission has ended."""

import json
import re
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from district_cms.media.in_use import InUse

from .gate import PublishBlocked, refusal_message

FORMS: Final = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:edit"})
NOT_TEXT: Final = re.compile(
    r"(csrf|next$|known$|undo|turn$|loaded_|overwrite_|gate-|comment|begun|action-|class$|slug$)"
    r"|.*(-(id|type|order|count|deleted|DELETE)|_FORMS)$"
)
WORD: Final = re.compile(r"[^\W\d_]{3}")


def is_page_form(request: HttpRequest) -> bool:
    """Returns True if a signed-in user sent the form of a page or of an update."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    match = request.resolver_match
    return "loaded_revision_id" in request.POST or bool(match and match.view_name in FORMS)


def is_led_away(response: HttpResponse) -> bool:
    """Returns True if Wagtail refused for lack of permission: it redirects to the first screen or
    the sign-in."""
    target = response.get("Location", "").partition("?")[0]
    return target in (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))


def text_to_copy(request: HttpRequest) -> HttpResponse:
    """Returns 403: a page with the text to copy, or JSON for autosave."""
    list(messages.get_messages(request))  # drops Wagtail's message, which explains less
    if not request.accepts("text/html"):
        code = "permission_denied"
        return JsonResponse({"success": False, "error_code": code, "type": code}, status=403)
    context = {
        "title": _("You can no longer change this page"),
        "text": _(
            "Nothing was saved just now. Your days with this class may be over, or someone changed "
            "your role. Copy your text below: when you leave this page, it is gone. Ask the "
            "class’s teacher or the school office to post it."
        ),
        "typed": typed_text(request.POST),
    }
    return render(request, "503.html", context, status=403)


def typed_text(sent: QueryDict) -> str:
    """Returns the text that someone typed into a form, in order; rich texts without formatting."""
    typed = [_plain(str(value)) for name, value in sent.items() if not NOT_TEXT.match(name)]
    return "\n\n".join(text for text in typed if text != "null" and WORD.search(text))


def _plain(value: str) -> str:
    """Returns the text of a rich text, which the editor sends as JSON; else the value."""
    try:
        return "\n".join(block["text"] for block in json.loads(value)["blocks"])
    except (ValueError, LookupError, TypeError):
        return value


GetResponse = Callable[[HttpRequest], HttpResponse]


class PublishBlockedMiddleware:
    """Turns a refusal that no form caught into a message in the page's editor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_page_form(request) and is_led_away(response):
            return text_to_copy(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(error, PermissionDenied) and is_page_form(request):
            return text_to_copy(request)
        if isinstance(error, InUse):
            return _file_stays(request, error)
        if not isinstance(error, PublishBlocked):
            return None
        messages.error(request, refusal_message(error))
        address = _way_out(request, error)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # A dialog of the editor, such as "Approve with a comment", follows this redirect.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _file_stays(request: HttpRequest, error: InUse) -> HttpResponse:
    """Returns to the file or its list with the message: live pages use the file."""
    words = " ".join(error.messages)
    view = request.resolver_match.view_name if request.resolver_match else ""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        if view.endswith(":delete_multiple"):
            return JsonResponse({"success": False, "error_message": words}, status=409)
        messages.error(request, words)
        # Closes the dialog of a collection's privacy, unchanged.
        return JsonResponse({"step": "set_privacy_done", "is_public": True})
    messages.error(request, words)
    address = error.item and AdminURLFinder(request.user).get_edit_url(error.item)
    return redirect(address or "wagtailadmin_home")


def _way_out(request: HttpRequest, error: PublishBlocked) -> str:
    """Returns the editor of the refused page; for a page that was not created, the form for
    creating it."""
    if error.page.pk is not None:
        return reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    if request.resolver_match and request.resolver_match.view_name == "wagtailadmin_pages:copy":
        return request.path
    return reverse("wagtailadmin_explore_root")
