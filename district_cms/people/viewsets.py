"""The staff screens of the editor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import StaffForm
from .models import Staff


class StaffIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("roles")


class StaffViewSet(ModelViewSet):
    model = Staff
    icon = "group"
    menu_label = _("Staff")
    menu_order = 300
    add_to_admin_menu = True
    index_view_class = StaffIndexView
    list_display = [
        "full_name",
        "title",
        Column("role_names", label=_("Roles")),
        BooleanColumn("active", label=_("Works here")),
    ]
    list_export = ["given_name", "family_name", "title", "email", "phone", "role_names", "active"]
    export_headings = {"role_names": _("Roles")}
    export_filename = "staff"
    list_filter = ["schools", "active"]
    search_fields = ["given_name", "family_name", "title"]
    # By the database: it finds parts of names, and SQLite's index cannot be asked by field.
    search_backend_name = None
    ordering = ["family_name", "given_name"]
    edit_handler = ObjectList(Staff.panels, base_form_class=StaffForm)
    inspect_view_enabled = True


staff_viewset = StaffViewSet("staff")
