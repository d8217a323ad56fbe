"""The screen on which a school year turns over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_q.tasks import async_task
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.models import SchoolYear
from district_cms.web.accounts import SignedInRequest

from ..assignments.next_year import MAY
from .forward import bring
from .services import closes_from, state_of


class SchoolYearView(WagtailAdminTemplateMixin, TemplateView):
    """Shows how far the next year is prepared, and what closing this one does. POST closes it, in
    the queue."""

    template_name = "classroom/admin/turnover/screen.html"
    page_title = gettext_lazy("Next school year")
    header_icon = "date"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(MAY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        year = get_object_or_404(SchoolYear, name=request.POST.get("year"))
        if timezone.localdate() >= closes_from(year):
            async_task("classroom.tasks.close_year", year.pk, request.user.pk)
            words = _("The school year %(year)s is being closed; this takes a few minutes.")
            messages.success(request, words % {"year": year.name})
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begun = SchoolYear.objects.filter(first_day__lte=timezone.localdate())
        to_close = begun.filter(closed_at=None).order_by("first_day").first()
        closed = SchoolYear.objects.exclude(closed_at=None).first()
        states = [state_of(year) for year in (to_close, closed) if year is not None]
        return {**super().get_context_data(**kwargs), "states": states}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("class-assignments:index"), "label": _("Class assignments")},
            {"url": "", "label": self.page_title},
        ]


def urls() -> list[Any]:
    forward = "classes/<int:classroom_id>/bring-forward/"
    return [
        path("classes/school-year/", SchoolYearView.as_view(), name="classroom_school_year"),
        path(forward, bring, name="classroom_bring_forward"),
    ]
