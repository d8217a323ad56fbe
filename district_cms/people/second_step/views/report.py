"""The report “Second step”: who has one, and who still has to set it up until when."""

from typing import Any

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from district_cms.web.accounts import Account
from district_cms.web.tables import OwnReport, OwnReportItem, urls_of
from district_cms.web.times import moment_text

from ...models import SecondStep

NAME = "second_step_report"


def can_see_report(user: Account) -> bool:
    """Whoever changes accounts."""
    return bool(user.has_perm("people.change_user"))


def state_of(step: SecondStep) -> str:
    if step.is_on:
        return _("Set up")
    if step.required_from is None:
        return _("Not set up, not required")
    return _("Missing, required from %(moment)s") % {"moment": moment_text(step.required_from)}


class StateFilterSet(WagtailFilterSet):
    is_on = django_filters.BooleanFilter(label=gettext_lazy("Set up"))
    is_required = django_filters.BooleanFilter(
        field_name="required_from",
        lookup_expr="isnull",
        exclude=True,
        label=gettext_lazy("Required"),
    )

    class Meta:
        model = SecondStep
        fields: list[str] = []


class SecondStepReport(OwnReport):
    """Says nothing of when or from where someone signs in: that is their own to see."""

    may_see = staticmethod(can_see_report)
    model = SecondStep
    page_title = gettext_lazy("Second step")
    header_icon = "lock"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    filterset_class = StateFilterSet
    is_searchable = False
    export_filename = "second-step"
    columns = [
        Column("user.get_full_name", label=gettext_lazy("Name"), accessor="user.get_full_name"),
        Column("user.email", label=gettext_lazy("Email"), accessor="user.email"),
        Column("state", label=gettext_lazy("Second step"), accessor=state_of),
    ]
    list_export = ["user.email", "is_on", "required_from"]

    def get_queryset(self) -> Any:
        """Who has to act comes first, the most urgent of them at the top."""
        active = SecondStep.objects.filter(user__is_active=True).select_related("user")
        return active.order_by("is_on", "required_from", "user__email")


def report_item() -> OwnReportItem:
    return OwnReportItem(SecondStepReport, order=900)


def report_urls() -> list[Any]:
    return urls_of(SecondStepReport, "reports/second-step/")
