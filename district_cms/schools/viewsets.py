"""The admin screens of school years, and the menu that they share with those of `brand`."""

from typing import Any

from django.contrib import messages
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from district_cms.brand.viewsets import LogoViewSet, OrganizationViewSet, StatementViewSet
from district_cms.web.tables import StackedTable

from .calendar.rule import no_school_rule
from .calendar.services import moves
from .calendar.views import CalendarImportView
from .models import SchoolYear
from .search.models import SameWords


class SchoolYearIndexView(IndexView):
    table_class = StackedTable


class SchoolYearEditView(EditView):
    """Wagtail's edit view with a button to the calendar import."""

    @property
    def header_buttons(self) -> Any:
        import_url = reverse("school-years:import_calendar", args=[self.object.pk])
        button = HeaderButton(_("Import a calendar"), import_url, icon_name="upload", priority=10)
        return [*super().header_buttons, button]

    def save_instance(self) -> Any:
        """Announces the posting days that move with the change, such as a snow day entered here."""
        before = SchoolYear.objects.get(pk=self.object.pk).calendar()
        saved = super().save_instance()
        after = SchoolYear.objects.get(pk=saved.pk).calendar()
        for sentence in moves(before, after, no_school_rule()):
            messages.info(self.request, sentence)
        return saved


class SchoolYearViewSet(ModelViewSet):
    model = SchoolYear
    icon = "calendar-alt"
    menu_label = _("School years")
    list_display = ["name", "first_day", "last_day", "closed_at"]
    list_export = list_display
    ordering = ["-first_day"]
    index_view_class = SchoolYearIndexView
    edit_view_class = SchoolYearEditView

    def get_urlpatterns(self) -> Any:
        view = CalendarImportView.as_view(
            edit_url_name=self.get_url_name("edit"), index_url_name=self.get_url_name("index")
        )
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/calendar/", view, name="import_calendar"),
        ]


class SameWordsViewSet(ModelViewSet):
    model = SameWords
    icon = "search"
    menu_label = _("Search words")
    list_display = ("words",)
    search_fields = ("words",)
    list_export = ("words",)
    ordering = ("words",)


class DistrictViewSetGroup(ModelViewSetGroup):
    menu_label = _("District")
    menu_icon = "home"
    menu_order = 310
    items = (
        SchoolYearViewSet("school-years"),
        LogoViewSet("logos"),
        StatementViewSet("statements"),
        OrganizationViewSet("organizations"),
        SameWordsViewSet("search-words"),
    )


district_viewset_group = DistrictViewSetGroup()
