"""What the website says of a form that it cannot trust."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in words that a form was not taken, and how to send it again; 403.

    `reason` is Django's, for its log: it names cookies and tokens, which help nobody here.
    """
    in_editor = request.path.startswith(reverse("wagtailadmin_home"))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        message = _("The form is too old, or the browser did not send its cookie.")
        return JsonResponse({"success": False, "error_message": message}, status=403)
    return render(request, "403_csrf.html", {"in_editor": in_editor}, status=403)
