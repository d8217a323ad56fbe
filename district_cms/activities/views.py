"""Who may post to an activity, chosen by whoever answers for it; and the way to the district's
news."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import HomePage
from district_cms.web.accounts import SignedInRequest

from .forms import LeadersForm
from .models import ActivityLeader, ActivityPage
from .permissions import check_may_choose_leaders, check_may_write_for_district
from .selectors import staff_of
from .services import set_leaders


@require_safe
def for_district(request: SignedInRequest) -> HttpResponse:
    """On to a new post of the district's news; where there is no page of it yet, to that."""
    check_may_write_for_district(request.user)
    pages = list(ActivityPage.objects.filter(depth=SCHOOL_DEPTH).order_by("path")[:2])
    if len(pages) == 1:
        return redirect("wagtailadmin_pages:add", "activities", "postpage", pages[0].pk)
    home = get_object_or_404(HomePage)
    if pages:
        return redirect("wagtailadmin_explore", home.pk)
    return redirect("wagtailadmin_pages:add", "activities", "activitypage", home.pk)


class LeadersView(WagtailAdminTemplateMixin, FormView):
    template_name = "activities/admin/leaders.html"
    form_class = LeadersForm
    page_title = gettext_lazy("Who may post")
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.activity = get_object_or_404(ActivityPage, pk=self.kwargs["activity_id"])
        check_may_choose_leaders(self.request.user, self.activity)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = ActivityLeader.objects.filter(activity=self.activity)
        return {
            **super().get_form_kwargs(),
            "people": staff_of(self.activity),
            "initial": {"staff": list(chosen.values_list("staff_id", flat=True))},
        }

    def form_valid(self, form: LeadersForm) -> HttpResponse:
        staff = form.cleaned_data["staff"]
        set_leaders(activity=self.activity, staff=staff, user=self.request.user)
        title, names = self.activity.title, ", ".join(one.full_name for one in staff)
        text = (
            _("Now these people may post to %(title)s: %(names)s.")
            if names
            else _("Now only the school’s principal and the office may post to %(title)s.")
        )
        messages.success(self.request, text % {"title": title, "names": names})
        return redirect("wagtailadmin_explore", self.activity.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        page = {
            "url": reverse("wagtailadmin_explore", args=[self.activity.pk]),
            "label": self.activity.title,
        }
        return [*super().get_breadcrumbs_items(), page, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "activity": self.activity}
