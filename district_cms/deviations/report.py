"""In the editor: explanations of others, for whoever reads them, and asking for one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.unpressed import press_again
from district_cms.web.tables.spreadsheets import csv_file
from district_cms.web.times import date_text, moment_text

from .authorizations.selectors import beside, with_authorization
from .forms import AskForm, DecideForm
from .models import Authorization, Deviation
from .permissions import can_decide, can_open_report, leads_anyone
from .selectors import counted, readable, to_ask
from .services import ask, decide, note_download
from .views import CLAUSES

REPORT = "deviations_report"
ON_A_SCREEN = 50


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "deviations/admin/report.html"
    page_title: Any = gettext_lazy("What was done differently")
    header_icon = "comment"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_open_report(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        if type(self) is ReportView:
            return [*super().get_breadcrumbs_items(), here]
        report = {"url": reverse(REPORT), "label": ReportView.page_title}
        return [*super().get_breadcrumbs_items(), report, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, page = with_authorization(readable(self.request.user)), self.request.GET.get("p")
        return {
            **super().get_context_data(**kwargs),
            "counted": counted(rows),
            "shown": Paginator(rows, ON_A_SCREEN).get_page(page),
            "can_ask": leads_anyone(self.request.user),
            "clauses": [clause(each) for each in CLAUSES],
        }


class DownloadView(ReportView):
    """Take the list away: POST, because it is written down."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, REPORT)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(readable(request.user))
        held = beside(rows)
        note_download(user=request.user, rows=len(rows))
        heading = [
            *(_("Person"), _("School"), _("What was different"), _("Clause")),
            *(_("Day"), _("Reason"), _("Explanation"), _("Explained")),
            *(_("Asked by"), _("Decision"), _("Decided by"), _("Decided")),
            _("Authorization that day"),
        ]
        lines = (_cells(row, held) for row in rows)
        return csv_file("done-differently.csv", (heading, *lines))


class OneView(ReportView):
    """One explanation, and what is decided about it."""

    template_name = "deviations/admin/one.html"
    page_title = gettext_lazy("Explanation")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise PermissionDenied
        rows = readable(self.request.user)
        self.row: Deviation = get_object_or_404(rows, uuid=self.kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.row.who

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecideForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        try:
            decide(deviation=self.row, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("deviations_one", self.row.uuid)
        else:
            messages.success(request, _("%(name)s gets an email.") % {"name": self.row.who})
        return redirect(REPORT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {
            "decision": self.row.decision,
            "answer": self.row.answer,
            "edition": self.row.edition,
        }
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "held": beside([self.row]).get(self.row.pk, ()),
            "form": kwargs.get("form") or DecideForm(initial=said),
            "can_decide": can_decide(self.request.user, self.row)
            and self.row.explained_at is not None,
        }


class AskView(ReportView):
    """Ask someone to explain something."""

    template_name = "deviations/admin/ask.html"
    page_title = gettext_lazy("Ask for an explanation")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not leads_anyone(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AskForm(request.POST, people=to_ask(request.user))
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=422)
        row = ask(user=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect(REPORT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = {"day": timezone.localdate()}
        form = kwargs.get("form") or AskForm(people=to_ask(self.request.user), initial=today)
        return {**super().get_context_data(**kwargs), "form": form}


def _cells(row: Deviation, held: dict[int, list[Authorization]]) -> list[str]:
    return [
        *(row.who, str(row.school or ""), row.about, row.clause.sentence),
        *(date_text(row.day), str(row.get_ground_display()), row.words),
        moment_text(row.explained_at) if row.explained_at else "",
        *(row.asked_by, row.state, row.decided_by),
        moment_text(row.decided_at) if row.decided_at else "",
        "; ".join(f"{each.about}, {each.days}" for each in held.get(row.pk, ())),
    ]
