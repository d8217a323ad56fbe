"""The screen "Signatures taken", according to what people did here."""

from typing import Any

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.brand.models import LogoVersion
from district_cms.web.tables import MomentColumn, StackedTable
from district_cms.web.times import date_text

from ..models import Issue


def template_of(issue: Issue) -> str:
    return str(issue.template_version or _now("as delivered"))


class IssuedIndexView(IndexView):
    """Every signature that was taken or exported, with what it was made of."""

    page_title = _("Signatures taken")
    table_class = StackedTable
    FORMATS = ()
    results_template_name = "signatures/admin/issued_results.html"

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Issue) -> None:
        return None

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.select_related("staff", "template_version__template")

    @cached_property
    def versions(self) -> dict[int, LogoVersion]:
        return LogoVersion.objects.select_related("logo").in_bulk()

    def logos(self, issue: Issue) -> str:
        """Returns the logos' names with the first days of their versions. A deleted picture has its
        number."""
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


class IssuedViewSet(ModelViewSet):
    model = Issue
    add_to_reference_index = False
    copy_view_enabled = False
    # Wagtail needs a form class; this one has no fields.
    form_fields: list[str] = []
    list_per_page = 50
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

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
