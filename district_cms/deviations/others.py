"""In the staff area: explanations of the people whom an account supervises, for who has no editor.
What can be read, asked and decided is the same as there."""

import uuid
from typing import Final

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

from district_cms.web.accounts import SignedInRequest

from . import selectors, services
from .authorizations.selectors import beside, with_authorization
from .forms import AskForm, DecideForm
from .permissions import can_decide, can_open_report, leads_anyone
from .views import frame, status_of

ON_A_PAGE: Final = 50


@require_safe
@never_cache
@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    if not can_open_report(request.user):
        raise PermissionDenied
    rows = with_authorization(selectors.readable(request.user))
    context = {
        "shown": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "counted": selectors.counted(rows),
        "can_ask": leads_anyone(request.user),
        **frame(),
    }
    return render(request, "deviations/pages/others.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def one(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(selectors.readable(request.user), uuid=number)
    decides = can_decide(request.user, row) and row.explained_at is not None
    said = {"decision": row.decision, "answer": row.answer, "edition": row.edition}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_valid():
        try:
            services.decide(deviation=row, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("deviations:other", number)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect("deviations:others")
    context = {
        "row": row,
        "held": beside([row]).get(row.pk, ()),
        "form": form,
        "decides": decides,
        **frame(),
    }
    return render(request, "deviations/pages/other.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def ask(request: SignedInRequest) -> HttpResponse:
    if not leads_anyone(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    today = {"day": timezone.localdate()}
    form = AskForm(sent, people=selectors.to_ask(request.user), initial=today)
    if form.is_valid():
        row = services.ask(user=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s gets an email.") % {"name": row.who})
        return redirect("deviations:others")
    context = {"form": form, **frame()}
    return render(request, "deviations/pages/ask.html", context, status=status_of(form))
