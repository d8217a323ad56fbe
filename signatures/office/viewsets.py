"""The screen "Signature templates" of the communications office, and its place in the menu."""

from typing import Any, Final

from django.db.models import Max
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import StackedTable

from ..entitlements.office import NAME as ENTITLEMENTS
from ..entitlements.office import EntitlementViewSet
from ..models import SignatureTemplate
from .coverage import NAME as STAFF
from .coverage import StaffViewSet
from .issued import IssuedViewSet
from .services import save_draft
from .views import TemplateSample, TemplateView

TEMPLATES: Final = "signature_templates"
ISSUED: Final = "signatures_issued"


class PinnedTemplate:
    """Signatures are pinned to versions: no template goes."""

    def get_delete_url(self, instance: Any = None) -> None:
        return None


class TemplateIndexView(PinnedTemplate, IndexView):
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


class TemplateEditView(SavesDraft, PinnedTemplate, EditView):
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


class OfficeGroup(ViewSetGroup):
    """All of them in one place of the menu; “Signatures of staff” leads to what was taken."""

    menu_label = _("Signatures")
    menu_icon = "edit"
    menu_order = 311
    items = (
        EntitlementViewSet(ENTITLEMENTS, url_prefix="entitlements"),
        StaffViewSet(STAFF, url_prefix="signatures-of-staff"),
        SignatureTemplateViewSet(TEMPLATES, url_prefix="signature-templates"),
        IssuedViewSet(ISSUED, url_prefix="signatures-issued"),
    )

    def get_submenu_items(self) -> list[Any]:
        # Every screen of the editor brings its whole menu along.
        in_menu = [each for each in self.registerables if each.name != ISSUED]
        return [each.get_menu_item(at) for at, each in enumerate(in_menu, start=1)]
