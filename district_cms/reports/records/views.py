"""The screen “Records”: exports for people who ask what the district holds."""

import tempfile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.audit_log.services import record
from district_cms.schools.models import SchoolYear
from district_cms.web.accounts import SignedInRequest

from ..permissions import check_export_records
from .person import person_at, write_person
from .school_year import LASTS_DAYS, open_file, ready, request_year

IN_MEMORY = 10 * 1024 * 1024


class PersonForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("Email address or telephone number"),
        max_length=254,
        help_text=gettext_lazy(
            "Of an employee, or of a family that gets messages. A telephone number with its "
            "country code: +14065550142."
        ),
    )


class YearForm(forms.Form):
    year = forms.ModelChoiceField(
        SchoolYear.objects.order_by("-name"), label=gettext_lazy("School year"), empty_label=None
    )


class RecordsView(WagtailAdminTemplateMixin, TemplateView):
    """One form for a person, one for a school year, and the files that are ready."""

    template_name = "reports/admin/records.html"
    page_title = gettext_lazy("Records")
    header_icon = "download"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_export_records(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "person_form": PersonForm(),
            "year_form": YearForm(),
            "files": ready(),
            "days": LASTS_DAYS,
            **super().get_context_data(**kwargs),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "year" in request.POST:
            return self._year(YearForm(request.POST))
        return self._person(PersonForm(request.POST))

    def _year(self, form: YearForm) -> HttpResponse:
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(year_form=form))
        number = request_year(year=form.cleaned_data["year"], actor=self.request.user)
        messages.success(
            self.request,
            _(
                "%(number)s files are being made, one for each school. Open this page again in "
                "a few minutes."
            )
            % {"number": number},
        )
        return redirect("records")

    def _person(self, form: PersonForm) -> HttpResponseBase:
        person = person_at(form.cleaned_data["email"]) if form.is_valid() else None
        if person is not None and not person.is_known:
            form.add_error(
                "email",
                _("No account, employee or family has “%(address)s”. Check the spelling.")
                % {"address": form.cleaned_data["email"]},
            )
        if person is None or not person.is_known:
            return self.render_to_response(self.get_context_data(person_form=form))
        out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
        tables = write_person(person, out)
        out.seek(0)
        # A family's address is not for the log, which is never deleted.
        subject = person.staff or person.account
        record(
            action="records.person_exported",
            actor=self.request.user,
            person=str(subject) if subject else "a family",
            tables=tables,
        )
        name = f"records-{timezone.localdate():%Y-%m-%d}.zip"
        return FileResponse(out, as_attachment=True, filename=name)


@require_safe
def download(request: SignedInRequest, name: str) -> FileResponse:
    """Serves a file of a school year. Raises `PermissionDenied` and `Http404`."""
    check_export_records(request.user)
    if name not in {each.name for each in ready()}:
        raise Http404
    file = open_file(name)
    record(action="records.year_downloaded", actor=request.user, file=name)
    return FileResponse(file, as_attachment=True, filename=name)
