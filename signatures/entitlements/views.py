"""A person's own memberships, credentials and quotes in the staff area, and their evidence."""

from pathlib import PurePath
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest

from ..models import Entitlement, SignatureSettings
from ..permissions import may_review, owns
from ..staff_area import staff_page
from . import services
from .evidence import TYPES
from .forms import MembershipForm, QuoteForm
from .rules import office_may_look
from .selectors import logos_of

LIST: Final = "signatures:entitlements"


@require_safe
@staff_page
def entitlements(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Lists the person's valid memberships and credentials, quotes, then those that ended."""
    today = timezone.localdate()
    rows = list(Entitlement.objects.of(staff).select_related("organization"))
    running = [row for row in rows if row.expires is None or row.expires >= today]
    context = {
        "logos": logos_of(staff, today),
        "memberships": [row for row in running if not row.is_quote],
        "quotes": [row for row in running if row.is_quote],
        "ended": [row for row in rows if row not in running],
        "settings": SignatureSettings.load(),
        "clauses": [clause("signature-logos"), clause("signature-quotes")],
    }
    return render(request, "signatures/pages/entitlements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("evidence_words")
@staff_page
def declare(request: SignedInRequest, staff: Staff, *, quote: bool) -> HttpResponse:
    """Adds an entry."""
    row = Entitlement(staff=staff)
    if quote:
        row.basis = Entitlement.Basis.QUOTE
    return _edit(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("evidence_words")
@staff_page
def change(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Changes an entry."""
    return _edit(request, get_object_or_404(Entitlement.objects.of(staff), pk=pk))


@require_POST
@staff_page
def remove(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    row = get_object_or_404(Entitlement.objects.of(staff), pk=pk)
    services.remove(entitlement=row, user=request.user)
    messages.success(request, _("“%(label)s” is removed.") % {"label": row.label})
    return redirect(LIST)


@require_safe
@never_cache
@login_required
@csp_override({"default-src": [CSP.NONE]})
def evidence(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """Serves the file to its owner, and to the office while it decides and 30 days after, which is
    logged. As a download, which no browser executes."""
    row = get_object_or_404(Entitlement.objects.select_related("staff"), pk=pk)
    own = owns(request.user, row.staff)
    if not own:
        reviewed = SignatureSettings.load().review_entitlements
        is_open = office_may_look(row, timezone.localdate(), reviewed=reviewed)
        if not (row.staff.active and may_review(request.user) and is_open):
            # As for a key that does not exist.
            raise Http404
    name = row.evidence.name or ""
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES or not row.evidence.storage.exists(name):
        raise Http404
    if not own:
        services.note_evidence_opened(entitlement=row, user=request.user)
    return FileResponse(
        row.evidence.open("rb"),
        as_attachment=True,
        filename=f"evidence-{row.pk}{ending}",
        content_type=TYPES[ending],
    )


def _edit(request: SignedInRequest, row: Entitlement) -> HttpResponse:
    settings = SignatureSettings.load()
    label = row.label
    form_class = QuoteForm if row.is_quote else MembershipForm
    sent: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form: Any = form_class(*sent, instance=row, asks=settings.asks_for_evidence)
    if sent and form.is_valid():
        try:
            services.hand_in(entitlement=form.save(commit=False), user=request.user)
        except ValidationError as error:  # too many, or the last day has passed since
            form.add_error("expires" if error.code == "over" else None, error)
        else:
            if settings.review_entitlements:
                text = _("It is with the communications office. We email you when it is decided.")
            else:
                text = _("Saved. Copy your new signature to use it.")
            messages.success(request, text)
            return redirect(LIST)
    context = {
        "form": form,
        "label": label,
        "is_quote": row.is_quote,
        "settings": settings,
        "area": "entitlements",
        "clause": clause(row.clause_id),
    }
    status = 422 if form.errors else 200
    return render(request, "signatures/pages/entitlement_form.html", context, status=status)
