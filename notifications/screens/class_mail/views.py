"""The switches by themselves, behind the button of a class page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ... import sources
from ...models import Channel
from .services import channels, check_may_switch, families_of, heading, set_offer, switch_of

SAID = {
    (Channel.EMAIL, True): gettext_lazy("Families can now get the updates of %(class)s by email."),
    (Channel.EMAIL, False): gettext_lazy(
        "%(class)s no longer sends email. Its page stays as it is."
    ),
    (Channel.TEXT, True): gettext_lazy(
        "Families can now get the updates of %(class)s by text message."
    ),
    (Channel.TEXT, False): gettext_lazy(
        "%(class)s no longer sends texts. Its page stays as it is."
    ),
}


class SwitchView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows how it stands and what it means; POST with a `channel` and `offered` "on" or "off"
    sets one of them."""

    template_name = "notifications/admin/class_mail.html"
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        classroom = sources.switched_page(self.kwargs["classroom_id"])
        if classroom is None:
            raise Http404
        check_may_switch(user=self.request.user, classroom=classroom)
        self.classroom = classroom
        self.name = sources.name_of(classroom)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return heading()

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        offered = request.POST.get("offered") == "on"
        channel = Channel.TEXT if request.POST.get("channel") == "text" else Channel.EMAIL
        if channel not in channels():
            raise PermissionDenied
        set_offer(classroom=self.classroom, offered=offered, user=request.user, channel=channel)
        text = SAID[channel, offered]
        messages.success(request, text % {"class": self.name})
        if request.POST.get("back_to") == "home":
            return redirect("wagtailadmin_home")
        return redirect("notifications_class_mail", self.classroom.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_explore", args=[self.classroom.pk]), "label": self.name},
            {"url": "", "label": heading()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.classroom.translation_key
        return {
            **super().get_context_data(**kwargs),
            "name": self.name,
            "classroom": self.classroom,
            "is_class": sources.is_class(self.classroom),
            "texts": Channel.TEXT in channels(),
            "switches": [
                switch_of(self.classroom, channel, families_of([key], channel)[key])
                for channel in channels()
            ],
        }
