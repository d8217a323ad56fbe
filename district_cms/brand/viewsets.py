"""The communications office's screens of organizations and logos."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Logo, Organization
from .uses import why_it_stays


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


class LogoPicture(Column):
    """The logo itself: names alone do not tell one from another."""

    cell_template_name = "brand/admin/logo_cell.html"


class LogoDeleteView(DeleteView):
    """Wagtail's own, which says first who has the logo: while it is in use, it stays."""

    @cached_property
    def why_it_stays(self) -> str:
        return why_it_stays(self.object)

    @property
    def confirmation_message(self) -> str:
        if not self.why_it_stays:
            return str(super().confirmation_message)
        return gettext("This logo is in use and cannot be deleted. %(reason)s") % {
            "reason": self.why_it_stays
        }


class LogoViewSet(ModelViewSet):
    model = Logo
    icon = "image"
    menu_label = _("Logos")
    list_display = [
        "name",
        LogoPicture("file", label=_("Picture")),
        Column("organization.kind_label", label=_("Kind"), sort_key="organization__kind"),
        Column("organization", label=_("Owner"), sort_key="organization__name"),
        BooleanColumn("active", label=_("May be used"), sort_key="active"),
    ]
    list_export = ["name", "organization", "active"]
    list_filter = ["organization__kind", "organization", "active"]
    ordering = ["name"]
    delete_view_class = LogoDeleteView
    delete_template_name = "brand/admin/logo_delete.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        # Wagtail counts rows that point at a logo, and signatures are drawn without one: it would
        # say "used 0 times" beside our count.
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> Any:
        return [each for each in super().get_urlpatterns() if each.name != "usage"]
