"""The staff screens of the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import StaffForm
from .models import Staff


class StaffViewSet(ModelViewSet):
    model = Staff
    icon = "group"
    menu_label = _("Staff")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["full_name", "title", Column("role_names", label=_("Roles")), "active"]
    list_filter = ["schools", "active"]
    search_fields = ["given_name", "family_name", "title"]
    ordering = ["family_name", "given_name"]
    edit_handler = ObjectList(Staff.panels, base_form_class=StaffForm)
    inspect_view_enabled = True


staff_viewset = StaffViewSet("staff")
