"""Screens of the editor beside the page form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

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


class OtherSectionsView(WagtailAdminTemplateMixin, FormView):
    """Choose other classes of the same teacher and copy the update into them."""

    template_name = "classroom/admin/post_to_sections.html"
    form_class = SectionsForm
    page_title = gettext_lazy("Post to my other sections too")
    header_icon = "copy"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.update.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        self.others = own_classrooms(self.request.user).exclude(pk=self.update.get_parent().pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "classrooms": self.others}

    def form_valid(self, form: SectionsForm) -> HttpResponse:
        try:
            copied = post_to_sections(
                update=self.update,
                classrooms=form.cleaned_data["classrooms"],
                user=self.request.user,
                submit=form.cleaned_data["submit"],
            )
        except PublishBlocked as refusal:
            # Nothing was made: the update itself is what needs fixing first.
            form.add_error(None, refusal_message(refusal))
            return self.form_invalid(form)
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
        messages.success(self.request, text % {"number": number})
        return redirect("wagtailadmin_pages:edit", self.update.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.update.pk]),
                "label": self.update.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "has_others": self.others.exists(),
        }
