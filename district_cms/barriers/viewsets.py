"""The communications office's screen "Accessibility problems"."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import DayColumn, StackedTable
from district_cms.web.visitors import is_own_path

from .deadlines import Standing
from .forms import AnswerForm, StepForm
from .models import BarrierReport
from .permissions import may_act, may_look
from .selectors import standing_of
from .services import StepRefused, answer_by_mail, take_step

NAMESPACE: Final = "barriers_office"
# Words and icons, because not everyone can see colors.
STANDINGS: Final[Mapping[Standing, tuple[Any, str]]] = {
    Standing.LATE: (_("Late"), "warning"),
    Standing.DUE: (_("Answer now"), "time"),
    Standing.OPEN: (_("Open"), "help"),
    Standing.ANSWERED: (_("Answered"), "check"),
    Standing.CLOSED: (_("Closed"), "lock"),
}
FILTERS: Final = [
    ("waiting", _("Waiting for an answer")),
    ("late", _("Late")),
    ("answered", _("Answered, not closed")),
    ("closed", _("Closed")),
]


def marked(report: BarrierReport, today: dt.date | None = None) -> dict[str, Any]:
    """Returns a report with its status as a word and an icon."""
    standing = standing_of(report, today)
    word, icon = STANDINGS[standing]
    return {"report": report, "standing": standing.value, "word": word, "icon": icon}


class StandingColumn(Column):
    cell_template_name = "barriers/admin/barrier_standing_cell.html"

    def get_value(self, instance: BarrierReport) -> Any:
        return marked(instance)


class BarrierFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(label=_("Status"), choices=FILTERS, method="of_standing")

    class Meta:
        model = BarrierReport
        fields = ["language"]

    def of_standing(self, reports: Any, name: str, value: str) -> Any:
        if value == "closed":
            return reports.filter(closed_at__isnull=False)
        if value == "answered":
            return reports.filter(closed_at__isnull=True, answered_at__isnull=False)
        waiting = reports.filter(closed_at__isnull=True, answered_at__isnull=True)
        return waiting.filter(due_on__lt=timezone.localdate()) if value == "late" else waiting


class BarrierIndexView(IndexView):
    page_title = _("Accessibility problems")
    filterset_class = BarrierFilterSet
    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        rank = Case(
            When(closed_at__isnull=False, then=Value(2)),
            When(answered_at__isnull=False, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        return super().get_base_queryset().annotate(rank=rank)


class BarrierReportView(InspectView):
    """One report: its content, what was done, and the forms for the next step."""

    page_title = _("Accessibility problem")
    template_name = "barriers/admin/barrier_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.object
        can_act = may_act(self.request.user) and report.closed_at is None
        can_answer = can_act and report.email
        return {
            **super().get_context_data(**kwargs),
            **marked(report),
            "steps": list(report.steps.all()),
            # Typed text is shown as text: only a path of ours becomes a link.
            "page_url": report.page if is_own_path(report.page) else "",
            "step_form": kwargs.get("step_form", StepForm()) if can_act else None,
            "answer_form": kwargs.get("answer_form", AnswerForm()) if can_answer else None,
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handles both forms. Raises `PermissionDenied` for people who may only read."""
        if not may_act(request.user):
            raise PermissionDenied
        by_mail = "text" in request.POST
        form = AnswerForm(request.POST) if by_mail else StepForm(request.POST)
        if not form.is_valid():
            name = "answer_form" if by_mail else "step_form"
            return self.render_to_response(self.get_context_data(**{name: form}), status=422)
        try:
            if by_mail:
                answer_by_mail(report=self.object, user=request.user, **form.cleaned_data)
            else:
                take_step(report=self.object, user=request.user, **form.cleaned_data)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _now("The step is recorded.")
                if not by_mail
                else _now("The answer is being sent, and recorded."),
            )
        return redirect(reverse(f"{NAMESPACE}:inspect", args=[self.object.pk]))


class BarrierViewSet(ModelViewSet):
    model = BarrierReport
    icon = "comment"
    menu_label = _("Accessibility problems")
    menu_order = 306
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = BarrierIndexView
    inspect_view_class = BarrierReportView
    inspect_template_name = "barriers/admin/barrier_report.html"
    # Nobody creates reports here, but Wagtail needs a form.
    form_fields: list[str] = []
    list_display = [
        "reference",
        StandingColumn("standing", label=_("Status")),
        DayColumn("due_on", label=_("Answer by"), sort_key="due_on"),
        Column("page", label=_("Page")),
        DateColumn("reported_at", label=_("Reported"), sort_key="reported_at"),
    ]
    # Neither text nor contact details: they stay behind the sign-in.
    list_export = ["reference", "reported_at", "due_on", "answered_at", "closed_at", "page"]
    export_filename = "accessibility-problems"
    search_fields = ["reference", "what", "page"]
    ordering = ["rank", "due_on", "pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]


barrier_viewset = BarrierViewSet(NAMESPACE, url_prefix="barriers")


class BarriersPanel(Component):
    """The office's panel of waiting reports, late ones first."""

    name = "barriers"
    template_name = "barriers/admin/barriers_panel.html"
    order = 6

    def get_context_data(self, parent_context: Any) -> Any:
        if not may_look(parent_context["request"].user):
            return {"shown": False}
        waiting = list(BarrierReport.objects.waiting())
        rows = [marked(report) for report in waiting]
        urgent = [row for row in rows if row["standing"] in (Standing.LATE, Standing.DUE)]
        return {
            "shown": bool(waiting),
            "rows": urgent,
            "in_time": len(waiting) - len(urgent),
            "list_url": reverse(f"{NAMESPACE}:index"),
        }
