"""Memberships and credentials in the staff area: one's own, and their evidence."""

from pathlib import PurePath
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from district_cms.people.models import Staff, User
from district_cms.web.accounts import SignedInRequest

from ..allowed import logos_of
from ..approvals.clauses import LOGOS
from ..approvals.decided import last_decisions
from ..approvals.words import quoted
from ..cards import Card, card_of_entitlement
from ..models import Entitlement, SignatureSettings
from ..permissions import may_review_entitlements, owns
from ..staff_area import staff_page
from . import services
from .evidence import TYPES
from .forms import EvidenceForm, MembershipForm, said_before
from .rules import office_may_look
from .stages import stage_of

LIST: Final = "signatures:entitlements"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_page
def entitlements(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """One's own: those that hold, then those that ended."""
    today = timezone.localdate()
    own = list(Entitlement.objects.of(staff).select_related("organization"))
    decisions = last_decisions(staff, ("membership", "renewal"), own)
    clause = quoted(LOGOS)
    settings = SignatureSettings.load()
    running: list[Card] = []
    ended: list[Card] = []
    for row in own:
        over = row.last_day(reviewed=settings.review_entitlements) < today
        decision = decisions.get(row.pk)
        card = card_of_entitlement(
            row,
            decision=decision,
            clause=clause,
            ended=over,
            reviewed=settings.review_entitlements,
        )
        (ended if over else running).append(card)
    context = {
        "logos": logos_of(staff, today),
        "running": running,
        "ended": ended,
        "settings": settings,
        "clause": clause,
    }
    return render(request, "signatures/pages/entitlements.html", context)


@form_methods
@sensitive_post_parameters("evidence_words")
@staff_page
def declare(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """A new one."""
    asks = SignatureSettings.load().asks_for_evidence
    if request.method != "POST":
        return _form(request, MembershipForm(asks=asks))
    form = MembershipForm(request.POST, request.FILES, asks=asks)
    if form.is_valid():
        try:
            services.declare(
                staff=staff, user=request.user, declared=form.declared, evidence=form.given
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request)
    return _form(request, form)


@form_methods
@sensitive_post_parameters("evidence_words")
@staff_page
def change(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Another organization, label or day."""
    row = _own(staff, pk)
    settings = SignatureSettings.load()
    asks = settings.asks_for_evidence
    kept = bool(row.evidence or row.evidence_words)
    if request.method != "POST":
        before = said_before(row, reviewed=settings.review_entitlements)
        return _form(request, MembershipForm(initial=before, asks=asks, kept=kept), row)
    form = MembershipForm(request.POST, request.FILES, asks=asks, kept=kept)
    if form.is_valid():
        try:
            services.change(
                entitlement=row, user=request.user, declared=form.declared, evidence=form.given
            )
        except ValidationError as error:  # midnight passed since the form was looked at
            form.add_error("expires", error)
        else:
            return _saved(request)
    return _form(request, form, row)


@form_methods
@sensitive_post_parameters("evidence_words")
@staff_page
def renew(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """A later last day."""
    row = _own(staff, pk)
    asks = SignatureSettings.load().asks_for_evidence
    if request.method != "POST":
        return _form(request, EvidenceForm(asks=asks), row, renews=True)
    form = EvidenceForm(request.POST, request.FILES, asks=asks)
    if form.is_valid():
        try:
            services.renew(
                entitlement=row,
                user=request.user,
                expires=form.cleaned_data["expires"],
                evidence=form.given,
            )
        except ValidationError as error:  # as above
            form.add_error("expires", error)
        else:
            return _saved(request)
    return _form(request, form, row, renews=True)


@require_POST
@staff_page
def end(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """It no longer holds."""
    row = _own(staff, pk)
    services.end(entitlement=row, user=request.user)
    messages.success(
        request, _("“%(label)s” is no longer in new copies of your signature.") % {"label": row}
    )
    return redirect(LIST)


@require_POST
@staff_page
def remove(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Off the list, with its evidence."""
    row = _own(staff, pk)
    services.remove(entitlement=row, user=request.user)
    messages.success(request, _("“%(label)s” is removed.") % {"label": row})
    return redirect(LIST)


@require_POST
@staff_page
def remove_evidence(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Taken back; the membership stays."""
    row = _own(staff, pk)
    services.remove_evidence(entitlement=row, user=request.user)
    messages.success(request, _("Your evidence for “%(label)s” is deleted.") % {"label": row})
    return redirect(LIST)


@require_safe
@never_cache
@login_required
@csp_override({"default-src": [CSP.NONE]})
def evidence(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """The file, for its owner, and for the office while it decides and 30 days after, which is
    noted; as a download, which no browser runs."""
    row = get_object_or_404(Entitlement.objects.select_related("staff"), pk=pk)
    own = owns(request.user, row.staff)
    if not own and not _is_open_to(request.user, row):
        # As for a number that nobody has: what others have handed in is nobody's business.
        raise Http404
    name = row.evidence.name or ""
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES or not row.evidence.storage.exists(name):
        raise Http404
    if not own:
        services.note_evidence_seen(entitlement=row, user=request.user)
    return FileResponse(
        row.evidence.open("rb"),
        as_attachment=True,
        filename=f"evidence-{row.pk}{ending}",
        content_type=TYPES[ending],
    )


def _is_open_to(user: User, row: Entitlement) -> bool:
    stage = stage_of(row, reviewed=SignatureSettings.load().review_entitlements)
    return (
        row.staff.active
        and may_review_entitlements(user)
        and office_may_look(stage, timezone.localdate())
    )


def _own(staff: Staff, pk: int) -> Entitlement:
    row: Entitlement = get_object_or_404(
        Entitlement.objects.of(staff).select_related("organization"), pk=pk
    )
    return row


def _form(
    request: HttpRequest, form: Any, row: Entitlement | None = None, *, renews: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "entitlement": row,
        "renews": renews,
        "settings": SignatureSettings.load(),
        "area": "entitlements",
        "clause": quoted(LOGOS),
    }
    status = 422 if form.errors else 200
    return render(request, "signatures/pages/entitlement_form.html", context, status=status)


def _saved(request: HttpRequest) -> HttpResponse:
    if SignatureSettings.load().review_entitlements:
        said = _("It is with the communications office. We email you when it is decided.")
    else:
        said = _("Saved. Copy your new signature to use it.")
    messages.success(request, said)
    return redirect(LIST)
