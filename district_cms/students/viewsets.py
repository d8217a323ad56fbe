"""The communications office's screens for high-school students. Nobody else sees the list."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, cast, override

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from district_cms.imports.importer import totals
from district_cms.imports.reading import Plan
from district_cms.imports.views import ImportForm, ImportIntoListView
from district_cms.people.models import User
from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.addresses import fold_address
from district_cms.web.tables import StackedTable

from .decisions.importer import DecisionImporter, end_text
from .models import GRADES, HighSchoolStudent, Student
from .roster import list_is_on
from .services import StudentImporter, take_off
from .tokens import address_tokens


def school_years() -> list[tuple[str, str]]:
    """Returns the current and future school years, the first one first."""
    years = SchoolYear.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day")
    return [(name, name) for name in years.values_list("name", flat=True)]


class StudentImportForm(ImportForm):
    """The file, its school year, and who may be removed."""

    file = forms.FileField(
        label=_("List of students"),
        help_text=_(
            "A CSV file with the columns email, school and grade. Nothing else in it is read, and "
            "the file is not stored."
        ),
    )
    school_year = forms.ChoiceField(
        label=_("School year"),
        choices=school_years,
        help_text=_("Each student is on the list until the last day of this school year."),
    )
    replace = forms.BooleanField(
        label=_("Remove students who are not in the file"),
        help_text=_("Clear this only to add a few students to the list."),
        required=False,
        initial=True,
    )
    shorter = forms.BooleanField(
        label=_("The list is meant to get this much shorter"),
        help_text=_("Needed only where more than half of the list would be removed."),
        required=False,
    )


class StudentImportView(ImportIntoListView):
    page_title = _("Import high-school students")
    permission_required: ClassVar = "students.change_highschoolstudent"
    form_class: ClassVar = StudentImportForm
    what_label = _("Student")
    text_label = _("On the list as")
    index_label = _("High-school students")

    @override
    def get_importer(self, options: Mapping[str, Any]) -> StudentImporter:
        # Before the form is submitted, only `target` is used, which does not depend on the year.
        year = (
            get_object_or_404(SchoolYear, name=options["school_year"]) if options else SchoolYear()
        )
        return StudentImporter(
            year,
            replace=bool(options.get("replace")),
            shorter=bool(options.get("shorter")),
        )

    @override
    def success_message(self, plan: Plan) -> str:
        return gettext("The list of students is up to date: %(totals)s.") % {"totals": totals(plan)}


NAMESPACE: Final = "high_school_students"


def high_schools(request: Any) -> Any:
    return SchoolPage.objects.filter(kind__in=HIGH_SCHOOLS).order_by("title")


class StudentFilterSet(WagtailFilterSet):
    school = django_filters.ModelChoiceFilter(label=_("School"), queryset=high_schools)
    grade = django_filters.ChoiceFilter(label=_("Grade"), choices=GRADES)
    address = django_filters.CharFilter(
        label=_("Email address, whole"), method="with_address", widget=forms.TextInput
    )

    def with_address(self, queryset: Any, name: str, value: str) -> Any:
        """Filters by the address, of which the list only holds a keyed hash."""
        return queryset.filter(token__in=address_tokens([fold_address(value)]))

    class Meta:
        model = HighSchoolStudent
        fields = ["school", "grade"]


class StudentIndexView(IndexView):
    page_title = _("High-school students")
    table_class = StackedTable
    FORMATS = ()  # no export of students
    filterset_class = StudentFilterSet

    # The list is imported; nobody adds or changes students here.
    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: HighSchoolStudent) -> None:
        return None

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("school")

    def get_list_buttons(self, instance: HighSchoolStudent) -> list[Button]:
        url = self.get_delete_url(instance)
        if not url:
            return []
        words = _now("Take student %(number)d off the list") % {"number": instance.pk}
        return [Button(_("Take off the list"), url, attrs={"aria-label": words}, priority=10)]

    @property
    def header_buttons(self) -> list[Any]:
        if not self.user_has_permission("change"):
            return []
        url = reverse(f"{NAMESPACE}:import")
        return [HeaderButton(_("Import a list"), url, icon_name="upload", priority=10)]


class StudentDeleteView(DeleteView):
    page_title = _("Take off the list")

    def get_usage_url(self) -> None:
        return None

    def get_page_subtitle(self) -> str:
        return f"{self.object.school}, {self.object.get_grade_display()}"

    @property
    def confirmation_message(self) -> str:
        return _now(
            "From now on no class updates are sent to this address. If the next list still has "
            "the student, the import adds them again."
        )

    def delete_action(self) -> None:
        take_off(student=self.object, user=self.request.user)

    def get_success_message(self) -> str:
        return _now("The student is off the list.")


class StudentViewSet(ModelViewSet):
    model: Any = HighSchoolStudent
    icon = "group"
    menu_label = _("High-school students")
    menu_order = 309
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = StudentIndexView
    delete_view_class = StudentDeleteView
    # Nobody creates students here, but Wagtail needs a form.
    form_fields: list[str] = []
    list_display = ["__str__", "school", "grade", "until"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        importing = StudentImportView.as_view(index_url_name=self.get_url_name("index"))
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("import/", importing, name="import"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]


student_viewset = StudentViewSet(NAMESPACE, url_prefix="high-school-students")


class DecisionImportForm(ImportForm):
    """The file, and whether it has everyone."""

    file = forms.FileField(
        label=_("Opt-outs and releases"),
        help_text=_(
            "A CSV file with the columns student key, opt-out (yes or no), release kind (work, "
            "photograph or web) and until. Nothing else in it is read, and the file is not stored."
        ),
    )
    complete = forms.BooleanField(
        label=_("The file has the releases of all students"),
        help_text=_(
            "Releases of earlier files that it does not have are then withdrawn. An opt-out ends "
            "only by a line with “no”."
        ),
        required=False,
    )


class DecisionImportView(ImportIntoListView):
    page_title = _("Import opt-outs and releases")
    permission_required: ClassVar = "students.change_student"
    form_class: ClassVar = DecisionImportForm
    what_label = _("Student key")
    index_label = _("Students")

    @override
    def get_importer(self, options: Mapping[str, Any]) -> DecisionImporter:
        user = cast(User, self.request.user)
        return DecisionImporter(user, complete=bool(options.get("complete")))


class ListedStudentFilterSet(WagtailFilterSet):
    key = django_filters.CharFilter(label=_("Student key, whole"), lookup_expr="exact")
    hidden = django_filters.BooleanFilter(
        label=_("Hidden on a page"), lookup_expr="isnull", exclude=True, distinct=True
    )

    class Meta:
        model = Student
        fields = ["key", "school", "band", "opted_out"]


class OptOutColumn(Column):
    def get_value(self, instance: Student) -> str:
        return _now("yes") if instance.opted_out else "–"


class ReleasesColumn(Column):
    def get_value(self, instance: Student) -> str:
        return (
            "; ".join(
                f"{each.get_kind_display()}, {end_text(each.until)}"
                for each in instance.releases.all()
                if each.withdrawn_on is None
            )
            or "–"
        )


class HiddenColumn(Column):
    """The live pages on which something of the student is hidden, until they are published
    again."""

    def get_value(self, instance: Student) -> Any:
        rows = [(row.page_id, row.page, row.get_what_display()) for row in instance.hidden.all()]
        links = [(reverse("wagtailadmin_pages:edit", args=[pk]), *rest) for pk, *rest in rows]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a> ({})', links) or "–"


class ListedStudentIndexView(StudentIndexView):
    page_title = _("Students")
    filterset_class = ListedStudentFilterSet

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("releases", "hidden__page")

    def get_delete_url(self, instance: Any) -> None:
        return None

    @property
    def header_buttons(self) -> list[Any]:
        if not self.user_has_permission("change") or not list_is_on():
            return []
        url = reverse("students:import")
        return [HeaderButton(_("Import opt-outs and releases"), url, icon_name="upload")]


class ListedStudentViewSet(StudentViewSet):
    """The roster's students by key, with what their families decided."""

    model = Student
    menu_label = _("Students")
    menu_order = 308
    index_view_class = ListedStudentIndexView
    list_display = [
        *("key", "school", "band"),
        OptOutColumn("opted_out", label=_("Opted out"), sort_key="opted_out"),
        ReleasesColumn("releases", label=_("Releases")),
        HiddenColumn("hidden", label=_("Hidden on")),
        "until",
    ]

    def get_urlpatterns(self) -> Any:
        importing = DecisionImportView.as_view(index_url_name=self.get_url_name("index"))
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("import/", importing, name="import"),
        ]


listed_student_viewset = ListedStudentViewSet("students", url_prefix="students")
