"""The condition of the site: for load balancers, for monitors, and on a screen for
administrators."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from django_q.tasks import async_task
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.audit_log.services import record
from district_cms.publishing.tasks import TASK
from district_cms.web.accounts import Account, SignedInRequest
from district_cms.web.models import FailedWork, LongWork
from district_cms.web.stylesheets import files_are_collected
from district_cms.web.times import moment_text

from ..permissions import can_ask_for_details, can_retry_work, check_retry_work, check_see_site
from .condition import condition

ON_A_SCREEN: Final = 50
TITLES: Final[dict[str, str | Promise]] = {
    "audit": gettext_lazy("Accessibility audit"),
    "ledger": gettext_lazy("Posting days of all classes"),
    "replay": gettext_lazy("Trying a new procedure"),
}
STEPS: Final[dict[str, str | Promise]] = {
    "listing": gettext_lazy("Finding out what changed: %(done)s of %(total)s"),
    "looking": gettext_lazy("Checking what changed: %(done)s of %(total)s"),
}


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """The check of load balancers and containers: 200 if the process answers and reaches its
    database, 503 if the collected files are missing, because then every page would answer 500.
    Reveals nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not files_are_collected():
        return JsonResponse({"status": "no collected files"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def health_details(request: HttpRequest) -> JsonResponse:
    """The check of monitors: the worker's age, overdue work, free disk. 503 if there is a problem.
    Raises `Http404` for callers without permission."""
    if not can_ask_for_details(request):
        raise Http404
    details = condition().as_json()
    return JsonResponse(details, status=200 if details["status"] == "ok" else 503)


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the screen. `done` and `total` are for a progress bar; both are 0 after the
    end."""

    title: str
    text: str
    begun: Any
    done: int = 0
    total: int = 0


def long_work() -> list[Work]:
    """Returns the progress of the nightly work. One query."""
    return [_in_words(row) for row in LongWork.objects.all()]


def _in_words(row: LongWork) -> Work:
    title, numbers = str(TITLES.get(row.task, row.task)), {"done": row.done, "total": row.total}
    if row.over_at is not None:
        text = _("Done %(moment)s: %(number)s") % {
            "moment": moment_text(row.over_at),
            "number": row.done,
        }
        return Work(title, text, row.begun_at)
    words = STEPS.get(row.step, gettext_lazy("%(done)s of %(total)s"))
    text = _("%(how_far)s; last progress: %(moment)s") % {
        "how_far": str(words) % numbers,
        "moment": moment_text(row.at),
    }
    return Work(title, text, row.begun_at, row.done, row.total)


class SiteConditionView(WagtailAdminTemplateMixin, TemplateView):
    """The report "How the site is doing": its condition, and failed work."""

    template_name = "reports/admin/site_condition.html"
    page_title = gettext_lazy("How the site is doing")
    header_icon = "desktop"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_see_site(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site_condition = condition()
        past = FailedWork.objects.filter(over_at__isnull=False, count__gt=0)
        return {
            **super().get_context_data(**kwargs),
            "condition": site_condition,
            "problems": site_condition.problems(),
            "works": long_work(),
            "failing": FailedWork.objects.open()[:ON_A_SCREEN],
            "past": Paginator(past, ON_A_SCREEN).get_page(self.request.GET.get("p")),
            "may_act": can_retry_work(self.request.user),
        }


@require_POST
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Retries one item now. Raises `PermissionDenied` for accounts that may not."""
    check_retry_work(request.user)
    row = get_object_or_404(FailedWork, pk=pk)
    if _try_again(row, request.user):
        messages.success(request, _("It will be tried again within a minute."))
    else:
        messages.info(request, _("This has succeeded in the meantime."))
    return redirect("site_report")


@transaction.atomic
def _try_again(row: FailedWork, user: Account) -> bool:
    """Makes the next run retry the item, and queues a run now. Returns False if it has already
    succeeded."""
    waiting = FailedWork.objects.open().filter(pk=row.pk)
    if not waiting.update(next_at=timezone.now()):
        return False
    record(action="operations.try_again", actor=user, task=row.task, key=row.key, title=row.title)
    transaction.on_commit(lambda: async_task(TASK), robust=True)
    return True
