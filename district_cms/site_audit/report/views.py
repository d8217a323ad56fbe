"""Starting and stopping a run from the report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district_cms.web.accounts import SignedInRequest

from ..models import AuditRun
from ..permissions import check_start
from ..services import start_run, stop_run

REPORT = "site_audit_report"


@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """Ask for a run over everything, now."""
    check_start(request.user)
    _run, new = start_run(kind=AuditRun.Kind.WHOLE, asked_by=request.user)
    if new:
        messages.success(request, _("The audit will start soon. You can follow it on this page."))
    else:
        messages.info(request, _("An audit is already running."))
    return redirect(REPORT)


@require_POST
def stop(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Stop a run that is on its way."""
    check_start(request.user)
    run = get_object_or_404(AuditRun, pk=run_id)
    if stop_run(run=run, by=request.user):
        messages.success(request, _("The audit is stopped. What it found so far is in the report."))
    else:
        messages.info(request, _("This audit has already ended."))
    return redirect(REPORT)
