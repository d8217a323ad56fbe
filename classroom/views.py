"""Screens of the editor beside the page form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest

from .forms import SectionsForm
from .models import ClassroomPage, UpdatePage
from .selectors import own_classrooms
from .services.updates import check_may_post, post_to_sections, start_from_last


@require_POST
def start_from_last_update(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Make a draft from the class's newest update and open it in the editor."""
    classroom = get_object_or_404(ClassroomPage, pk=classroom_id)
    check_may_post(user=request.user, classroom=classroom)
    update = start_from_last(classroom=classroom, user=request.user)
    messages.success(
        request,
        _("Here is a draft based on the last update for %(class)s. Change what is new.")
        % {"class": classroom.title},
    )
    return redirect("wagtailadmin_pages:edit", update.pk)


def post_to_other_sections(request: SignedInRequest, update_id: int) -> HttpResponse:
    """Choose other classes of the same teacher and copy the update into them."""
    update = get_object_or_404(UpdatePage, pk=update_id)
    if not update.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    others = own_classrooms(request.user).exclude(pk=update.get_parent().pk)
    form = SectionsForm(request.POST or None, classrooms=others)
    if request.method == "POST" and form.is_valid():
        response = _copy(request, update, form)
        if response is not None:
            return response
    heading = _("Post to my other sections too")
    context: dict[str, Any] = {
        "header_title": heading,
        "header_icon": "copy",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[update.pk]),
                "label": update.get_admin_display_title(),
            },
            {"url": "", "label": heading},
        ],
        "update": update,
        "form": form,
        "has_others": others.exists(),
    }
    return render(request, "classroom/admin/post_to_sections.html", context)


def _copy(request: SignedInRequest, update: UpdatePage, form: SectionsForm) -> HttpResponse | None:
    try:
        copied = post_to_sections(
            update=update,
            classrooms=form.cleaned_data["classrooms"],
            user=request.user,
            submit=form.cleaned_data["submit"],
        )
    except PublishBlocked as refusal:
        # Nothing was made: the update itself is what needs fixing first.
        form.add_error(None, refusal_message(refusal))
        return None
    number = len(copied.made)
    if copied.submitted:
        text = ngettext(
            "The update was sent to the principal for %(number)d more class.",
            "The update is with the principal for %(number)d more classes.",
            number,
        )
    else:
        text = ngettext(
            "A draft of the update is waiting in %(number)d more class.",
            "Drafts of the update are waiting in %(number)d more classes.",
            number,
        )
    messages.success(request, text % {"number": number})
    return redirect("wagtailadmin_pages:edit", update.pk)
