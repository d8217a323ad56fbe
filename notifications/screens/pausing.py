"""Pausing the outbox, and going on: who, why, and what it holds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..permissions import check_may_pause
from ..services import current_pause, pause, resume


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is sending paused?"),
        help_text=gettext_lazy("Everyone who opens the Outbox reads this."),
        max_length=300,
    )


class PauseView(WagtailAdminTemplateMixin, TemplateView):
    """GET asks or says how it stands; POST pauses with a reason, or goes on with `resume`."""

    template_name = "notifications/admin/pause.html"
    page_title = gettext_lazy("Pause sending")
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_pause(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "resume" in request.POST:
            resume(user=request.user)
            messages.success(request, _("Messages are sent again."))
            return redirect("outbox:index")
        form = PauseForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pause(user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Sending is paused. Messages wait in the Outbox."))
        return redirect("outbox:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("outbox:index"), "label": _("Outbox")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or PauseForm(),
            "pause": current_pause(),
        }
