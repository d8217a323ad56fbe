"""The report “The log”: all recorded decisions, newest first, as a list and a file."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

import django_filters
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from district_cms.audit_log.models import AuditEntry, ChainHead
from district_cms.audit_log.services import record
from district_cms.web.accounts import Account
from district_cms.web.folded_search import Folded, folded
from district_cms.web.tables import MomentColumn, OwnReport, OwnReportItem, StackedTable, urls_of
from district_cms.web.times import moment_text

from .words import ACTORS, WORDS, words_of, words_of_actor

WITHHELD: Final = ("entitlement.",)
"""Only the owner and the reviewers see what employees submit for their signature."""
NAME: Final = "the_log"
READ: Final = "audit_log.read_log"
LONGEST_DETAILS: Final = 400
"""Characters of details on the screen: an import names everyone. The file has all details."""
# Entries hold moments as `isoformat` writes them; people read the district's time.
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ROWS_AT_ONCE: Final = 2000
LONGEST_CELL: Final = 32_000
"""Characters of details in a cell of an Excel file, which silently cuts at 32,767."""


def can_read_log(user: Account) -> bool:
    return bool(user.is_active and user.has_perm(READ))


def details_of(action: str, data: Mapping[str, Any] | None) -> str:
    """Returns, for example, "reason: A parent asked. rows: 12"; "" if retention removed the
    details, or if only the owner and the communications office may see them."""
    if not data or action.startswith(WITHHELD):
        return ""
    pairs = ((_name(key), _value(value)) for key, value in data.items())
    return "; ".join(f"{name}: {value}" for name, value in pairs if value)


def _name(key: str) -> str:
    return key.replace("_", " ")


def _value(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case Mapping():
            pairs = ((_name(str(key)), _value(each)) for key, each in value.items())
            return ", ".join(f"{name} {each}" for name, each in pairs if each)
        case list():
            return ", ".join(_value(each) for each in value)
        case str() if _MOMENT.fullmatch(value):
            return moment_text(dt.datetime.fromisoformat(value))
    return str(value)


def shortened(entry: AuditEntry) -> str:
    details = details_of(entry.action, entry.data)
    return details if len(details) <= LONGEST_DETAILS else f"{details[:LONGEST_DETAILS]} …"


def page_of(entry: AuditEntry) -> str:
    return ", ".join(part for part in (entry.title, entry.school) if part)


def who_of(entry: AuditEntry) -> str:
    return words_of_actor(entry.actor)


def known_actions() -> list[tuple[str, str]]:
    """Returns the recorded actions, ordered by their labels."""
    actions = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((action, words_of(action)) for action in actions), key=lambda each: each[1])


def known_schools() -> list[tuple[str, str]]:
    names = AuditEntry.objects.order_by("school").values_list("school", flat=True).distinct()
    return [(name, name) for name in names if name]


class LogFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    action = django_filters.ChoiceFilter(label=_("What"))
    school = django_filters.ChoiceFilter(label=_("School"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["action"].extra["choices"] = known_actions()
        self.filters["school"].extra["choices"] = known_schools()


class LogReport(OwnReport):
    may_see = staticmethod(can_read_log)
    model = AuditEntry
    page_title = _("The log")
    header_icon = "list-ul"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    filterset_class = LogFilterSet
    table_class = StackedTable
    template_name = "reports/admin/log.html"
    results_template_name = "reports/admin/log_results.html"
    is_searchable = True
    export_filename = "log"
    columns = [
        MomentColumn("at", label=_("When")),
        Column("what", label=_("What"), accessor=lambda entry: words_of(entry.action)),
        Column("who", label=_("Who"), accessor=who_of, classname="log-who"),
        Column("page", label=_("Page"), accessor=page_of),
        Column("details", label=_("Details"), accessor=shortened, classname="log-details"),
    ]
    list_export = [
        *("at", "what", "who", "title", "school", "details"),
        *("action", "page_uuid", "revision_id", "content_hash", "pk"),
    ]
    export_headings = {
        "at": _("When"),
        "what": _("What"),
        "who": _("Who"),
        "title": _("Page"),
        "school": _("School"),
        "details": _("Details"),
        "action": _("Recorded name of the action"),
        "page_uuid": _("Permanent number of the page"),
        "revision_id": _("Revision"),
        "content_hash": _("Fingerprint (SHA-256)"),
        "pk": _("Number of the entry"),
    }

    def get_queryset(self) -> Any:
        return AuditEntry.objects.order_by("-at", "-pk")

    def get_filtered_queryset(self) -> Any:
        """Wagtail's reports filter but do not search, and show all rows if a filter is invalid. A
        user who mistypes a day must not download the whole log."""
        rows = super().get_filtered_queryset()
        is_invalid = self.filters.is_bound and not self.filters.is_valid()
        return self.search_queryset(rows.none() if is_invalid else rows)

    def search_queryset(self, queryset: QuerySet[AuditEntry]) -> Any:
        """Searches who, page, school, action and details, whatever the case and accents. Does not
        search withheld details."""
        if not (query := self.search_query):
            return queryset
        query = folded(query)
        actions = [action for action, words in WORDS.items() if query in folded(str(words))]
        actors = [actor for actor, words in ACTORS.items() if query in folded(str(words))]
        withheld = Q(pk__in=())
        for beginning in WITHHELD:
            withheld |= Q(action__startswith=beginning)
        columns = Q(who__contains=query) | Q(about__contains=query) | Q(where__contains=query)
        details = Q(text__contains=query) & ~withheld
        known = Q(action__in=actions) | Q(action__icontains=query) | Q(actor__in=actors)
        return queryset.alias(
            who=Folded("actor"),
            about=Folded("title"),
            where=Folded("school"),
            text=Folded(Cast("data", TextField())),
        ).filter(columns | details | known)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.results_only and not self.is_export:
            context["head"] = ChainHead.objects.filter(pk=1).first()
            verified = AuditEntry.objects.filter(action="audit_log.verified")
            context["verified"] = verified.order_by("-pk").first()
            context["checks_url"] = reverse("publishing_record")
            context["history_url"] = reverse("wagtailadmin_reports:site_history")
        return context

    def to_row_dict(self, item: AuditEntry) -> Any:
        """Returns the row with full details, and the time in the district's time zone, as on the
        screen."""
        item.what = words_of(item.action)  # type: ignore[attr-defined]
        item.who = who_of(item)  # type: ignore[attr-defined]
        details = details_of(item.action, item.data)
        if self.request.GET.get("export") == self.FORMAT_XLSX and len(details) > LONGEST_CELL:
            cut = _("The rest is in the CSV file.")
            details = f"{details[:LONGEST_CELL]} … ({cut})"
        item.details = details  # type: ignore[attr-defined]
        at = timezone.localtime(item.at)
        return {**super().to_row_dict(item), "at": at, "page_uuid": str(item.page_uuid or "")}

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Records the download, because the file contains names. Reads row by row, whatever the
        length."""
        taken = record(action="log.downloaded", actor=self.request.user, rows=queryset.count())
        rows = queryset.filter(pk__lt=taken.pk).iterator(chunk_size=ROWS_AT_ONCE)
        return super().as_spreadsheet(rows, spreadsheet_format)


def report_item() -> OwnReportItem:
    return OwnReportItem(LogReport, order=950)


def report_urls() -> list[Any]:
    return urls_of(LogReport, "reports/log/")
