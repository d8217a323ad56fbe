"""Screens of the editor beside the page form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.unpublish import UnpublishView

from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ..models import ClassroomPage, UpdatePage
from ..presentation.running import last_day_of, running
from ..requirements.same_days import others_by_class
from ..selectors import own_classrooms
from ..services.updates import post_to_sections
from .forms import SectionsForm


class OfAnUpdate(WagtailAdminTemplateMixin, FormView):
    """A screen about one update: its way back, and who may be here."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.may(self.update.permissions_for_user(self.request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permissions: Any) -> bool:
        """Whether someone with these page permissions may use the screen."""
        return bool(permissions.can_edit())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.update.pk]),
                "label": self.update.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]


class OtherSectionsView(OfAnUpdate):
    """Choose other classes of the same teacher and copy the update into them."""

    template_name = "classroom/admin/post_to_sections.html"
    form_class = SectionsForm
    page_title = gettext_lazy("Post to my other sections too")
    header_icon = "copy"

    @cached_property
    def others(self) -> QuerySet[ClassroomPage]:
        return own_classrooms(self.request.user).exclude(pk=self.update.get_parent().pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        latest = self.update.get_latest_revision_as_object()
        paths = list(self.others.values_list("path", flat=True))
        same_days = others_by_class(
            UpdatePage.objects, paths, latest.period_start, latest.period_end
        )
        return {**super().get_form_kwargs(), "classrooms": self.others, "same_days": same_days}

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "has_others": self.others.exists(),
        }


class UnpublishPageView(UnpublishView):
    """Takes the pages below along unless someone clears the box; names classes that run."""

    template_name = "classroom/admin/unpublish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        below = ClassroomPage.objects.live().filter(running(today))
        classes = below.descendant_of(self.object, inclusive=True).select_related("school_year")
        ends = [last_day_of(room) for room in classes]
        return {
            **super().get_context_data(**kwargs),
            "classes": len(ends),
            "of_class": isinstance(self.object.specific, ClassroomPage),
            "until": weekday_text(max(ends)) if ends else "",
        }
