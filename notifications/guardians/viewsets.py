"""The communications office's screens for listed guardians: the list by key, and its import."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, override

from django import forms
from django.db.models import Count, Q
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from district_cms.imports.views import ImportForm, ImportIntoListView
from district_cms.web.tables import StackedTable

from ..models import Guardian
from .importer import GuardianImporter

NAMESPACE: Final = "guardians"


class GuardianImportForm(ImportForm):
    """The contact file, and who may be removed."""

    largest_file = 5 * 1024 * 1024

    file = forms.FileField(
        label=_("Contact file"),
        help_text=_(
            "A CSV file with the columns guardian, students, email, telephone, language, may "
            "contact by email, may contact by text, and must not be contacted. Without a yes "
            "nobody is contacted. The school is the roster’s. The file is not stored."
        ),
    )
    replace = forms.BooleanField(
        label=_("Remove guardians who are not in the file"),
        help_text=_("Clear this only to change a few guardians: each with the whole line."),
        required=False,
        initial=True,
    )
    shorter = forms.BooleanField(
        label=_("The list is meant to get this much shorter"),
        required=False,
    )


class GuardianImportView(ImportIntoListView):
    page_title = _("Import guardians")
    permission_required: ClassVar = "notifications.change_guardian"
    form_class: ClassVar = GuardianImportForm
    what_label = _("Guardian")
    text_label = _("On the list with")
    index_label = _("Guardians")

    @override
    def get_importer(self, options: Mapping[str, Any]) -> GuardianImporter:
        return GuardianImporter(
            replace=bool(options.get("replace")), shorter=bool(options.get("shorter"))
        )


class GuardianIndexView(IndexView):
    """Shows keys and permissions; addresses stay in the file."""

    table_class = StackedTable
    FORMATS = ()  # no export of guardians

    # The list is imported; nobody adds or changes guardians here.
    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Guardian) -> None:
        return None

    def get_base_queryset(self) -> Any:
        out = Count("children", filter=Q(children__must_not_contact=True))
        return super().get_base_queryset().annotate(students=Count("children"), excluded=out)

    @property
    def header_buttons(self) -> list[Any]:
        if not self.user_has_permission("change"):
            return []
        url = reverse(f"{NAMESPACE}:import")
        return [HeaderButton(_("Import a contact file"), url, icon_name="upload", priority=10)]


class GuardianViewSet(ModelViewSet):
    model = Guardian
    icon = "group"
    menu_label = _("Guardians")
    menu_order = 310
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = GuardianIndexView
    # Nobody creates guardians here, but Wagtail needs a form.
    form_fields: list[str] = []
    list_display = [
        Column("key", label=_("Guardian"), sort_key="key"),
        Column("students", label=_("Students")),
        Column("excluded", label=_("Must not be contacted about")),
        BooleanColumn("may_email", label=_("By email")),
        BooleanColumn("may_text", label=_("By text")),
        Column("get_language_display", label=_("Language"), sort_key="language"),
    ]
    # A family that calls gives its address, not its key.
    search_fields = ["key", "email", "telephone"]
    ordering = ["key"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        importing = GuardianImportView.as_view(index_url_name=self.get_url_name("index"))
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("import/", importing, name="import"),
        ]


guardian_viewset = GuardianViewSet(NAMESPACE)
