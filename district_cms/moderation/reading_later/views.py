"""A principal says what they have read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.unpressed import press_again

from ..review.asked import numbers_in
from .services import mark_read


def mark_as_read(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return press_again(request, "moderation_review")
    number = mark_read(keys=numbers_in(request.POST.getlist("read")), user=request.user)
    if number:
        text = ngettext(
            "%(number)d update is off your list.", "%(number)d updates are off your list.", number
        )
        messages.success(request, text % {"number": number})
    else:
        messages.error(request, _("Choose at least one update first."))
    return redirect("moderation_review")
