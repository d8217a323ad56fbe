"""The delivery report: who got the digest of a window, who did not, and why."""

from typing import Any, Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable
from district_cms.web.times import moment_text

from ...models import DigestRun, Message, SkippedDigest
from ...permissions import can_see_addresses
from ...rules.masking import mask_address
from .rows import AddressesView, MessagesView
from .windows import Counts, Window, counts, window_of

NAMESPACE: Final = "deliveries"


def _number_of(model: type[Message | SkippedDigest]) -> Any:
    """How many rows of `model` are of a run's window and channel."""
    own = model._default_manager.filter(
        window_start=OuterRef("window_start"), channel=OuterRef("channel")
    )
    counted = own.order_by().values("channel").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _without(run: Any) -> Any:
    return run.without if run.without or run.posting_day else "–"


class RunsView(IndexView):
    """All windows, the newest first."""

    page_title = _("Deliveries")
    page_subtitle = _("Class updates")
    FORMATS = ()
    table_class = StackedTable
    any_permission_required: Any = ["view"]

    def get_base_queryset(self) -> Any:
        """Each with `messages` and `without`: what its report counts."""
        # On other days nobody expects anything.
        runs = DigestRun.objects.filter(Q(written__gt=0) | Q(posting_day=True))
        return runs.annotate(messages=_number_of(Message), without=_number_of(SkippedDigest))


class WindowView(AddressesView):
    """One half of the report of one window: messages, or people who got none."""

    template_name = "notifications/admin/deliveries.html"
    any_permission_required: Any = ["view"]
    index_url_name = f"{NAMESPACE}:index"
    half: str
    window: Window

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        found = window_of(kwargs["key"])
        if found is None:
            raise Http404
        self.window = found
        super().setup(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.window.title

    def get_index_url(self) -> str:
        return self._address()

    def get_index_results_url(self) -> str:
        return reverse(f"{NAMESPACE}:{self.half}_results", args=[self.window.key])

    def _address(self) -> str:
        return reverse(f"{NAMESPACE}:{self.half}", args=[self.window.key])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        runs = {"url": reverse(f"{NAMESPACE}:index"), "label": _now("Deliveries")}
        return [*self.breadcrumbs_items, runs, {"url": "", "label": self.get_page_title()}]

    def of_what(self) -> dict[str, Any]:
        return {"window": self.window.start.isoformat(), "list": self.half}

    @cached_property
    def counts(self) -> Counts:
        return counts(self.window)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "counts": self.counts,
            "posting_day": self.window.posting_day,
            "window": self.window,
            "half": self.half,
        }


class DeliveriesView(WindowView, MessagesView):
    half = "window"

    def get_base_queryset(self) -> Any:
        return self.window.messages()


class PersonColumn(Column):
    """Where the person would have got it, as far as the account may see it."""

    def get_value(self, instance: Any) -> str:
        return instance.address or _now("No address anymore")

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        if instance.address and not can_see_addresses(parent_context["request"].user):
            context["value"] = mask_address(instance.address)
        return context


class SkippedView(WindowView):
    half = "skipped"
    model = SkippedDigest
    list_filter: Any = ["reason", "channel"]
    search_fields: Any = ["address"]
    default_ordering = "pk"
    columns: Any = [
        PersonColumn("address", label=_("To")),
        Column("get_reason_display", label=_("Why"), sort_key="reason"),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
    ]
    list_export: Any = ["address", "get_channel_display", "get_reason_display"]
    export_headings: Any = {
        "address": _("To"),
        "get_channel_display": _("Channel"),
        "get_reason_display": _("Why"),
    }
    export_filename = "not-sent"

    def get_base_queryset(self) -> Any:
        return self.window.skipped()


class DeliveryViewSet(ModelViewSet):
    """Whoever may see the Outbox sees what became of it."""

    model = DigestRun
    icon = "clipboard-list"
    menu_label = _("Deliveries")
    menu_order = 306
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = RunsView
    # Nobody writes one here; a form of no fields satisfies what Wagtail prepares.
    form_fields: list[str] = []
    list_display = [
        TitleColumn(
            "window_start",
            label=_("Class updates of"),
            accessor=lambda run: moment_text(run.window_start),
            get_url=lambda run: Window(run.window_start).address,
        ),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("messages", label=_("Messages")),
        Column("without", label=_("People who got none"), accessor=_without),
        Column("repeated", label=_("Updates sent once more")),
        MomentColumn("finished_at", label=_("All written")),
    ]
    ordering = ["-window_start"]
    list_per_page = 30

    def get_urlpatterns(self) -> Any:
        halves = ((DeliveriesView, ""), (SkippedView, "none/"))
        shared = {
            "permission_policy": policy_registry.get_by_type(Message),
            "header_icon": self.icon,
        }
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        for view, below in halves:
            patterns += [
                path(f"<int:key>/{below}", view.as_view(**shared), name=view.half),
                path(
                    f"<int:key>/{below}results/",
                    view.as_view(**shared, results_only=True),
                    name=f"{view.half}_results",
                ),
            ]
        return patterns


delivery_viewset = DeliveryViewSet(NAMESPACE)
