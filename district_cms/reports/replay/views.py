"""The screens of a replay: a draft of the procedure, and a school year judged by it."""

import datetime as dt
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from classroom.permissions import can_see_all_days
from district_cms.audit_log.services import record
from district_cms.procedure.active import active, in_force
from district_cms.procedure.loading import ProcedureError
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.models import FailedWork, LongWork

from ..figures.stored import key_of, name_of_month
from . import services
from .drafts import finished_text, read_draft
from .words import differences, table

LONGEST_DRAFT = 500_000
PAST_STAYS = gettext_lazy(
    "Days that are over stay as they were decided. Choose today or a later day."
)


class DraftForm(forms.Form):
    """A draft, pasted or as a file, and the school year to judge by it."""

    text = forms.CharField(
        label=gettext_lazy("Draft"),
        required=False,
        max_length=LONGEST_DRAFT,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=gettext_lazy("The new version alone, or the whole file."),
    )
    file = forms.FileField(label=gettext_lazy("Or its file (TOML)"), required=False)
    year = forms.ModelChoiceField(
        SchoolYear.objects.order_by("-first_day"),
        label=gettext_lazy("School year to judge by it"),
        empty_label=None,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file, text = values.get("file"), values.get("text", "")
        if file and file.size > LONGEST_DRAFT:
            self.add_error("file", _("The file has %s bytes: too many for a draft.") % file.size)
        elif file:
            try:
                text = file.read().decode()
            except UnicodeDecodeError as error:
                self.add_error("file", _("The file is not text in UTF-8: %s.") % error)
        elif not text.strip():
            self.add_error("text", _("Paste a draft, or choose a file."))
        return {**values, "text": text}


class DecisionForm(forms.Form):
    """From which day the new version holds, and who decided it."""

    since = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=AdminDateInput,
        validators=[MinValueValidator(timezone.localdate, PAST_STAYS)],
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision of the superintendent or the board"),
        max_length=300,
        help_text=gettext_lazy("Such as: Board of trustees, January 12, 2027, item 7."),
    )


class ReplayScreen(WagtailAdminTemplateMixin, FormView):
    """For whoever sees the figures of all schools."""

    page_title = gettext_lazy("Try a new procedure")
    header_icon = "history"
    request: SignedInRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not can_see_all_days(self.request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class DraftView(ReplayScreen):
    """Takes a draft, and shows its errors, each with the text of its line."""

    template_name = "reports/admin/replay_draft.html"
    form_class = DraftForm

    def get_initial(self) -> dict[str, Any]:
        begun = SchoolYear.objects.filter(first_day__lte=timezone.localdate()).order_by("last_day")
        return {"year": begun.filter(last_day__lt=timezone.localdate()).last() or begun.last()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        text = form.cleaned_data["text"]
        try:
            read_draft(text)
        except ProcedureError as error:
            rows = text.splitlines()
            errors = [(each, rows[each.line - 1 : each.line]) for each in error.errors]
            return self.render_to_response(self.get_context_data(form=form, errors=errors))
        name = services.request_replay(text, form.cleaned_data["year"])
        return redirect("procedure_replay_result", name)


class ResultView(ReplayScreen):
    """Shows what a draft changes and counts, and writes the finished file."""

    template_name = "reports/admin/replay.html"
    form_class = DecisionForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.text, self.year = services.draft_and_year(kwargs["name"])
            self.version = read_draft(self.text)[1].versions[-1]
        except (FileNotFoundError, ValueError, SchoolYear.DoesNotExist):
            raise Http404 from None

    def get_initial(self) -> dict[str, Any]:
        return {"since": self.version.since, "decision": self.version.decision}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" not in request.POST:
            return super().post(request, *args, **kwargs)
        return redirect("procedure_replay_result", services.request_replay(self.text, self.year))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        since, decision = form.cleaned_data["since"], form.cleaned_data["decision"]
        try:
            text = finished_text(self.text, since=since, decision=decision)
        except ProcedureError as error:
            form.add_error(None, " ".join(each.sentence for each in error.errors))
            return self.form_invalid(form)
        record(
            action="procedure.written",
            actor=self.request.user,
            since=since.isoformat(),
            decision=decision,
            sha256=sha256(text.encode()).hexdigest(),
        )
        headers = {"Content-Disposition": 'attachment; filename="procedure.toml"'}
        return HttpResponse(text, content_type="application/toml", headers=headers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name, context = self.kwargs["name"], super().get_context_data(**kwargs)
        context |= {
            "year": self.year,
            "differences": differences(in_force(), self.version),
            "since": in_force().since,
            "name": active().name,
            "failed": FailedWork.objects.open().filter(task=services.WORK, key=name).exists(),
            "work": LongWork.objects.filter(task=services.WORK, over_at=None).first(),
        }
        counts = services.result_of(name)
        if counts is None:
            return context
        pages = SchoolPage.objects.order_by("title", "pk")
        schools = {key_of(page): page.title for page in pages}
        days = sorted({key[2] for key in counts if key[0] == services.DRAFT})
        months = {day: name_of_month(dt.date.fromisoformat(day)) for day in days}
        school = self.request.GET.get("school", "")
        sides = {side: table(counts, side, {side: ""}, column=0)[0] for side in services.SIDES}
        return context | {
            "sides": sides,
            "school": schools.get(school),
            "schools": table(counts, services.DRAFT, schools, column=1),
            "months": table(counts, services.DRAFT, months, column=2, school=school),
        }
