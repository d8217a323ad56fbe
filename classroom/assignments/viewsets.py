"""The screen of class assignments: who teaches what."""

from typing import Any, Final

import django_filters
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from district_cms.schools.frame import school_path_in
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.tables import StackedTable

from ..models import ClassroomTeacher
from .handover import assign_for_own_leave, refresh_substitute

TELL: Final = "classroom.tasks.tell_of_classes"


def _schools(request: Any) -> Any:
    return SchoolPage.objects.order_by("title")


def _years(request: Any) -> Any:
    return SchoolYear.objects.order_by("-first_day")


class AssignmentFilterSet(WagtailFilterSet):
    """Who it is, the search finds."""

    school = django_filters.ModelChoiceFilter(
        label=_("School"), queryset=_schools, method="filter_school"
    )
    year = django_filters.ModelChoiceFilter(
        label=_("School year"), queryset=_years, field_name="classroom__school_year"
    )

    class Meta:
        model = ClassroomTeacher
        fields = ["part"]

    def filter_school(self, rows: Any, name: str, school: SchoolPage) -> Any:
        return rows.filter(classroom__path__startswith=school.path)


class ClassroomTeacherIndexView(IndexView):
    table_class = StackedTable
    filterset_class = AssignmentFilterSet

    @property
    def header_buttons(self) -> list[Any]:
        if not self.request.user.has_perm("classroom.add_classroomteacher"):
            return super().header_buttons
        url = reverse("classroom_next_year")
        button = HeaderButton(_now("Next school year"), url, icon_name="date", priority=20)
        return [*super().header_buttons, button]

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset().select_related("classroom__school_year", "staff")
        at = school_path_in(OuterRef("classroom__path"))
        return rows.annotate(school=Subquery(Page.objects.filter(path=at).values("title")[:1]))


class ClassroomTeacherCreateView(CreateView):
    """Whoever is away gets a class with their substitute in it."""

    def save_instance(self) -> ClassroomTeacher:
        with transaction.atomic():
            row: ClassroomTeacher = super().save_instance()
            assign_for_own_leave(row.staff)
            async_task(TELL, [row.pk])
        return row


class ClassroomTeacherEditView(EditView):
    """As above; and whoever has a class no longer, or on other days, has no substitute in it."""

    def save_instance(self) -> ClassroomTeacher:
        with transaction.atomic():
            before = ClassroomTeacher.objects.select_related("staff").get(pk=self.object.pk)
            row: ClassroomTeacher = super().save_instance()
            if row.staff_id != before.staff_id:
                row.told_on = None
                row.save(update_fields=["told_on"])
                async_task(TELL, [row.pk])
            for staff, classroom in {
                (before.staff, before.classroom_id),
                (row.staff, row.classroom_id),
            }:
                refresh_substitute(staff, classroom)
        return row


class ClassroomTeacherDeleteView(DeleteView):
    def delete_action(self) -> None:
        with transaction.atomic():
            staff, classroom = self.object.staff, self.object.classroom_id
            super().delete_action()
            refresh_substitute(staff, classroom)


class ClassroomTeacherViewSet(ModelViewSet):
    model = ClassroomTeacher
    index_view_class = ClassroomTeacherIndexView
    add_view_class = ClassroomTeacherCreateView
    edit_view_class = ClassroomTeacherEditView
    delete_view_class = ClassroomTeacherDeleteView
    icon = "user"
    menu_label = _("Class assignments")
    menu_order = 305
    add_to_admin_menu = True
    list_display = [
        "staff",
        "classroom",
        Column("school", label=_("School")),
        Column("year", label=_("School year"), accessor="classroom.school_year.name"),
        "part",
        "starts_on",
        "until",
    ]
    list_export = ["staff", "classroom", "get_part_display", "until"]
    export_headings = {"get_part_display": _("Part")}
    export_filename = "class-assignments"
    search_fields = ["staff__family_name", "staff__given_name", "classroom__title"]
    ordering = ["staff__family_name"]


class_assignment_viewset = ClassroomTeacherViewSet("class-assignments")
