"""Choosing the language of the site."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from district_cms.web.visitors import check_own_form

from .addresses import in_chosen_language


@csrf_exempt
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie and goes back to the page, on our own host only, at
    its address in that language: whoever copies it from the browser sends that language on.

    Raises PermissionDenied for another site's form.
    """
    check_own_form(request)
    response: HttpResponse = set_language(request)
    if response.has_header("Location"):
        response["Location"] = in_chosen_language(
            response["Location"], request.POST.get("language", "")
        )
    return response
