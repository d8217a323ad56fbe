"""An administrator's way out for someone who lost phone, passkeys and recovery codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ...models import User
from .. import services
from ..forms import ResetForm
from ..permissions import check_can_reset
from ..state import step_of


class ResetView(WagtailAdminTemplateMixin, FormView):
    template_name = "people/admin/reset_second_step.html"
    form_class = ResetForm
    page_title = gettext_lazy("Reset the second step")
    header_icon = "lock-open"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.account = get_object_or_404(User, pk=self.kwargs["pk"])
        check_can_reset(self.request.user, self.account)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        step = step_of(self.account)
        return {
            **super().get_context_data(**kwargs),
            "account": self.account,
            "is_on": bool(step and step.is_on),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        services.reset(
            account=self.account, actor=self.request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(
            self.request,
            _("The second step of %(name)s was reset. They were told by email.")
            % {"name": self.account.get_full_name()},
        )
        return redirect("wagtailusers_users:index")
