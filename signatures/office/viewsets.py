"""The screens "Signature templates" and "New signatures" of the communications office."""

from typing import Any, Final

import django_filters
from django.db.models import Max
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from ..models import Issue, SignatureTemplate
from .services import save_draft
from .views import TemplateSample, TemplateView

TEMPLATES: Final = "signature_templates"
RENEWALS: Final = "new_signatures"


class Kept:
    """Signatures are pinned to versions: no template goes."""

    def get_delete_url(self, instance: Any = None) -> None:
        return None


class TemplateIndexView(Kept, IndexView):
    table_class = StackedTable
    FORMATS = ()

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().annotate(newest=Max("versions__number"))


class SavesDraft:
    """With its entry in the log. Leads to the preview, where the draft is approved."""

    object: SignatureTemplate
    form: Any
    request: SignedInRequest

    def save_instance(self) -> SignatureTemplate:
        return save_draft(form=self.form, user=self.request.user)

    def get_success_url(self) -> str:
        return reverse(f"{TEMPLATES}:inspect", args=[self.object.pk])


class TemplateCreateView(SavesDraft, CreateView):
    pass


class TemplateEditView(SavesDraft, Kept, EditView):
    pass


class SignatureTemplateViewSet(ModelViewSet):
    model = SignatureTemplate
    icon = "edit"
    menu_label = _("Signature templates")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = TemplateIndexView
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    inspect_view_class = TemplateView
    inspect_template_name = "signatures/admin/template.html"
    list_display = ["name", Column("newest", label=_("Approved version"))]
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> Any:
        return [
            *(each for each in super().get_urlpatterns() if each.name not in {"delete", "usage"}),
            path("sample/<int:pk>/", TemplateSample.as_view(), name="sample"),
        ]


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


class RenewalIndexView(IndexView):
    """Everyone who was told, and who has taken a new signature since."""

    page_title = _("New signatures")
    paginator_class = PeoplePaginator
    results_template_name = "signatures/admin/new_signatures_results.html"
    filterset_class = RenewalFilterSet
    table_class = StackedTable
    FORMATS = ()

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Issue) -> None:
        return None

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


class RenewalViewSet(ModelViewSet):
    model = Issue
    icon = "history"
    menu_label = _("New signatures")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = RenewalIndexView
    # Nobody writes one here; a form of no fields satisfies what Wagtail prepares.
    form_fields: list[str] = []
    list_display = [
        Column("staff", label=_("Who")),
        MomentColumn("told_at", label=_("Asked on")),
        MomentColumn("renewed_at", label=_("Copied the new one")),
    ]
    ordering = ["-told_at", "-pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


class OfficeGroup(ViewSetGroup):
    """Both, in one place of the menu."""

    menu_label = _("Signatures")
    menu_icon = "edit"
    menu_order = 311
    items = (
        SignatureTemplateViewSet(TEMPLATES, url_prefix="signature-templates"),
        RenewalViewSet(RENEWALS, url_prefix="new-signatures"),
    )
