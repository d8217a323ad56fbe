"""The screen "Addresses we no longer write to" for the communications office."""

from typing import Any, Final

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from ..models import Suppression
from ..permissions import can_see_addresses, displayed_address
from ..providers.base import NotProcessed, Unclear
from ..screens.outbox import AddressLink
from .rules import Cause, LiftRefused, can_lift
from .services import lift


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why this address may get messages again"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: the family says that the mailbox works again. This stays in the audit "
            "log, so write no names or addresses here."
        ),
        error_messages={"required": _("Say why this address may get messages again.")},
    )


NAMESPACE: Final = "suppressions"


def may_lift(user: User) -> bool:
    return bool(user.has_perm("notifications.lift_suppression"))


class SuppressionFilterSet(WagtailFilterSet):
    now = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("active", _("Gets no messages")), ("lifted", _("Lifted"))],
        method="of_now",
    )

    class Meta:
        model = Suppression
        fields = ["channel", "cause"]

    def of_now(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(lifted_at__isnull=value == "active")


class SuppressionIndexView(IndexView):
    page_title = _("Addresses we no longer write to")
    table_class = StackedTable
    filterset_class = SuppressionFilterSet

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        # Accounts that may not see addresses cannot export them, or find them by searching.
        allowed = can_see_addresses(request.user)
        self.FORMATS = ("csv", "xlsx") if allowed else ()
        super().setup(request, *args, **kwargs)
        if not allowed:
            self.search_fields: list[str] = []
            self.list_export: list[str] = []

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        record(
            action="suppressed_addresses_exported",
            actor=self.request.user,
            rows=queryset.count(),
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)


class SuppressionView(InspectView):
    """Shows one suppression: why, since when, and what can be done about it."""

    page_title = _("Address we no longer write to")
    template_name = "notifications/admin/suppression.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        active = row.lifted_at is None
        offered = active and can_lift(Cause(row.cause)) and may_lift(user)
        return {
            **super().get_context_data(**kwargs),
            "suppression": row,
            "address": displayed_address(user, row),
            "active": active,
            "is_stop": row.cause == Cause.STOP,
            "form": kwargs.get("form", LiftForm()) if offered else None,
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lift the suppression. Raises `PermissionDenied` for accounts that may only look."""
        if not may_lift(request.user):
            raise PermissionDenied
        form = LiftForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            lift(suppression=self.object, by=request.user, reason=form.cleaned_data["reason"])
        except LiftRefused as refusal:
            messages.error(request, str(refusal))
        except (NotProcessed, Unclear):
            messages.error(
                request,
                _now(
                    "The mail provider keeps this address on a list of its own and could not be "
                    "asked to remove it, so nothing was changed. Try again in a few minutes."
                ),
            )
        else:
            messages.success(request, _now("This address gets messages again."))
        return redirect(_page_of(self.object))


class SuppressionViewSet(ModelViewSet):
    model = Suppression
    icon = "warning"
    menu_label = _("Addresses we no longer write to")
    menu_order = 308
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = SuppressionIndexView
    index_results_template_name = "notifications/admin/suppressions_results.html"
    inspect_view_class = SuppressionView
    inspect_template_name = "notifications/admin/suppression.html"
    # Nobody creates one here; Wagtail needs a form, so it has no fields.
    form_fields: list[str] = []
    list_display = [
        AddressLink("address", label=_("Address"), get_url=lambda row: _page_of(row)),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("get_cause_display", label=_("Why"), sort_key="cause"),
        MomentColumn("since", label=_("Since"), sort_key="since"),
        MomentColumn("lifted_at", label=_("Lifted"), sort_key="lifted_at"),
    ]
    list_export = ["address", "channel", "cause", "since", "lifted_at"]
    export_filename = "suppressed-addresses"
    search_fields = ["address"]
    ordering = ["-since", "-pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]


def _page_of(row: Suppression) -> str:
    return reverse(f"{NAMESPACE}:inspect", args=[row.pk])


suppression_viewset = SuppressionViewSet(NAMESPACE, url_prefix="suppressed-addresses")
