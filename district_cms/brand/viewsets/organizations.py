"""The screens of professional organizations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Organization


class ProfessionalOnly:
    """The district's name and the schools' follow their pages and are changed there."""

    def get_queryset(self) -> Any:
        return Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL)


class ProfessionalIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(kind=Organization.Kind.PROFESSIONAL)


class ProfessionalEditView(ProfessionalOnly, EditView):
    pass


class ProfessionalDeleteView(ProfessionalOnly, DeleteView):
    pass


class OrganizationViewSet(ModelViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Professional organizations")
    list_display = ["name"]
    list_export = list_display
    ordering = ["name"]
    copy_view_enabled = False
    index_view_class = ProfessionalIndexView
    edit_view_class = ProfessionalEditView
    delete_view_class = ProfessionalDeleteView
