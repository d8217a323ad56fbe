"""Lists of messages with what became of each: who got it, who did not, and why."""

import re
from typing import Any, Final

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import policy_registry

from district_cms.audit_log.services import record
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from ...models import Message, MessageEvent
from ...permissions import can_see_addresses, shown_address
from ...rules.state import SENT, State

ROWS_AT_ONCE: Final = 2000
TELLING: Final = frozenset({"language"})
"""Filters by what no row shows: in a small class a language says who someone is."""
# An address of email, or a number of a telephone.
NAMES_SOMEBODY: Final = re.compile(r"\S+@\S+|\+?\d{7,}")


def with_why(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Each with `why`: what the record says last of one that was not sent or did not arrive."""
    # What the hand-over notes is what left, not why something did not.
    events = MessageEvent.objects.filter(message=OuterRef("pk")).exclude(
        Q(detail="") | Q(state=State.HANDED_OVER)
    )
    told = events.order_by("-at", "-pk").values("detail")[:1]
    sent = When(state__in=SENT, then=Value(""))
    why = Case(sent, default=Coalesce(Subquery(told), F("error")), output_field=CharField())
    return rows.annotate(why=why)


class AddressColumn(TitleColumn):
    """Leads to the message; in full for those who may see it, masked for everyone else."""

    def get_cell_context_data(self, instance: Message, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["value"] = shown_address(parent_context["request"].user, instance)
        return context

    def get_link_url(self, instance: Message, parent_context: Any) -> str | None:
        """Only for who may open it there."""
        policy = policy_registry.get_by_type(Message)
        if not policy.user_has_permission(parent_context["request"].user, "view"):
            return None
        return reverse("outbox:inspect", args=[instance.pk])


class AddressesView(IndexView):
    """A list of people. Whoever cannot see addresses gets no file of them, cannot find them out by
    searching, and narrows the list by nothing but what each row says anyway: no combination of
    filters tells more of one family than all rows do."""

    table_class = StackedTable
    paginate_by = 50
    list_filter: Any = []

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        self.sees_addresses = can_see_addresses(request.user)
        self.FORMATS = ("csv", "xlsx") if self.sees_addresses else ()
        super().setup(request, *args, **kwargs)
        if not self.sees_addresses:
            self.list_export: list[str] = []
            self.search_fields: list[str] = []
            self.list_filter = [name for name in self.list_filter if name not in TELLING]

    def of_what(self) -> dict[str, Any]:
        """What the list is of, for the log: a file of addresses leaves here."""
        raise NotImplementedError

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        record(
            action="deliveries_exported",
            actor=self.request.user,
            rows=queryset.count(),
            **self.of_what(),
        )
        # Row by row: nobody keeps a district's addresses in memory.
        rows = queryset.iterator(chunk_size=ROWS_AT_ONCE)
        return super().as_spreadsheet(rows, spreadsheet_format)


class WhyColumn(Column):
    """What a mail server said names addresses now and then, also others than the one we wrote to:
    only who sees addresses reads them."""

    def get_cell_context_data(self, instance: Message, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        if not can_see_addresses(parent_context["request"].user):
            context["value"] = NAMES_SOMEBODY.sub("…", context["value"] or "")
        return context


class MessagesView(AddressesView):
    """A list of messages, each of them `with_why`."""

    model = Message
    list_filter: Any = ["state", "channel", "language"]
    search_fields: Any = ["address"]
    default_ordering = "address"
    columns: Any = [
        AddressColumn("address", label=_("To")),
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
    list_export: Any = [
        *("address", "get_channel_display", "get_state_display", "why", "language"),
        *("handed_over_at", "settled_at", "provider"),
    ]
    export_headings: Any = {
        "address": _("To"),
        "get_channel_display": _("Channel"),
        "get_state_display": _("Status"),
        "why": _("Why"),
        "language": _("Language"),
        "handed_over_at": _("Handed over"),
        "settled_at": _("Finished"),
        "provider": _("Sent through"),
    }
    export_filename = "deliveries"

    def to_row_dict(self, item: Message) -> Any:
        """With the address as the account sees it on the screen."""
        shown = shown_address(self.request.user, item)
        return {**super().to_row_dict(item), "address": shown}
