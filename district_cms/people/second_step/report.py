"""The report “Second step”: who has one, and who still has to set it up until when."""

from typing import Any

import django_filters
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from district_cms.web.accounts import Account
from district_cms.web.tables import OwnReport, OwnReportItem, urls_of
from district_cms.web.times import moment_text

from ..models import User
from .requirement import MEANS

NAME = "second_step_report"


def can_see_report(user: Account) -> bool:
    """Whoever changes accounts."""
    return bool(user.has_perm("people.change_user"))


def state_of(user: Any) -> str:
    if user.is_on:
        return _("Set up")
    if user.second_step_required_from is None:
        return _("Not set up, not required")
    moment = moment_text(user.second_step_required_from)
    return _("Missing, required from %(moment)s") % {"moment": moment}


class StateFilterSet(WagtailFilterSet):
    is_on = django_filters.BooleanFilter(label=gettext_lazy("Set up"))
    is_required = django_filters.BooleanFilter(
        field_name="second_step_required_from",
        lookup_expr="isnull",
        exclude=True,
        label=gettext_lazy("Required"),
    )

    class Meta:
        model = User
        fields: list[str] = []


class SecondStepReport(OwnReport):
    """Who has one or needs one. Says nothing of when or from where someone signs in: that is their
    own to see."""

    may_see = staticmethod(can_see_report)
    model = User
    page_title = gettext_lazy("Second step")
    header_icon = "lock"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    filterset_class = StateFilterSet
    is_searchable = False
    export_filename = "second-step"
    columns = [
        Column("get_full_name", label=gettext_lazy("Name"), accessor="get_full_name"),
        Column("email", label=gettext_lazy("Email"), accessor="email"),
        Column("state", label=gettext_lazy("Second step"), accessor=state_of),
    ]
    list_export = ["email", "is_on", "second_step_required_from"]

    def get_queryset(self) -> Any:
        """Who has to act comes first, the most urgent of them at the top."""
        means = Authenticator.objects.filter(user=OuterRef("pk"), type__in=MEANS)
        users = User.objects.filter(is_active=True).annotate(is_on=Exists(means))
        listed = users.filter(Q(is_on=True) | Q(second_step_required_from__isnull=False))
        return listed.order_by("is_on", "second_step_required_from", "email")


def report_item() -> OwnReportItem:
    return OwnReportItem(SecondStepReport, order=900)


def report_urls() -> list[Any]:
    return urls_of(SecondStepReport, "reports/second-step/")
