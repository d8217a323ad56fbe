"""What every answer says to the browser about itself: its policies, by area of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

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


class FeaturesAndResources:
    """Says that no page uses a device, that other sites may not put our answers into theirs, and
    that no proxy keeps what does not say itself for whom and for how long it may be kept: left to
    themselves, some keep whatever has no cookie for some minutes.

    A picture says otherwise for itself: signatures in other people's mail programs show them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private")
        return response
