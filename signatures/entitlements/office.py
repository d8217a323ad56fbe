"""The communications office's list of memberships, credentials and quotes, and its decisions."""

from collections.abc import Mapping
from typing import Any, Final

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.brand.models import Organization
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from ..models import Entitlement, SignatureSettings, State
from ..permissions import may_review
from .rules import AnswerRefused
from .services import decide

NAME: Final = "entitlements"


class EntitlementFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    basis = django_filters.ChoiceFilter(label=_("Kind"), choices=Entitlement.Basis.choices)

    class Meta:
        model = Entitlement
        fields: list[str] = []


class EntitlementIndexView(IndexView):
    """Everything that current employees have added; a filter shows what waits for a decision."""

    any_permission_required = ["review"]
    page_title = _("Memberships, credentials and quotes")
    table_class = StackedTable
    FORMATS = ()
    filterset_class = EntitlementFilterSet

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset().filter(staff__active=True)
        return rows.select_related("staff", "organization")

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Entitlement) -> str:
        return reverse(f"{NAME}:decide", args=[instance.pk])

    def get_page_subtitle(self) -> str:
        if SignatureSettings.load().review_entitlements:
            return _now("You review them before they are shown.")
        return _now("They are shown without a review.")


class DecisionForm(forms.Form):
    """`organization` is a field only if the person proposed a name."""

    seen = forms.CharField(widget=forms.HiddenInput)
    organization = forms.ModelChoiceField(
        label=_("It is on the list as"),
        queryset=Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL).order_by("name"),
        required=False,
        empty_label=_("It is not on the list"),
    )
    reason = forms.CharField(
        label=_("Why not, and what would be right"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, entitlement: Entitlement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not entitlement.proposed_name:
            del self.fields["organization"]


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """Shows one entry, with the clause that a decision quotes."""

    template_name = "signatures/admin/entitlement.html"
    form_class = DecisionForm
    header_icon = "check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_review(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entitlement(self) -> Entitlement:
        rows = Entitlement.objects.filter(staff__active=True)
        rows = rows.select_related("staff", "organization", "reviewed_by")
        return get_object_or_404(rows.prefetch_related("staff__schools"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.entitlement)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(f"{NAME}:index"), "label": EntitlementIndexView.page_title}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), above, here]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.entitlement.handed_in_at.isoformat()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "entitlement": self.entitlement}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.entitlement
        return {
            **super().get_context_data(**kwargs),
            "entitlement": row,
            "clause": clause(row.clause_id),
            "own": row.staff.user_id == self.request.user.pk,
        }

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        answer = form.cleaned_data
        approved = "approve" in self.request.POST
        try:
            row = decide(
                entitlement=self.entitlement,
                user=self.request.user,
                approved=approved,
                seen=answer["seen"],
                reason="" if approved else answer["reason"],
                organization=answer.get("organization"),
            )
        except AnswerRefused as refusal:
            form.add_error(None if approved else "reason", str(refusal))
            return self.form_invalid(form)
        words = (
            _now("Approved. %(name)s gets an email.")
            if approved
            else _now("Not approved. %(name)s gets an email with your reason.")
        )
        messages.success(self.request, words % {"name": row.staff.full_name})
        return redirect(f"{NAME}:index")

    def form_invalid(self, form: DecisionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EntitlementViewSet(ModelViewSet):
    model = Entitlement
    icon = "check"
    menu_label = _("Memberships and quotes")
    add_to_reference_index = False
    copy_view_enabled = False
    # Wagtail needs a form class; this one has no fields.
    form_fields: list[str] = []
    index_view_class = EntitlementIndexView
    list_display = [
        TitleColumn("__str__", label=_("What"), url_name=f"{NAME}:decide"),
        Column("staff", label=_("Who"), sort_key="staff__family_name"),
        Column("organization_name", label=_("Organization")),
        Column("state_label", label=_("State"), sort_key="state"),
        MomentColumn("handed_in_at", label=_("Sent")),
    ]
    ordering = ["-handed_in_at", "-pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", DecisionView.as_view(), name="decide"),
        ]


class WaitingPanel(Component):
    """A panel on the office's home screen while entries wait for a decision. One query."""

    name = "signature_approvals"
    template_name = "signatures/admin/waiting_panel.html"
    order = 7

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        return {"number": Entitlement.objects.waiting().count() if may_review(user) else 0}
