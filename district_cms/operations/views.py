"""How the site is doing: for load balancers, for monitors, and on a screen for administrators."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest
from district_cms.web.models import FailedWork
from district_cms.web.stylesheets import files_are_collected

from .condition import condition
from .long_work import long_work
from .permissions import check_act, check_look, may_act, may_ask_for_details
from .services import try_again as have_tried_again

ON_A_SCREEN = 50


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers and containers: 200 when the process answers and reaches its database, 503
    without collected files, when every page would answer 500. Says nothing else to whoever
    asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not files_are_collected():
        return JsonResponse({"status": "no collected files"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def health_details(request: HttpRequest) -> JsonResponse:
    """For monitors: the worker's age, what is overdue, the free disk. 503 when someone must look
    after something. Raises `Http404` for who may not ask."""
    if not may_ask_for_details(request):
        raise Http404
    found = condition().as_json()
    return JsonResponse(found, status=200 if found["status"] == "ok" else 503)


class SiteConditionView(WagtailAdminTemplateMixin, TemplateView):
    """The report "How the site is doing": its condition, and the work that failed."""

    template_name = "operations/admin/site_condition.html"
    page_title = gettext_lazy("How the site is doing")
    header_icon = "desktop"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_look(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = condition()
        past = FailedWork.objects.filter(over_at__isnull=False, count__gt=0)
        return {
            **super().get_context_data(**kwargs),
            "condition": found,
            "problems": found.problems(),
            "works": long_work(),
            "failing": FailedWork.objects.open()[:ON_A_SCREEN],
            "past": Paginator(past, ON_A_SCREEN).get_page(self.request.GET.get("p")),
            "may_act": may_act(self.request.user),
        }


@require_POST
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have one thing tried again now. Raises `PermissionDenied` for who may not."""
    check_act(request.user)
    row = get_object_or_404(FailedWork, pk=pk)
    if have_tried_again(row=row, user=request.user):
        messages.success(request, _("It will be tried again within a minute."))
    else:
        messages.info(request, _("This has succeeded in the meantime."))
    return redirect("operations_report")
