"""Screens of the staff area, with or without access to the editor: a person's own explanations and
authorizations, and those of people whom they supervise."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again
from district_cms.web.tables import csv_file
from district_cms.web.times import date_text, moment_text

from . import permissions, selectors
from .forms import AnswerForm, AskForm, DecideForm, DeviationForm, ExplainForm, RequestForm
from .models import AUTHORIZATION, Authorization, Deviation
from .rules import Standing
from .services import authorizations, explanations

ABOUT_EXPLANATIONS: Final = ("deviation-reasons", "deviation-explain")
ABOUT_AUTHORIZATIONS: Final = ("personal-accounts", AUTHORIZATION)
ON_A_PAGE: Final = 50


def _screen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    methods = require_http_methods(["GET", "HEAD", "POST"])
    decorated: Callable[..., HttpResponse] = methods(never_cache(login_required(view)))
    return decorated


def _render(request: SignedInRequest, template: str, **context: Any) -> HttpResponse:
    """Renders a page with the clauses it is about; status 422 for a form with errors."""
    about = ABOUT_AUTHORIZATIONS if "authoriz" in template else ABOUT_EXPLANATIONS
    form = context.get("form")
    return render(
        request,
        template,
        {"clauses": [clause(each) for each in about], **context},
        status=422 if form is not None and form.errors else 200,
    )


def _data(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _works_here(request: SignedInRequest) -> bool:
    return Staff.objects.active().filter(user_id=request.user.pk).exists()


@_screen
def own_explanations(request: SignedInRequest) -> HttpResponse:
    if not _works_here(request):
        return redirect("signatures:my_signature")
    return _render(
        request,
        "deviations/pages/own.html",
        rows=selectors.with_authorizations(selectors.own_explanations(request.user)),
        reads_others=permissions.can_open_explanations(request.user),
    )


@_screen
def explain(request: SignedInRequest) -> HttpResponse:
    """Explains anything but a posting day, which is explained from its class."""
    if not _works_here(request):
        return redirect("signatures:my_signature")
    form = DeviationForm(_data(request), schools=request.user.staff.schools.order_by("title"))
    if form.is_valid():
        row = explanations.explain(user=request.user, **form.cleaned_data)
        messages.success(request, _who_reads(row))
        return redirect("deviations:own")
    return _render(request, "deviations/pages/explain.html", form=form, row=None)


@_screen
def own_explanation(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Answers a question, or changes an explanation that nobody has answered."""
    row = get_object_or_404(selectors.own_explanations(request.user), uuid=number)
    form = ExplainForm(_data(request), initial={"ground": row.ground, "words": row.words})
    if form.is_valid():
        try:
            row = explanations.answer_question(
                deviation=row, user=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _who_reads(row))
        return redirect("deviations:own")
    ((row, held),) = selectors.with_authorizations([row])
    return _render(request, "deviations/pages/explain.html", form=form, row=row, held=held)


def _who_reads(row: Deviation) -> str:
    if permissions.has_reader(row):
        return _("It is with your principal or supervisor.")
    return _(
        "It is saved. Your staff record names no supervisor, and no other principal leads your "
        "school, so only the district’s administrators can read it."
    )


@_screen
def explanations_of_others(request: SignedInRequest) -> HttpResponse:
    if not permissions.can_open_explanations(request.user):
        raise PermissionDenied
    rows = selectors.readable_explanations(request.user)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return _render(
        request,
        "deviations/pages/others.html",
        shown=page,
        rows=selectors.with_authorizations(page.object_list),
        can_ask=permissions.can_ask_someone(request.user),
    )


@_screen
def explanation_of_other(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Shows an explanation, with a form for the answer if the district lets supervisors answer."""
    row = get_object_or_404(selectors.readable_explanations(request.user), uuid=number)
    before = {"decision": row.decision, "answer": row.answer, "edition": row.edition}
    form = AnswerForm(_data(request), initial=before)
    if form.is_valid():
        try:
            explanations.decide(deviation=row, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("deviations:other", number)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect("deviations:others")
    ((row, held),) = selectors.with_authorizations([row])
    answers = row.explained_at is not None and permissions.can_answer(request.user, row)
    return _render(
        request, "deviations/pages/other.html", row=row, held=held, form=form, decides=answers
    )


@_screen
def ask(request: SignedInRequest) -> HttpResponse:
    """Asks someone to explain something."""
    if not permissions.can_ask_someone(request.user):
        raise PermissionDenied
    people = selectors.people_to_ask(request.user)
    form = AskForm(_data(request), people=people, initial={"day": timezone.localdate()})
    if form.is_valid():
        row = explanations.ask(user=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect("deviations:others")
    return _render(request, "deviations/pages/ask.html", form=form)


@_screen
def download_explanations(request: SignedInRequest) -> HttpResponse:
    """Downloads the explanations. A POST, because it is recorded in the audit log."""
    if not permissions.can_open_explanations(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return press_again(request, "deviations:others")
    rows = list(selectors.readable_explanations(request.user))
    explanations.record_download(user=request.user, rows=len(rows))
    heading = [
        *(_("Person"), _("School"), _("What was different"), _("Clause")),
        *(_("Day"), _("Reason"), _("Explanation"), _("Explained")),
        *(_("Asked by"), _("Decision"), _("Decided by"), _("Decided")),
        _("Authorization that day"),
    ]
    lines = (
        [
            *(row.who, str(row.school or ""), row.about, row.clause.sentence),
            *(date_text(row.day), str(row.get_ground_display()), row.words),
            moment_text(row.explained_at) if row.explained_at else "",
            *(row.asked_by, row.state, row.decided_by),
            moment_text(row.decided_at) if row.decided_at else "",
            "; ".join(f"{each.about}, {each.days}" for each in held),
        ]
        for row, held in selectors.with_authorizations(rows)
    )
    return csv_file("done-differently.csv", (heading, *lines))


@_screen
def own_authorizations(request: SignedInRequest) -> HttpResponse:
    if not _works_here(request):
        return redirect("signatures:my_signature")
    return _render(
        request,
        "deviations/pages/authorizations.html",
        rows=selectors.own_authorizations(request.user),
        reads_others=permissions.can_open_authorizations(request.user),
    )


@_screen
def request_authorization(request: SignedInRequest) -> HttpResponse:
    """Requests an authorization from the supervisor."""
    if not _works_here(request):
        return redirect("signatures:my_signature")
    staff, today = request.user.staff, timezone.localdate()
    schools = staff.schools.order_by("title")
    form = RequestForm(_data(request), schools=schools, initial={"first_day": today})
    if form.is_valid():
        authorizations.request_authorization(user=request.user, **form.cleaned_data)
        names = ", ".join(user.get_full_name() for user in permissions.deciders_of(staff))
        text = _("Sent to %(names)s. You get an email with the decision.") % {"names": names}
        messages.success(request, text if names else _("It is saved, but nobody can decide it."))
        return redirect("authorizations:own")
    longest = date_text(selectors.last_day_from(today))
    return _render(request, "deviations/pages/authorize.html", form=form, longest=longest)


@_screen
def authorization(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """The person withdraws or ends it; the supervisor decides or ends it."""
    own_rows = selectors.own_authorizations(request.user).select_related(
        "staff__supervisor", "school"
    )
    row = own_rows.filter(uuid=number).first()
    own = row is not None
    if row is None:
        row = get_object_or_404(selectors.readable_authorizations(request.user), uuid=number)
    decides = not own and permissions.can_authorize(request.user, row.staff)
    data = _data(request)
    if data is not None and "end" in data:
        row = authorizations.end(authorization=row, user=request.user)
        if row.standing in {Standing.ENDED, Standing.WITHDRAWN}:
            messages.success(request, _("It has ended."))
        else:
            messages.error(
                request, _("Nothing was ended. Status: %(status)s.") % {"status": row.status}
            )
        return redirect("authorizations:one", number)
    form = DecideForm(data, row=row) if decides and row.is_waiting else None
    if data is not None and form is None:
        messages.error(request, _("This was decided or taken back already."))
        return redirect("authorizations:one", number)
    if form is not None and form.is_valid():
        return _decide(request, row, form.cleaned_data)
    return _render(
        request, "deviations/pages/authorization.html", row=row, own=own, decides=decides, form=form
    )


def _decide(request: SignedInRequest, row: Authorization, data: dict[str, Any]) -> HttpResponse:
    about = {"authorization": row, "user": request.user, "answer": data["answer"]}
    try:
        if data["decision"] == "granted":
            authorizations.grant(**about, last_day=data["last_day"])
        else:
            authorizations.refuse(**about)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("authorizations:one", row.uuid)
    messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
    return redirect("authorizations:others")


def _listed(request: SignedInRequest) -> Any:
    """Returns waiting and valid authorizations of people whom the account supervises, or the ended
    ones."""
    if not permissions.can_open_authorizations(request.user):
        raise PermissionDenied
    rows, today = selectors.readable_authorizations(request.user), timezone.localdate()
    return rows.over(today) if request.GET.get("show") == "ended" else rows.open(today)


@_screen
def authorizations_of_others(request: SignedInRequest) -> HttpResponse:
    return _render(
        request,
        "deviations/pages/authorizations_of_others.html",
        over=request.GET.get("show") == "ended",
        shown=Paginator(_listed(request), ON_A_PAGE).get_page(request.GET.get("page")),
    )


@_screen
def download_authorizations(request: SignedInRequest) -> HttpResponse:
    """Downloads the authorizations. A POST, because it is recorded in the audit log."""
    rows = list(_listed(request))
    if request.method != "POST":
        return press_again(request, "authorizations:others")
    authorizations.record_download(user=request.user, rows=len(rows))
    heading = [
        *(_("Person"), _("School"), _("Personal resource"), _("Purpose")),
        *(_("Who is reached"), _("From"), _("Until"), _("Status")),
        *(_("Decided by"), _("Decided"), _("Answer"), _("Ended on"), _("Ended by")),
        _("Clause"),
    ]
    lines = (
        [
            *(row.who, str(row.school or ""), row.about, row.purpose, row.reached),
            *(date_text(row.first_day), date_text(row.last_day), row.status, row.decided_by),
            moment_text(row.decided_at) if row.decided_at else "",
            row.answer,
            date_text(row.ended_on) if row.ended_on else "",
            *(row.ended_by, row.clause.sentence),
        ]
        for row in rows
    )
    return csv_file("personal-resources.csv", (heading, *lines))
