"""The report "Accessibility": the findings of the audits, and the pages to fix."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import OwnReport, urls_of

from . import selectors
from .models import AuditFinding, AuditRun, Engine, OutstandingPage
from .permissions import can_see_everything, can_see_report, can_start, check_start
from .services import start_run, stop_run


def _schools(findings: Any) -> list[tuple[str, str]]:
    names = findings.order_by("page__school").values_list("page__school", flat=True).distinct()
    return [(name, name) for name in names if name]


class FindingFilterSet(WagtailFilterSet):
    """Filters by schools and rules that occur in the report."""

    school = django_filters.ChoiceFilter(field_name="page__school", label=_("School"))
    rule = django_filters.ChoiceFilter(field_name="rule", label=_("Rule"))
    engine = django_filters.MultipleChoiceFilter(
        label=_("Found by"), choices=Engine.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AuditFinding
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what this account may see.
        findings = selectors.findings_for(self.request.user, selectors.newest_run())
        self.filters["school"].extra["choices"] = _schools(findings)
        self.filters["rule"].extra["choices"] = selectors.rules_in(findings)


class _AuditReport(OwnReport):
    may_see = staticmethod(can_see_report)
    refusal = _("You do not edit any pages, so there is no report for you.")


class FindingsView(_AuditReport):
    """Shows the findings of the newest run, with totals, the trend, and the run in progress."""

    model = AuditFinding
    page_title = _("Accessibility")
    header_icon = "glasses"
    template_name = "site_audit/admin/accessibility_report.html"
    results_template_name = "site_audit/admin/accessibility_report_results.html"
    index_url_name = "site_audit_report"
    index_results_url_name = "site_audit_report_results"
    filterset_class = FindingFilterSet
    is_searchable = False
    export_filename = "accessibility-findings"
    list_export = [
        "page.school",
        "page.teacher",
        "page.title",
        "page.address",
        "rule",
        "message",
        "wcag",
        "impact",
        "get_engine_display",
        "owner",
        "selector",
        "excerpt",
    ]
    export_headings = {
        "page.school": _("School"),
        "page.teacher": _("Teacher"),
        "page.title": _("Page"),
        "page.address": _("Address"),
        "rule": _("Rule"),
        "message": _("What"),
        "wcag": _("WCAG"),
        "impact": _("Severity"),
        "get_engine_display": _("Found by"),
        "owner": _("Who fixes it"),
        "selector": _("Place"),
        "excerpt": _("Excerpt"),
    }

    @cached_property
    def run(self) -> AuditRun | None:
        return selectors.newest_run()

    def get_queryset(self) -> Any:
        return selectors.findings_for(self.request.user, self.run)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.results_only:
            return context
        user, findings = self.request.user, self.get_queryset()
        active = selectors.active_run()
        everything = can_see_everything(user)
        outstanding = selectors.outstanding_for(user)
        context |= {
            "run": self.run,
            "active": active,
            "done": selectors.progress(active) if active else 0,
            "ended": None if active else selectors.last_without_results(),
            "sees_everything": everything,
            "may_start": can_start(user),
            "totals": [
                (_("By school"), _("School"), selectors.totals_by(findings, "page__school")),
                (_("By rule"), _("Rule"), selectors.totals_by_rule(findings)),
                (_("By teacher"), _("Teacher"), selectors.totals_by(findings, "page__teacher")),
            ],
            "runs": selectors.trend() if everything else [],
            "outstanding": outstanding[: selectors.MOST],
            "outstanding_number": outstanding.count(),
            "not_seen": selectors.unchecked_pages(user, self.run)[: selectors.MOST],
        }
        return context


class OutstandingView(_AuditReport):
    """Lists pages that stricter rules would refuse, with their owners and dates."""

    model = OutstandingPage
    page_title = _("Pages to fix")
    header_icon = "glasses"
    results_template_name = "site_audit/admin/pages_to_fix_results.html"
    index_url_name = "site_audit_pages_to_fix"
    index_results_url_name = "site_audit_pages_to_fix_results"
    is_searchable = False
    export_filename = "pages-to-fix"
    list_export = [
        "school",
        "owner",
        "title",
        "address",
        "words",
        "rules",
        "first_found",
        "fix_by",
    ]
    export_headings = {"words": _("What")}

    def get_queryset(self) -> Any:
        return selectors.outstanding_for(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        report = {
            "url": reverse("site_audit_report"),
            "label": FindingsView.page_title,
        }
        return [*items[:-1], report, items[-1]]


@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """Starts a run over everything now."""
    check_start(request.user)
    _run, new = start_run(asked_by=request.user)
    if new:
        messages.success(request, _("The audit will start soon. You can follow it on this page."))
    else:
        messages.info(request, _("An audit is already running."))
    return redirect("site_audit_report")


@require_POST
def stop(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Stops a run in progress."""
    check_start(request.user)
    run = get_object_or_404(AuditRun, pk=run_id)
    if stop_run(run=run, by=request.user):
        messages.success(request, _("The audit is stopped. What it found so far is in the report."))
    else:
        messages.info(request, _("This audit has already ended."))
    return redirect("site_audit_report")


class AccessibilityReportMenuItem(MenuItem):
    """Visible to users who may see the report."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return can_see_report(request.user)


def report_urls() -> list[Any]:
    return [
        *urls_of(FindingsView, "reports/accessibility/"),
        path("reports/accessibility/start/", start, name="site_audit_start"),
        path("reports/accessibility/<int:run_id>/stop/", stop, name="site_audit_stop"),
        *urls_of(OutstandingView, "reports/accessibility/to-fix/"),
    ]
