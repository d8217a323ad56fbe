"""The screens about what may be published: recording a release, and what the site has hidden."""

from typing import Any, ClassVar, cast, override

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _now
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


class ReleaseForm(forms.Form):
    key = forms.CharField(
        label=_("Student key"),
        max_length=64,
        help_text=_("The student’s number in the district’s student system."),
    )
    kind = forms.ChoiceField(label=_("What it is for"), choices=Release.Kind)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The last day of the consent. Leave it empty if it has none."),
    )
    by_student = forms.BooleanField(
        label=_("The student is 18 or older and signed"),
        required=False,
        help_text=_(
            "From the 18th birthday on, the student decides, no longer the family. Whose word "
            "counts in an unclear case is for the district’s counsel."
        ),
    )
    withdrawn = forms.BooleanField(
        label=_("The consent was taken back"),
        required=False,
        help_text=_("Ends it today. Live pages then no longer show the name or the picture."),
    )

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.students = students

    def clean_key(self) -> Student:
        student: Student | None = self.students.filter(key=self.cleaned_data["key"].strip()).first()
        if student is None:
            # The same for a student of another school, who is none of this person's business.
            raise forms.ValidationError(
                _("No student of your schools has this key. Check the number.")
            )
        return student


class ReleaseView(WagtailAdminTemplateMixin, FormView):
    """Records a written consent, or that it was taken back."""

    template_name = "wagtailadmin/generic/form.html"
    form_class = ReleaseForm
    page_title = _("Record a release")
    header_icon = "form"
    success_url = reverse_lazy("students_release")

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.students = students_of(cast(User, request.user))
        if not is_on() or not self.students.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "students": self.students}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_url": self.success_url,
            "submit_button_label": _now("Record"),
        }

    @override
    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        data, user = form.cleaned_data, cast(User, self.request.user)
        student, kind = data["key"], data["kind"]
        if data["withdrawn"]:
            withdraw_releases(student=student, kind=kind, user=user)
            text = _now("The release is withdrawn. Live pages stop showing it within minutes.")
        else:
            until, by_student = data["until"], data["by_student"]
            record_release(
                student=student, kind=kind, until=until, by_student=by_student, user=user
            )
            text = _now("The release is recorded under your name.")
        messages.success(self.request, text)
        return super().form_valid(form)


class ReleaseMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("Record a release"), reverse("students_release"), icon_name="form", order=308
        )

    @override
    def is_shown(self, request: HttpRequest) -> bool:
        return is_on() and students_of(cast(User, request.user)).exists()


class HiddenReport(ReportView):
    """Lists pages with a hidden name or picture. Someone then changes the page or records a new
    release, and publishes it."""

    page_title = _("Hidden names and pictures")
    header_icon = "view"
    permission_required: ClassVar = "students.view_hiddenonpage"
    model = HiddenOnPage
    index_url_name = "students_hidden"
    index_results_url_name = "students_hidden_results"
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


class _HiddenItem(MenuItem):
    @override
    def is_shown(self, request: HttpRequest) -> bool:
        return is_on() and bool(request.user.has_perm(HiddenReport.permission_required))


def hidden_item() -> MenuItem:
    url = reverse("students_hidden")
    return _HiddenItem(HiddenReport.page_title, url, icon_name=HiddenReport.header_icon, order=920)
