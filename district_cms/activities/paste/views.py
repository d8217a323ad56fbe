"""“Paste a message”: by the page under which the draft is to stand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from classroom.models import ClassroomPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import day_text

from ..models import ActivityPage
from .forms import PasteForm
from .reading import Pasted
from .services import check_may_paste, draft_from


class PasteView(WagtailAdminTemplateMixin, FormView):
    template_name = "activities/admin/paste.html"
    form_class = PasteForm
    page_title = gettext_lazy("Paste a message")
    header_icon = "clipboard-list"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = Page.objects.filter(pk=self.kwargs["page_id"]).specific().first()
        if not isinstance(page, ActivityPage | ClassroomPage):
            raise Http404
        check_may_paste(user=self.request.user, target=page)
        self.target = page
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasteForm) -> HttpResponse:
        draft = draft_from(pasted=form.pasted, target=self.target, user=self.request.user)
        text = _("A draft was made. Read it through; nothing is live until you submit it.")
        messages.success(self.request, " ".join([text, *_remarks(form.pasted)]))
        return redirect("wagtailadmin_pages:edit", draft.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        page = {
            "url": reverse("wagtailadmin_explore", args=[self.target.pk]),
            "label": self.target.title,
        }
        return [*super().get_breadcrumbs_items(), page, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "target": self.target}


def _remarks(pasted: Pasted) -> list[str]:
    """What is left to its author: pictures and dates."""
    said = []
    if pasted.pictures:
        said.append(
            ngettext(
                "%(number)d picture was left out: add it with a description.",
                "%(number)d pictures were left out: add them, each with a description.",
                pasted.pictures,
            )
            % {"number": pasted.pictures}
        )
    if pasted.quotes:
        said.append(
            _("The earlier message below it was left out. Paste it by itself if you want it.")
        )
    if pasted.days:
        days = "; ".join(day_text(day) for day in pasted.days)
        said.append(
            _("The text seems to name these days: %(days)s. Add those that are events.")
            % {"days": days}
        )
    return said
