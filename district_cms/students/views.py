"""The screens about what may be published: recording a release, and what the site has hidden."""

from typing import Any, ClassVar, cast, override

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from district_cms.people.models import User
from district_cms.publishing.views import PermittedMenuItem

from .models import HiddenOnPage, Release, Student
from .page_check import is_on
from .releases import record_release, students_of, withdraw_releases


class ReleaseForm(forms.ModelForm):
    key = forms.CharField(label=_("Student key"), max_length=64)
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
    extra_context = {"submit_button_label": _("Record"), "action_url": success_url}

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
        fields = {**form.cleaned_data, "user": self.user}
        student, withdrawn = fields.pop("key"), fields.pop("withdrawn")
        if withdrawn:
            withdraw_releases(student=student, kind=fields["kind"], user=self.user)
            messages.success(self.request, _("The release is withdrawn."))
        else:
            record_release(student=student, **fields)
            messages.success(self.request, _("The release is recorded under your name."))
        return super().form_valid(form)


class _ReleaseItem(MenuItem):
    @override
    def is_shown(self, request: HttpRequest) -> bool:
        return is_on() and students_of(cast(User, request.user)).exists()


def release_item() -> MenuItem:
    return _ReleaseItem(
        ReleaseView.page_title, reverse("students_release"), icon_name="form", order=308
    )


class HiddenReport(ReportView):
    """Lists pages with a hidden name or picture, until someone changes and publishes them."""

    page_title = _("Hidden names and pictures")
    header_icon = "view"
    permission_required: ClassVar = "students.view_hiddenonpage"
    model = HiddenOnPage
    index_url_name = "students_hidden"
    index_results_url_name = "students_hidden_results"
    is_searchable = False
    FORMATS = ()  # opt-outs are in no export
    columns: ClassVar = [
        TitleColumn(
            "page",
            label=_("Page"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column("what", label=_("Hidden"), accessor="get_what_display"),
        Column("student", label=_("Student key"), accessor="student.key"),
        DateColumn("hidden_at", label=_("Since")),
    ]

    @override
    def get_base_queryset(self) -> Any:
        return HiddenOnPage.objects.select_related("page", "student")


def hidden_item() -> MenuItem:
    return PermittedMenuItem(
        HiddenReport.page_title,
        reverse("students_hidden"),
        icon_name=HiddenReport.header_icon,
        permission=HiddenReport.permission_required,
    )
