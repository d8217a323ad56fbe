"""A refusal that no form caught becomes a kind message."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from .mechanism import PublishBlocked, refusal_message

GetResponse = Callable[[HttpRequest], HttpResponse]


class PublishBlockedMiddleware:
    """A refusal that no form caught (approval from the dashboard, bulk actions, copying) ends in
    the editor of the refused page, with the reasons, and nothing changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PublishBlocked):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, refusal_message(error))
        address = _way_out(request, error)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # A window of the editor, such as "Approve with a comment", goes where this says.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _way_out(request: HttpRequest, error: PublishBlocked) -> str:
    """The editor of the refused page; for a page that was never made, where making it began."""
    if error.page.pk is not None:
        return reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    if request.resolver_match and request.resolver_match.view_name == "wagtailadmin_pages:copy":
        return request.path
    return reverse("wagtailadmin_explore_root")
