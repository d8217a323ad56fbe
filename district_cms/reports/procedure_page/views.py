"""The public page of rules, and the office's screen that publishes it."""

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.publishing.models.snapshots import newest_snapshot, published_snapshot
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.models import DistrictSettings
from district_cms.web.accounts import SignedInRequest

from ..figures.counting import all_terms
from ..figures.rules import this_and_last
from ..permissions import check_publish_rules
from .sentences import sentences, span_text
from .services import Changed, prepare, publish, take_down

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
        "district_contact": DistrictSettings.cached(),
        **displayed(snapshot.rules_since, snapshot.content),
    }
    return render(request, "reports/pages/procedure.html", context)


def displayed(rules_since: dt.date, content: dict[str, Any]) -> dict[str, Any]:
    """Returns the context that the public page and the office's screen have in common."""
    return {
        "rules": content,
        "rules_since": rules_since,
        "years": [(span_text(year), sentences(year)) for year in content["years"]],
    }


class RulesView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the page of rules as it would be published today, and what nothing stands behind."""

    template_name = "reports/admin/procedure_page.html"
    page_title = gettext_lazy("Page of rules")
    header_icon = "list-ul"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_publish_rules(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        prepared, newest = prepare(), newest_snapshot()
        term, _before = this_and_last(all_terms(), timezone.localdate())
        is_published = newest is not None and newest.taken_down_at is None
        return {
            "prepared": prepared,
            "unsupported": prepared.unsupported,
            "newest": newest,
            "is_published": is_published,
            "is_same": is_published and newest is not None and newest.digest == prepared.digest,
            "new_term": term if newest and term and newest.day < term.first else None,
            **displayed(prepared.rules_since, prepared.content),
            **super().get_context_data(**kwargs),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = self.request.user
        if "take-down" in request.POST:
            take_down(actor=actor)
            messages.success(request, _("The page of rules is off the website."))
            return redirect(SCREEN)
        try:
            publish(actor=actor, digest=request.POST.get("digest", ""))
        except Changed:
            text = _(
                "Nothing was published: the rules or the totals changed after you opened this "
                "screen. Read them again, then publish them."
            )
            messages.error(request, text)
        else:
            messages.success(request, _("The page of rules is on the website as you see it here."))
        return redirect(SCREEN)
