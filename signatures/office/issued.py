"""The screens "New signatures" and "Signatures taken": known by what people did here."""

from typing import Any

import django_filters
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.brand.models import LogoVersion
from district_cms.web.tables import MomentColumn, StackedTable
from district_cms.web.times import date_text

from ..models import Issue


class OnlyRead:
    """Nobody writes one here."""

    table_class = StackedTable
    FORMATS = ()

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Issue) -> None:
        return None


class OnlyList(ModelViewSet):
    model = Issue
    add_to_reference_index = False
    copy_view_enabled = False
    # A form of no fields satisfies what Wagtail prepares.
    form_fields: list[str] = []
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


def template_of(issue: Issue) -> str:
    return str(issue.template_version or _now("as delivered"))


class RenewalFilterSet(WagtailFilterSet):
    renewed = django_filters.ChoiceFilter(
        label=_("Copied the new one"), choices=[("yes", _("Yes")), ("no", _("No"))], method="of"
    )

    class Meta:
        model = Issue
        fields: list[str] = []

    def of(self, issues: Any, name: str, value: str) -> Any:
        return issues.filter(renewed_at__isnull=value == "no")


class PeoplePaginator(WagtailPaginator):
    """One row a person: "12 people were asked"."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext(
            "%(number)d person was asked", "%(number)d people were asked", self.count
        ) % {"number": self.count}


class RenewalIndexView(OnlyRead, IndexView):
    """Everyone who was told, and who has taken a new signature since."""

    page_title = _("New signatures")
    paginator_class = PeoplePaginator
    results_template_name = "signatures/admin/new_signatures_results.html"
    filterset_class = RenewalFilterSet

    def get_base_queryset(self) -> Any:
        told = super().get_base_queryset().asked()
        return told.with_renewal().select_related("staff")

    def get_page_subtitle(self) -> str:
        told = self.get_base_queryset()
        if not told.exists():
            return ""
        return _now("%(renewed)d of %(told)d people who were asked have copied it") % {
            "renewed": told.filter(renewed_at__isnull=False).count(),
            "told": told.count(),
        }


class RenewalViewSet(OnlyList):
    icon = "history"
    menu_label = _("New signatures")
    index_view_class = RenewalIndexView
    list_display = [
        Column("staff", label=_("Who")),
        MomentColumn("told_at", label=_("Asked on")),
        MomentColumn("renewed_at", label=_("Copied the new one")),
    ]
    ordering = ["-told_at", "-pk"]


class IssuedIndexView(OnlyRead, IndexView):
    """Every signature that was taken or exported, with what it was made of."""

    page_title = _("Signatures taken")
    results_template_name = "signatures/admin/issued_results.html"

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.select_related("staff", "template_version__template")

    @cached_property
    def versions(self) -> dict[int, LogoVersion]:
        return LogoVersion.objects.select_related("logo").in_bulk()

    def logos(self, issue: Issue) -> str:
        """Names with the first day of the version. A picture that was deleted has its number."""
        return "; ".join(self._named(pk) for pk in issue.logo_versions)

    def _named(self, pk: int) -> str:
        version = self.versions.get(pk)
        if version is None:
            return f"#{pk}"
        since = _now("%(logo)s, from %(day)s")
        return since % {"logo": version.logo, "day": date_text(version.valid_from)}

    @cached_property
    def columns(self) -> Any:
        return [*super().columns, Column("logos", label=_("Logos"), accessor=self.logos)]


class IssuedViewSet(OnlyList):
    icon = "list-ul"
    menu_label = _("Signatures taken")
    index_view_class = IssuedIndexView
    list_display = [
        Column("staff", label=_("Who")),
        MomentColumn("at", label=_("When")),
        Column("get_path_display", label=_("How")),
        Column("template_version", label=_("Template"), accessor=template_of),
    ]
    list_filter = ["path"]
    ordering = ["-pk"]
