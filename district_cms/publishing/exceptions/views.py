"""Screens for exceptions from the gate: make one, see them all, end one early."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from district_cms.web.accounts import Account, SignedInRequest

from ..mechanism import PublishGateMixin
from ..models import AccessibilitySettings, GateException
from .forms import ExceptionForm
from .rules import can_lift
from .services import can_make_exceptions, check_may_make_exceptions, end_exception, make_exception

VIEW = "publishing.view_gateexception"
_PAST_ON_A_SCREEN = 50


def may_see_exceptions(user: Account) -> bool:
    return bool(user.has_perm(VIEW))


@require_safe
def list_exceptions(request: SignedInRequest) -> HttpResponse:
    """All exceptions: those in force, then the others, the newest first."""
    if not may_see_exceptions(request.user):
        raise PermissionDenied
    now = timezone.now()
    past = Paginator(GateException.objects.over(now), _PAST_ON_A_SCREEN)
    context = {
        **_heading(_("Exceptions")),
        "in_force": GateException.objects.in_force(now),
        "past": past.get_page(request.GET.get("p")),
        "may_end": can_make_exceptions(request.user),
    }
    return render(request, "publishing/admin/exceptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Make an exception for what stops the newest draft of a page."""
    check_may_make_exceptions(request.user)
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    title = draft.get_admin_display_title()
    if not isinstance(draft, PublishGateMixin):
        raise Http404
    blocking = draft.blocking_findings()
    longest = timezone.localdate() + dt.timedelta(days=AccessibilitySettings.load().exception_days)
    form = ExceptionForm(
        request.POST or None,
        findings=[finding for finding in blocking if can_lift(finding)],
        longest=longest,
    )
    if request.method == "POST" and form.is_valid() and _made(request, draft, form):
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        **_heading(_("Make an exception"), reverse("publishing_exceptions")),
        "page": page,
        "title": title,
        "form": form,
        "stays": [finding for finding in blocking if not can_lift(finding)],
    }
    return render(request, "publishing/admin/make_exception.html", context)


@require_POST
def end(request: SignedInRequest, exception_id: int) -> HttpResponse:
    """End an exception now."""
    exception = get_object_or_404(GateException, pk=exception_id)
    end_exception(exception=exception, user=request.user)
    messages.success(
        request,
        _("The exception for “%(title)s” is over. What is live stays live.")
        % {"title": exception.title},
    )
    return redirect("publishing_exceptions")


def _made(request: SignedInRequest, draft: Any, form: ExceptionForm) -> bool:
    try:
        exception = make_exception(
            page=draft,
            findings=form.chosen,
            reason=form.cleaned_data["reason"],
            last_day=form.cleaned_data["last_day"],
            user=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(
        request,
        _(
            "“%(title)s” may go live with this exception through %(day)s. It does not go live on "
            "its own."
        )
        % {"title": exception.title, "day": f"{exception.last_day:%Y-%m-%d}"},
    )
    return True


def _heading(title: str, up: str = "") -> dict[str, Any]:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if up:
        crumbs.append({"url": up, "label": _("Exceptions")})
    return {
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }
