"""A refusal that no form caught becomes a kind message."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from district_cms.media.in_use import InUse

from .editor.lost_permission import is_led_away, is_page_form, text_to_copy
from .mechanism import PublishBlocked, refusal_message

GetResponse = Callable[[HttpRequest], HttpResponse]


class PublishBlockedMiddleware:
    """A refusal that no form caught (approval from the dashboard, bulk actions, copying) ends in
    the editor of the refused page, with the reasons, and nothing changed."""

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
            # A window of the editor, such as "Approve with a comment", goes where this says.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _file_stays(request: HttpRequest, error: InUse) -> HttpResponse:
    """Back to the file, or to the list that it was chosen from; what live pages show is there."""
    words = " ".join(error.messages)
    view = request.resolver_match.view_name if request.resolver_match else ""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        if view.endswith(":delete_multiple"):
            return JsonResponse({"success": False, "error_message": words}, status=409)
        messages.error(request, words)
        # The window of a collection's privacy closes by this, and says that it is as it was.
        return JsonResponse({"step": "set_privacy_done", "is_public": True})
    messages.error(request, words)
    address = error.item and AdminURLFinder(request.user).get_edit_url(error.item)
    return redirect(address or "wagtailadmin_home")


def _way_out(request: HttpRequest, error: PublishBlocked) -> str:
    """The editor of the refused page; for a page that was never made, where making it began."""
    if error.page.pk is not None:
        return reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    if request.resolver_match and request.resolver_match.view_name == "wagtailadmin_pages:copy":
        return request.path
    return reverse("wagtailadmin_explore_root")
