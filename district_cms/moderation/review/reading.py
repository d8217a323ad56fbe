"""The screen that shows one live page to read, and the addresses of the review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from district_cms.publishing.answers import with_moments
from district_cms.publishing.models import RevisionFindings
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again

from ..read_later import ToRead, mark_read, to_read
from ..standing_in import StandInsView
from .content import content_of, picture_facts
from .decisions import numbers_in
from .views import DecideSeveral, Review, approve_entry


class ReadLive(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the content and the findings; POST marks it as read."""

    template_name = "moderation/admin/read_live.html"
    header_icon = "view"
    request: SignedInRequest
    item: ToRead

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.items = to_read(self.request.user)
        at = [place for place, each in enumerate(self.items) if each.row.pk == kwargs["row_id"]]
        if not at:
            messages.info(request, _("That update is not on your list anymore."))
            return redirect("moderation_review")
        self.place = at[0]
        self.item = self.items[self.place]
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, row_id: int) -> HttpResponse:
        mark_read(keys=[row_id], user=request.user)
        title = {"title": self.item.page.title}
        messages.success(request, _("“%(title)s” is off your list.") % title)
        others = [each for each in self.items if each is not self.item]
        if not others:
            return redirect("moderation_review")
        return redirect("moderation_read_live", others[self.place % len(others)].row.pk)

    def get_page_title(self) -> str:
        return str(self.item.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("moderation_review"), "label": _("Review")}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), queue, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.item.row
        revision = Revision.objects.filter(pk=row.revision_id).first()
        page = revision.as_object() if revision is not None else self.item.page.specific
        records = RevisionFindings.objects.filter(revision_id=row.revision_id)
        record = records.order_by("-at", "-pk").first()
        findings = record.findings if record is not None else []
        after = self.place + 1
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "parts": content_of(page),
            "facts": picture_facts(page),
            "content_lang": page.content_language,
            "findings": [with_moments(each) for each in findings],
            "place": after,
            "total": len(self.items),
            "after": self.items[after] if after < len(self.items) else None,
        }


def mark_as_read(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return press_again(request, "moderation_review")
    number = mark_read(keys=numbers_in(request.POST.getlist("read")), user=request.user)
    if number:
        text = ngettext(
            "%(number)d update is off your list.", "%(number)d updates are off your list.", number
        )
        messages.success(request, text % {"number": number})
    else:
        messages.error(request, _("Choose at least one update first."))
    return redirect("moderation_review")


def urls() -> list[Any]:
    return [
        path("review/", Review.as_view(), name="moderation_review"),
        path("review/decide/", DecideSeveral.as_view(), name="moderation_decide"),
        path("review/read/", mark_as_read, name="moderation_mark_read"),
        path("review/read/<int:row_id>/", ReadLive.as_view(), name="moderation_read_live"),
        path(
            "review/stand-ins/<int:school_id>/", StandInsView.as_view(), name="moderation_stand_ins"
        ),
        path("review/<int:state_id>/", Review.as_view(), name="moderation_read"),
        path("review/<int:state_id>/approve/", approve_entry, name="moderation_approve"),
    ]
