"""A principal chooses who stands in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest

from ..models import ReviewSettings, StandIn
from .forms import StandInsForm
from .selectors import to_choose_from
from .services import choose_stand_ins


class StandInsView(WagtailAdminTemplateMixin, FormView):
    template_name = "moderation/admin/stand_ins.html"
    form_class = StandInsForm
    page_title = gettext_lazy("Who stands in")
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.kwargs["school_id"] not in school_ids_led_by(self.request.user):
            raise PermissionDenied
        self.school = get_object_or_404(SchoolPage, pk=self.kwargs["school_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = StandIn.objects.filter(school=self.school).values_list("staff_id", flat=True)
        return {
            **super().get_form_kwargs(),
            "people": to_choose_from(self.school),
            "initial": {"staff": list(chosen)},
        }

    def form_valid(self, form: StandInsForm) -> HttpResponse:
        staff = form.cleaned_data["staff"]
        choose_stand_ins(school=self.school, staff=staff, user=self.request.user)
        names = ", ".join(one.full_name for one in staff)
        text = (
            _("Now these people stand in for you: %(names)s.") % {"names": names}
            if names
            else _("Nobody stands in for you now.")
        )
        messages.success(self.request, text)
        return redirect("moderation_review")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("moderation_review"), "label": _("Review")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = ReviewSettings.load().pass_on_after
        return {**super().get_context_data(**kwargs), "school": self.school, "after": after}
