"""In the staff area: what a person did differently, and what they are asked to explain."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest

from . import selectors, services
from .authorizations.selectors import beside
from .forms import DeviationForm, ExplainForm
from .models import Deviation
from .permissions import can_open_report, someone_decides

CLAUSES: Final = ("deviation-reasons", "deviation-explain")


@require_safe
@never_cache
@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    if not _works_here(request):
        return redirect("signatures:my_signature")
    rows = list(selectors.own(request.user))
    held = beside(rows)
    context = {
        "rows": [(row, held.get(row.pk, ())) for row in rows],
        "reads_others": can_open_report(request.user),
        **frame(),
    }
    return render(request, "deviations/pages/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Anything but a posting day, which is explained from its class."""
    if not _works_here(request):
        return redirect("signatures:my_signature")
    schools = request.user.staff.schools.order_by("title")
    form = DeviationForm(request.POST if request.method == "POST" else None, schools=schools)
    if form.is_valid():
        row = services.explain(user=request.user, **form.cleaned_data)
        messages.success(request, _where(row))
        return redirect("deviations:own")
    context = {"form": form, "row": None, **frame()}
    return render(request, "deviations/pages/explain.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def one(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Answer what was asked, or change what was written and nobody has decided about."""
    row = get_object_or_404(selectors.own(request.user), uuid=number)
    before = {"ground": row.ground, "words": row.words}
    form = ExplainForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid():
        try:
            row = services.answer_question(deviation=row, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _where(row))
        return redirect("deviations:own")
    context = {"form": form, "row": row, "held": beside([row]).get(row.pk, ()), **frame()}
    return render(request, "deviations/pages/explain.html", context, status=status_of(form))


def _works_here(request: SignedInRequest) -> bool:
    return Staff.objects.active().filter(user_id=request.user.pk).exists()


def _where(row: Deviation) -> str:
    """Who reads it now, as far as anybody does."""
    if someone_decides(row):
        return _("It is with your principal or supervisor.")
    return _(
        "It is saved. Your staff record names no supervisor, and no other principal leads your "
        "school, so only the district’s administrators can read it."
    )


def status_of(form: Any) -> int:
    """422 for what was sent and cannot be taken."""
    return 422 if form.errors else 200


def frame() -> dict[str, Any]:
    """What every page about explanations shows: the clauses."""
    return {"clauses": [clause(each) for each in CLAUSES]}
