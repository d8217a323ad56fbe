"""The switch by itself, behind the button of a class page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.web.accounts import SignedInRequest

from .. import sources
from .services import check_may_switch, families_of, set_offer


def switch(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """GET shows how it stands and what it means; POST with `offered` "on" or "off" sets it."""
    classroom = sources.classroom(classroom_id)
    if classroom is None:
        raise Http404
    check_may_switch(user=request.user, classroom=classroom)
    name = sources.class_name(classroom)
    if request.method == "POST":
        offered = request.POST.get("offered") == "on"
        set_offer(classroom=classroom, offered=offered, user=request.user)
        text = (
            _("Families can now get the updates of %(class)s by email.")
            if offered
            else _("%(class)s no longer sends email. Its page stays as it is.")
        )
        messages.success(request, text % {"class": name})
        if request.POST.get("next") == "home":
            return redirect("wagtailadmin_home")
        return redirect("notifications_class_mail", classroom_id)
    heading = _("Updates by email")
    context: dict[str, Any] = {
        "header_title": heading,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_explore", args=[classroom.pk]), "label": name},
            {"url": "", "label": heading},
        ],
        "name": name,
        "classroom": classroom,
        "offered": sources.offers_mail(classroom),
        "families": families_of([classroom.translation_key])[classroom.translation_key],
    }
    return render(request, "notifications/admin/class_mail.html", context)
