"""“Take it back”: what it does to the posting day is said before it is done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..selectors import days_met_by
from ..services.taking_back import can_take_back, take_back
from .views import OfAnUpdate


class TakeBackView(OfAnUpdate):
    template_name = "classroom/admin/take_back.html"
    form_class = forms.Form
    page_title = gettext_lazy("Take it back")
    header_icon = "undo"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        take_back(update=self.update, user=self.request.user)
        text = _("“%(title)s” is a draft again. Change it, then submit it.")
        messages.success(self.request, text % {"title": self.update.draft_title})
        return redirect("classroom_compose_draft", self.update.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = can_take_back(self.update, self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "waits": waits,
            "days": [] if self.update.live or not waits else days_met_by([self.update]),
        }
