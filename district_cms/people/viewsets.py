"""The staff screens of the editor."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from district_cms.web.permissions import PerObjectPermission
from district_cms.web.tables import StackedTable
from district_cms.web.times import weekday_text

from .choosers import staff_named
from .models import Staff, User
from .permissions import unmanageable_accounts
from .staff_file.views import StaffImportView


class StaffIndexView(generic.IndexView):
    table_class = StackedTable

    @cached_property
    def unmanageable_accounts(self) -> frozenset[int]:
        return frozenset(unmanageable_accounts(self.request.user).values_list("pk", flat=True))

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("roles")

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=staff_named(self.search_query).values("pk"))

    def get_edit_url(self, instance: Staff) -> str | None:
        if instance.user_id in self.unmanageable_accounts:
            return None
        return super().get_edit_url(instance)

    def get_copy_url(self, instance: Staff) -> str | None:
        if instance.user_id in self.unmanageable_accounts:
            return None
        return super().get_copy_url(instance)

    @property
    def header_buttons(self) -> list[Any]:
        others = _buttons_for(None, self.request.user)
        if not self.request.user.has_perm("people.change_staff"):
            return [*super().header_buttons, *others]
        url = reverse("staff:import")
        button = HeaderButton(_now("Import a list"), url, icon_name="upload", priority=20)
        return [*super().header_buttons, button, *others]


Buttons = Callable[[Staff | None, User], Iterable[HeaderButton]]
_buttons: list[Buttons] = []


def register_staff_buttons(supplier: Buttons) -> None:
    """Registers a supplier of buttons on the staff record, and for None above the list of staff,
    for apps that depend on this one."""
    if supplier not in _buttons:
        _buttons.append(supplier)


def _buttons_for(staff: Staff | None, user: User) -> list[HeaderButton]:
    return [each for get in _buttons for each in get(staff, user)]


class StaffEditView(PerObjectPermission, generic.EditView):
    @property
    def header_buttons(self) -> list[Any]:
        return [*super().header_buttons, *_buttons_for(self.object, self.request.user)]


def _works_here(staff: Staff) -> str:
    if staff.active and staff.last_day:
        return _now("Until %(day)s") % {"day": weekday_text(staff.last_day)}
    return _now("Yes") if staff.active else _now("No")


class StaffDeleteView(PerObjectPermission, generic.DeleteView):
    pass


class StaffViewSet(ModelViewSet):
    model = Staff
    icon = "group"
    menu_label = _("Staff")
    menu_order = 300
    add_to_admin_menu = True
    index_view_class = StaffIndexView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    list_display = [
        "full_name",
        "title",
        Column("role_names", label=_("Roles")),
        Column(
            "works_here",
            label=_("Works here"),
            accessor=_works_here,
            sort_key="active",
        ),
    ]
    list_export = ["given_name", "family_name", "title", "email", "phone", "role_names", "active"]
    export_headings = {"role_names": _("Roles")}
    export_filename = "staff"
    list_filter = ["schools", "active"]
    search_fields = ["given_name", "family_name", "title"]
    # The database backend finds parts of names, and SQLite's index cannot be searched by field.
    search_backend_name = None
    ordering = ["family_name", "given_name"]
    edit_handler = ObjectList(Staff.panels)
    inspect_view_enabled = True

    def get_urlpatterns(self) -> Any:
        importing = StaffImportView.as_view(index_url_name=self.get_url_name("index"))
        # The menu item opens the first pattern, so the list comes first.
        return [*super().get_urlpatterns(), path("import/", importing, name="import")]


staff_viewset = StaffViewSet("staff")
