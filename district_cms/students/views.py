"""The screens about what may be published: recording a release, and what the site has hidden."""

from typing import Any, ClassVar, cast, override

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from district_cms.people.models import User

from .models import HiddenOnPage, Release, Student
from .page_check import is_on
from .releases import record_release, students_of, withdraw_releases


class ReleaseForm(forms.ModelForm):
    key = forms.CharField(
        label=_("Student key"),
        max_length=64,
        help_text=_("The student’s number in the district’s student system."),
    )
    withdrawn = forms.BooleanField(
        label=_("The consent was taken back"),
        required=False,
        help_text=_("It ends today. Live pages then no longer show the name or the picture."),
    )
    field_order = ("key",)

    class Meta:
        model = Release
        fields = ("kind", "until", "by_student")
        widgets: ClassVar = {"until": AdminDateInput}
        help_texts: ClassVar = {
            "until": _("The last day of the consent. Leave it empty if it has none."),
            "by_student": _(
                "From the 18th birthday on, the student decides and no longer the family. "
                "Unclear cases are for the district’s counsel."
            ),
        }

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.students = students

    def clean_key(self) -> Student:
        student = self.students.filter(key=self.cleaned_data["key"].strip()).first()
        if student is None:
            # The same for a student of another school, so that nobody learns who is where.
            raise forms.ValidationError(_("No student of your schools has this key."))
        return cast(Student, student)


class ReleaseView(WagtailAdminTemplateMixin, FormView):
    """Records a written consent, or that it was taken back."""

    template_name = "wagtailadmin/generic/form.html"
    form_class = ReleaseForm
    page_title = _("Record a release")
    header_icon = "form"
    success_url = reverse_lazy("students_release")
    extra_context: ClassVar = {"submit_button_label": _("Record"), "action_url": success_url}

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.user = cast(User, request.user)
        self.students = students_of(self.user)
        if not is_on() or not self.students.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "students": self.students}

    @override
    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        fields = dict(form.cleaned_data)
        student, kind = fields.pop("key"), fields.pop("kind")
        if fields.pop("withdrawn"):
            withdraw_releases(student=student, kind=kind, user=self.user)
            text = _("The release is withdrawn. Live pages soon stop showing what it covered.")
        else:
            record_release(student=student, kind=kind, user=self.user, **fields)
            text = _("The release is recorded under your name.")
        messages.success(self.request, text)
        return super().form_valid(form)


class HiddenReport(ReportView):
    """Lists pages with a hidden name or picture, until someone changes and publishes them."""

    page_title = _("Hidden names and pictures")
    header_icon = "view"
    permission_required: ClassVar = "students.view_hiddenonpage"
    any_permission_required: ClassVar = (permission_required,)
    model = HiddenOnPage
    index_url_name = "students_hidden"
    index_results_url_name = "students_hidden_results"
    FORMATS = ()  # opt-outs are in no export
    columns: ClassVar = [
        TitleColumn(
            "page", label=_("Page"), url_name="wagtailadmin_pages:edit", id_accessor="page_id"
        ),
        Column("what", label=_("Hidden"), accessor="get_what_display"),
        Column("student", label=_("Student key"), accessor="student.key"),
        DateColumn("hidden_at", label=_("Since")),
    ]

    @override
    def get_base_queryset(self) -> Any:
        return HiddenOnPage.objects.select_related("page", "student")


class ListMenuItem(MenuItem):
    """Leads to a screen of the list: hidden while the list is off."""

    @override
    def is_shown(self, request: HttpRequest) -> bool:
        user = cast(User, request.user)
        if self.name == "hidden-names":
            return is_on() and user.has_perm(HiddenReport.permission_required)
        return is_on() and students_of(user).exists()


release_item = ListMenuItem(
    ReleaseView.page_title, ReleaseView.success_url, icon_name="form", order=308
)
hidden_item = ListMenuItem(
    HiddenReport.page_title, reverse_lazy("students_hidden"), name="hidden-names", icon_name="view"
)
