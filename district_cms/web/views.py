"""What programs ask of the website itself, and what it says of a form it cannot trust."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers and containers: 200 when the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in words that a form was not taken, and how to send it again; 403.

    `reason` is Django's, for its log: it names cookies and tokens, which help nobody here.
    """
    in_editor = request.path.startswith(reverse("wagtailadmin_home"))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        message = _("The form is too old, or the browser did not send its cookie.")
        return JsonResponse({"success": False, "error_message": message}, status=403)
    return render(request, "403_csrf.html", {"in_editor": in_editor}, status=403)
