"""The public page of rules, and the office's screen that publishes it."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.publishing.models import ProcedureSnapshot
from district_cms.publishing.models.snapshots import published_snapshot
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.models import DistrictSettings
from district_cms.web.accounts import SignedInRequest

from ..figures.counting import all_terms
from ..figures.rules import this_and_last
from ..permissions import can_publish_rules
from .labels import has_support
from .services import prepare, publish, take_down
from .totals import sentences, span_text

SCREEN: Final = "procedure_page"


@require_safe
def procedure(request: HttpRequest) -> HttpResponse:
    """Shows the published snapshot. Raises `Http404` if the office has published none."""
    snapshot = published_snapshot()
    if snapshot is None:
        raise Http404
    lead = _("What the district’s communication rules say, and how each of them is kept.")
    context = {
        "head": head_of_screen(request, title=_("Our communication rules"), description=lead),
        "snapshot": snapshot,
        "years": _years(snapshot),
        "district_contact": DistrictSettings.cached(),
    }
    return render(request, "reports/pages/procedure.html", context)


def _years(snapshot: ProcedureSnapshot) -> list[tuple[str, list[str]]]:
    return [(span_text(year), sentences(year)) for year in snapshot.content["years"]]


class RulesView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the page of rules as it would be published now, and what nothing stands behind."""

    template_name = "reports/admin/procedure_page.html"
    page_title = gettext_lazy("Page of rules")
    header_icon = "list-ul"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_publish_rules(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        snapshot, newest = prepare(), ProcedureSnapshot.objects.first()
        term, _before = this_and_last(all_terms(), snapshot.day)
        return {
            "snapshot": snapshot,
            "years": _years(snapshot),
            "unsupported": [e for e in snapshot.content["clauses"] if not has_support(e)],
            "newest": newest,
            "new_term": term if newest and term and newest.day < term.first else None,
            **super().get_context_data(**kwargs),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor, digest = self.request.user, request.POST.get("digest", "")
        if "take-down" in request.POST:
            take_down(actor=actor)
            messages.success(request, _("The page of rules is off the website."))
        elif publish(actor=actor, digest=digest):
            messages.success(request, _("The page of rules is on the website as you see it here."))
        else:
            messages.error(request, _("Nothing was published: the page changed. Read it again."))
        return redirect(SCREEN)
