"""Two small middlewares: the policy for each area of the site, and kind refusals."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from .publishing import PublishBlocked, refusal_message

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyByArea:
    """Sets looser policies on the editor's screens and on previews; everything else is strict.

    Stands inside Django's own middleware, which writes the header that `_csp_config` names.
    Wagtail draws a preview as an answer of its own, for the page's public address, inside the
    answer of an editor's screen; the inner one comes through here first and keeps its policy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "_csp_config"):
            return response
        if getattr(request, "is_preview", False):
            response._csp_config = settings.PREVIEW_CSP  # type: ignore[attr-defined]
        elif request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return response


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
