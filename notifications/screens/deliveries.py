"""The delivery report: the results of a window's class updates."""

import datetime as dt
import re
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable
from district_cms.web.times import moment_text

from ..models import DigestRun, Message, MessageEvent, SkippedDigest
from ..models.outbox import STATES
from ..permissions import can_see_addresses
from ..rules.state import SENT, State
from .outbox import AddressLink

NAMESPACE: Final = "deliveries"
# An email address or a telephone number.
ADDRESS: Final = re.compile(r"\S+@\S+|\+?\d{7,}")


def with_why(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Annotates messages that were not sent or did not arrive with `why`, the last detail in their
    record."""
    # The hand-over event describes what left, not why something did not.
    events = MessageEvent.objects.filter(message=OuterRef("pk")).exclude(
        Q(detail="") | Q(state=State.HANDED_OVER)
    )
    detail = events.order_by("-at", "-pk").values("detail")[:1]
    sent = When(state__in=SENT, then=Value(""))
    why = Case(sent, default=Coalesce(Subquery(detail), F("error")), output_field=CharField())
    return rows.annotate(why=why)


def _number_of(model: type[Message | SkippedDigest]) -> Any:
    """Returns the number of rows of `model` with a run's window and channel."""
    own = model._default_manager.filter(
        window_start=OuterRef("window_start"), channel=OuterRef("channel")
    )
    counted = own.order_by().values("channel").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class WhyColumn(Column):
    """Server answers sometimes contain addresses, even other people's. Masks them for accounts that
    may not see addresses."""

    def get_cell_context_data(self, instance: Message, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        if not can_see_addresses(parent_context["request"].user):
            context["value"] = ADDRESS.sub("…", context["value"] or "")
        return context


class RunsView(IndexView):
    """Lists all windows, the newest first."""

    page_title = _("Deliveries")
    page_subtitle = _("Class updates")
    FORMATS = ()
    table_class = StackedTable
    any_permission_required: Any = ["view"]

    def get_base_queryset(self) -> Any:
        """Annotates each run with `messages` and `without`, the numbers in its report."""
        # On other days nobody expects a message.
        runs = DigestRun.objects.filter(Q(written__gt=0) | Q(posting_day=True))
        return runs.annotate(messages=_number_of(Message), without=_number_of(SkippedDigest))


class WindowView(IndexView):
    """Lists the messages of one window with their results, and how many people got none and why.
    Accounts that may not see addresses see them masked, and cannot find them by searching."""

    model = Message
    template_name = "notifications/admin/deliveries.html"
    table_class = StackedTable
    paginate_by = 50
    FORMATS = ()
    any_permission_required: Any = ["view"]
    index_url_name = f"{NAMESPACE}:index"
    list_filter: Any = ["state", "channel"]
    search_fields: Any = ["address"]
    default_ordering = "address"
    columns: Any = [
        AddressLink(
            "address", label=_("To"), get_url=lambda row: reverse("outbox:inspect", args=[row.pk])
        ),
        StatusTagColumn(
            "get_state_display",
            label=_("Status"),
            sort_key="state",
            primary=lambda message: message.state in SENT,
        ),
        WhyColumn("why", label=_("Why")),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        MomentColumn("settled_at", label=_("Finished"), sort_key="settled_at"),
    ]

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        try:
            self.window = dt.datetime.fromtimestamp(kwargs["key"], dt.UTC)
        except (OverflowError, OSError, ValueError) as error:
            raise Http404 from error
        self.runs = list(DigestRun.objects.filter(window_start=self.window))
        if not (self.runs or self.get_base_queryset().exists()):
            raise Http404
        super().setup(request, *args, **kwargs)
        if not can_see_addresses(request.user):
            self.search_fields = []

    def get_base_queryset(self) -> Any:
        return with_why(Message.objects.filter(window_start=self.window))

    def get_page_title(self) -> str:
        return _now("Class updates of %(moment)s") % {"moment": moment_text(self.window)}

    def get_index_url(self) -> str:
        return reverse(f"{NAMESPACE}:window", args=[self.kwargs["key"]])

    def get_index_results_url(self) -> str:
        return reverse(f"{NAMESPACE}:window_results", args=[self.kwargs["key"]])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        runs = {"url": reverse(f"{NAMESPACE}:index"), "label": _now("Deliveries")}
        return [*self.breadcrumbs_items, runs, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "states": _counts(Message, "state", self.window, STATES),
            "reasons": _counts(SkippedDigest, "reason", self.window, SkippedDigest.REASONS),
            "posting_day": any(run.posting_day for run in self.runs),
        }


def _counts(
    model: type[Message | SkippedDigest], field: str, window: dt.datetime, choices: Any
) -> list[tuple[str, Any, int]]:
    """Returns (value, its words, number) for each value in the rows of the window."""
    rows = model._default_manager.filter(window_start=window).order_by().values_list(field)
    numbers = dict(rows.annotate(number=Count("pk")))
    return [(key, words, numbers[key]) for key, words in choices if key in numbers]


class DeliveryViewSet(ModelViewSet):
    """Visible to everyone who may see the Outbox."""

    model = DigestRun
    icon = "clipboard-list"
    menu_label = _("Deliveries")
    menu_order = 306
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = RunsView
    # Nobody creates one here; Wagtail needs a form, so it has no fields.
    form_fields: list[str] = []
    list_display = [
        TitleColumn(
            "window_start",
            label=_("Class updates of"),
            accessor=lambda run: moment_text(run.window_start),
            get_url=lambda run: reverse(
                f"{NAMESPACE}:window", args=[int(run.window_start.timestamp())]
            ),
        ),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        Column("messages", label=_("Messages")),
        Column(
            "without",
            label=_("People who got none"),
            accessor=lambda run: run.without if run.without or run.posting_day else "–",
        ),
        Column("repeated", label=_("Updates sent once more")),
        MomentColumn("finished_at", label=_("All written")),
    ]
    ordering = ["-window_start"]
    list_per_page = 30

    def get_urlpatterns(self) -> Any:
        window = WindowView.as_view(
            permission_policy=policy_registry.get_by_type(Message), header_icon=self.icon
        )
        results = WindowView.as_view(
            permission_policy=policy_registry.get_by_type(Message), results_only=True
        )
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:key>/", window, name="window"),
            path("<int:key>/results/", results, name="window_results"),
        ]


delivery_viewset = DeliveryViewSet(NAMESPACE)
