"""One live update, read whole; its button says that it was read, and leads to the next one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from district_cms.publishing.models import RevisionFindings
from district_cms.web.accounts import SignedInRequest

from ..review.content import content_of
from ..review.pictures import said_of_pictures
from ..review.reading import with_moments
from .selectors import ToRead, to_read
from .services import mark_read


class ReadLive(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the content and what the checks found; POST says that it was read."""

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
        records = RevisionFindings.objects.filter(revision_id=row.revision_id).order_by(
            "-at", "-pk"
        )
        record = records.order_by("-at", "-pk").first()
        after = self.place + 1
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "parts": content_of(page),
            "pictures": said_of_pictures(page),
            "content_lang": page.content_language,
            "findings": with_moments(record.findings) if record is not None else [],
            "place": after,
            "total": len(self.items),
            "after": self.items[after] if after < len(self.items) else None,
        }
