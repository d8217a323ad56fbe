"""The screen "Signature templates" of the communications office, and its place in the menu."""

from typing import Any, Final

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.base import ViewSetGroup

from district_cms.brand.versioned_templates import (
    PinnedTemplate,
    SavesDraft,
    VersionedTemplateViewSet,
)

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


class SavesSignatureDraft(SavesDraft):
    save_draft = staticmethod(save_draft)
    inspect_route = f"{TEMPLATES}:inspect"


class TemplateCreateView(SavesSignatureDraft, CreateView):
    pass


class TemplateEditView(SavesSignatureDraft, PinnedTemplate, EditView):
    pass


class SignatureTemplateViewSet(VersionedTemplateViewSet):
    model = SignatureTemplate
    icon = "edit"
    menu_label = _("Signature templates")
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    inspect_view_class = TemplateView
    inspect_template_name = "signatures/admin/template.html"

    def get_urlpatterns(self) -> Any:
        sample = path("sample/<int:pk>/", TemplateSample.as_view(), name="sample")
        return [*super().get_urlpatterns(), sample]


class OfficeGroup(ViewSetGroup):
    menu_label = _("Signatures")
    menu_icon = "edit"
    menu_order = 311
    items = (
        EntitlementViewSet(ENTITLEMENTS, url_prefix="entitlements"),
        StaffViewSet(STAFF, url_prefix="signatures-of-staff"),
        SignatureTemplateViewSet(TEMPLATES, url_prefix="signature-templates"),
        IssuedViewSet(ISSUED, url_prefix="signatures-issued"),
    )
