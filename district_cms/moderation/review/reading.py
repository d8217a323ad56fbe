"""One thing that waits, to be read whole and decided at its foot."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..forms import SendBackForm
from .asked import as_it_was_shown
from .content import changes_between, content_of, last_approved
from .deciding import send_entries_back
from .pictures import said_of_pictures
from .selectors import Waiting, review_queue
from .views import decided_before, entry_of, go_on, say_back


class ReadEntry(WagtailAdminTemplateMixin, FormView):
    """GET shows the content, what changed and what the checks found; POST sends it back."""

    template_name = "moderation/admin/read_entry.html"
    form_class = SendBackForm
    header_icon = "check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.entries: list[Waiting] = review_queue(self.request.user)
        entry = entry_of(self.entries, self.kwargs["state_id"])
        if entry is None:
            comment = request.POST.get("comment", "")
            key = self.kwargs["state_id"]
            return decided_before(self.request, self.entries, key, comment=comment)
        self.entry: Waiting = entry
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SendBackForm) -> HttpResponse:
        comment = form.cleaned_data["comment"]
        named = [self.kwargs["state_id"]]
        wanted = as_it_was_shown([self.entry], self.request.POST, named=named)
        decided = send_entries_back(wanted, user=self.request.user, comment=comment)
        say_back(self.request, decided, comment=comment)
        return go_on(self.request, self.entries, self.entry)

    def form_invalid(self, form: SendBackForm) -> HttpResponse:
        messages.error(self.request, _("Say what should change."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_page_title(self) -> str:
        return str(self.entry.first.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("moderation_review"), "label": _("Review")}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), queue, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, place = self.entry, self.entries.index(self.entry)
        page = entry.states[0].revision.as_object()
        before = last_approved(entry.first)
        return {
            **super().get_context_data(**kwargs),
            "entry": entry,
            "parts": content_of(page),
            "pictures": said_of_pictures(page),
            "content_lang": page.content_language,
            "was_approved": before is not None,
            "changes": changes_between(before, page, self.request) if before is not None else [],
            "findings": with_moments(entry.findings),
            "place": place + 1,
            "total": len(self.entries),
            "before": self.entries[place - 1] if place else None,
            "after": self.entries[place + 1] if place + 1 < len(self.entries) else None,
        }


def with_moments(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings as they were written down, each with the moment of its confirmation (aware)."""
    return [_with_moment(found) for found in findings]


def _with_moment(found: dict[str, Any]) -> dict[str, Any]:
    confirmed = found.get("confirmed")
    if confirmed:
        confirmed = {**confirmed, "at": parse_datetime(confirmed["at"])}
    return {**found, "confirmed": confirmed}
