"""The screen of class assignments, and its line of the set-up checklist."""

from collections.abc import Iterator
from typing import Any, Final

import django_filters
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django_q.tasks import async_task
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.people.setting_up import Facts, Line, counted
from district_cms.schools.frame import school_path_in
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.tables import StackedTable

from ..models import ClassroomPage, ClassroomTeacher
from ..permissions import IMPORT_ROSTERS
from .handover import assign_for_own_leave, refresh_substitute


def facts() -> list[QuerySet[Any]]:
    taught = ClassroomTeacher.objects.current().filter(classroom_id=OuterRef("pk"))
    running = ClassroomPage.objects.live().filter(school_year__last_day__gte=timezone.localdate())
    return [
        counted("classes", running),
        counted("classes without a teacher", running.exclude(Exists(taught))),
    ]


def lines(facts: Facts, user: User) -> Iterator[Line]:
    classes, alone = facts.number("classes"), facts.number("classes without a teacher")
    there = missing = ""
    if classes:
        there = ngettext("%(number)d class page", "%(number)d class pages", classes) % {
            "number": classes
        }
    else:
        missing = _("No class has a page in this school year or the next one.")
    if alone:
        missing = ngettext(
            "%(number)d class has no teacher: make a class assignment.",
            "%(number)d classes have no teacher: make class assignments.",
            alone,
        ) % {"number": alone}
    if alone and user.has_perm("classroom.add_classroomteacher"):
        url = reverse("class-assignments:index")
    elif alone or not facts.number("schools"):
        url = facts.url_of_pages()
    else:
        url = reverse("classroom_new_teacher")
    yield Line(50, _("Classes"), there, missing, url)


TELL: Final = "classroom.tasks.tell_of_classes"


def _schools(request: Any) -> Any:
    return SchoolPage.objects.order_by("title")


def _years(request: Any) -> Any:
    return SchoolYear.objects.order_by("-first_day")


class AssignmentFilterSet(WagtailFilterSet):
    """Filters by school and year; people are found by the search."""

    school = django_filters.ModelChoiceFilter(
        label=gettext_lazy("School"), queryset=_schools, method="filter_school"
    )
    year = django_filters.ModelChoiceFilter(
        label=gettext_lazy("School year"), queryset=_years, field_name="classroom__school_year"
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
        url = reverse("classroom_school_year")
        buttons = [HeaderButton(gettext("Next school year"), url, icon_name="date", priority=20)]
        if self.request.user.has_perms(IMPORT_ROSTERS):
            url = reverse("classroom_rosters")
            buttons.append(HeaderButton(gettext("Roster"), url, icon_name="upload", priority=30))
        return [*super().header_buttons, *buttons]

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset().select_related("classroom__school_year", "staff")
        at = school_path_in(OuterRef("classroom__path"))
        return rows.annotate(school=Subquery(Page.objects.filter(path=at).values("title")[:1]))


class ClassroomTeacherCreateView(CreateView):
    """Also gives the class to the substitute of a person on leave."""

    def save_instance(self) -> ClassroomTeacher:
        with transaction.atomic():
            row: ClassroomTeacher = super().save_instance()
            assign_for_own_leave(row.staff)
            async_task(TELL, [row.pk])
        return row


class ClassroomTeacherEditView(EditView):
    """Also adjusts the substitutes of both people when a class changes hands or days."""

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
    menu_label = gettext_lazy("Class assignments")
    menu_order = 305
    add_to_admin_menu = True
    list_display = [
        "staff",
        "classroom",
        Column("school", label=gettext_lazy("School")),
        Column("year", label=gettext_lazy("School year"), accessor="classroom.school_year.name"),
        "part",
        "starts_on",
        "until",
    ]
    list_export = ["staff", "classroom", "get_part_display", "until"]
    export_headings = {"get_part_display": gettext_lazy("Part")}
    export_filename = "class-assignments"
    search_fields = ["staff__family_name", "staff__given_name", "classroom__title"]
    ordering = ["staff__family_name"]


class_assignment_viewset = ClassroomTeacherViewSet("class-assignments")
