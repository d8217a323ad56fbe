"""Two small middlewares: the policy for each area of the site, and kind refusals."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .publishing import PublishBlocked, refusal_message

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyByArea:
    """Sets the looser policy on the editor's screens and on previews; everything else is strict.

    Stands inside Django's own middleware, which writes the header that `_csp_config` names.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path.startswith(reverse("wagtailadmin_home"))
        # A preview is served from an admin address; the toolbar in it has inline styles.
        if in_admin and not hasattr(response, "_csp_config"):
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
        if error.page.pk is None:
            return redirect("wagtailadmin_explore_root")
        return redirect("wagtailadmin_pages:edit", error.page.pk)
