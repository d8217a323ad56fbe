"""In the staff area: what someone may use of their own, what they ask for, and what those whom they
supervise ask of them. The same pages for who has the editor and who has not."""

import uuid
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
from django.views.decorators.http import require_http_methods, require_safe

from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import date_text

from ..models import Authorization
from ..models.authorization import AUTHORIZATION
from . import selectors, services
from .forms import AskForm, DecideForm, GrantForm
from .permissions import can_decide, can_open_others, deciders_of, leads_anyone, people_of
from .rules import Standing

CLAUSES: Final = ("personal-accounts", AUTHORIZATION)
ON_A_PAGE: Final = 50


@require_safe
@never_cache
@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    if not _works_here(request):
        return redirect("signatures:my_signature")
    context = {
        "rows": selectors.own(request.user),
        "reads_others": can_open_others(request.user),
        **_frame(),
    }
    return render(request, "deviations/pages/authorizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Ask the supervisor."""
    if not _works_here(request):
        return redirect("signatures:my_signature")
    staff = request.user.staff
    sent = request.POST if request.method == "POST" else None
    schools = staff.schools.order_by("title")
    form = AskForm(sent, schools=schools, initial={"first_day": timezone.localdate()})
    if form.is_valid():
        school = form.cleaned_data.get("school")
        services.ask(user=request.user, wanted=form.wanted, school=school)
        names = ", ".join(user.get_full_name() for user in deciders_of(staff))
        text = _("Sent to %(names)s. You get an email with the decision.") % {"names": names}
        messages.success(request, text if names else _("It is saved, but nobody can decide it."))
        return redirect("authorizations:own")
    context = {"form": form, "longest": _longest(), **_frame()}
    return render(request, "deviations/pages/authorize.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def one(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """All of one: the person takes it back or ends it, the supervisor decides or ends it."""
    row = _readable_or_404(request, number)
    own = row.staff is not None and row.staff.user_id == request.user.pk
    decides = not own and can_decide(request.user, row.staff)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "end" in sent:
        row = services.end(authorization=row, user=request.user)
        if row.standing in {Standing.ENDED, Standing.WITHDRAWN}:
            messages.success(request, _("It has ended."))
        else:
            messages.error(request, _("Nothing has ended: “%(said)s”.") % {"said": row.said})
        return redirect("authorizations:one", number)
    form = DecideForm(sent, row=row) if decides and row.waits else None
    if sent is not None and form is None:
        messages.error(request, _("This was decided or taken back already."))
        return redirect("authorizations:one", number)
    if form is not None and form.is_valid():
        return _decide(request, row, form)
    context = {"row": row, "own": own, "decides": decides, "form": form, **_frame()}
    return render(request, "deviations/pages/authorization.html", context, status=_status(form))


@require_safe
@never_cache
@login_required
def others(request: SignedInRequest) -> HttpResponse:
    """Of the people whom the account supervises: what waits and holds, or what has ended."""
    if not can_open_others(request.user):
        raise PermissionDenied
    today, over = timezone.localdate(), request.GET.get("show") == "ended"
    readable: Any = selectors.readable(request.user)
    rows = readable.over(today) if over else readable.open(today)
    context = {
        "over": over,
        "shown": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "can_grant": leads_anyone(request.user),
        **_frame(),
    }
    return render(request, "deviations/pages/authorizations_of_others.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def grant(request: SignedInRequest) -> HttpResponse:
    """Authorize someone who has not asked."""
    people = people_of(request.user).order_by("family_name", "given_name")
    if not people.exists():
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = GrantForm(sent, people=people, initial={"first_day": timezone.localdate()})
    if form.is_valid():
        staff = form.cleaned_data["staff"]
        row = services.grant_unasked(user=request.user, staff=staff, wanted=form.wanted)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect("authorizations:others")
    context = {"form": form, "grants": True, "longest": _longest(), **_frame()}
    return render(request, "deviations/pages/authorize.html", context, status=_status(form))


def _decide(request: SignedInRequest, row: Authorization, form: DecideForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        if said["decision"] == "granted":
            services.grant(
                authorization=row,
                user=request.user,
                last_day=said["last_day"],
                answer=said["answer"],
            )
        else:
            services.refuse(authorization=row, user=request.user, answer=said["answer"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("authorizations:one", row.uuid)
    messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
    return redirect("authorizations:others")


def _readable_or_404(request: SignedInRequest, number: uuid.UUID) -> Authorization:
    own = selectors.own(request.user).select_related("staff__supervisor", "school")
    row = own.filter(uuid=number).first()
    return row or get_object_or_404(selectors.readable(request.user), uuid=number)


def _works_here(request: SignedInRequest) -> bool:
    return Staff.objects.active().filter(user_id=request.user.pk).exists()


def _longest() -> str:
    return date_text(selectors.last_day_from(timezone.localdate()))


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200


def _frame() -> dict[str, Any]:
    return {"clauses": [clause(each) for each in CLAUSES]}
