"""The gate record: what was found, confirmed and excepted when something went through."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from district_cms.web.accounts import Account, SignedInRequest

from .models import RevisionFindings

VIEW = "audit_log.view_auditentry"
_ON_A_SCREEN = 25


def may_read_record(user: Account) -> bool:
    return bool(user.has_perm(VIEW))


@require_safe
def record_of_site(request: SignedInRequest) -> HttpResponse:
    """The newest entries of all pages."""
    return _shown(request, RevisionFindings.objects.all(), _("Check history"))


@require_safe
def record_of_page(request: SignedInRequest, page_uuid: uuid.UUID) -> HttpResponse:
    """The entries of one page; they are there when the page is gone."""
    rows = RevisionFindings.objects.filter(page_uuid=page_uuid)
    latest = rows.values_list("title", flat=True).first()
    title = _("Check history of “%(title)s”") % {"title": latest} if latest else _("Check history")
    return _shown(request, rows, title, reverse("publishing_record"))


def _shown(request: SignedInRequest, rows: Any, title: str, up: str = "") -> HttpResponse:
    if not may_read_record(request.user):
        raise PermissionDenied
    page = Paginator(rows, _ON_A_SCREEN).get_page(request.GET.get("p"))
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if up:
        crumbs.append({"url": up, "label": _("Check history")})
    context = {
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
        "entries": page,
        "told": [(row, [_with_moments(found) for found in row.findings]) for row in page],
        "of_one_page": bool(up),
    }
    return render(request, "publishing/admin/gate_record.html", context)


def _with_moments(found: dict[str, Any]) -> dict[str, Any]:
    """A finding as it was kept, its moments as such again, so that templates write them out."""
    confirmed, excepted = found.get("confirmed"), found.get("excepted")
    if confirmed:
        confirmed = {**confirmed, "at": parse_datetime(confirmed["at"])}
    if excepted:
        excepted = {**excepted, "until": parse_datetime(excepted["until"])}
    return {**found, "confirmed": confirmed, "excepted": excepted}
