"""The screens of the second step that differ from allauth's, and an administrator's reset."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..models import User
from ..sign_in.forms import sentence
from ..sign_in.views import NEXT, TOO_MANY_REQUESTS
from . import services
from .adapter import passkeys_of
from .forms import ResetForm
from .permissions import check_can_reset
from .requirement import has_second_step
from .selectors import summary


class SecondStepView(AuthenticateView):
    """At sign-in, after the password. When the limits close, the sign-in begins again."""

    def form_invalid(self, form: Any) -> HttpResponse:
        refused = form.refused
        if refused is not None and refused.closed:
            messages.error(self.request, sentence(refused))
            return self.stage.abort()
        response = super().form_invalid(form)
        if refused is not None:
            response.status_code = TOO_MANY_REQUESTS
            response["Retry-After"] = str(refused.seconds)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.stage.login.user
        return {
            **super().get_context_data(**kwargs),
            "account": account,
            "passkeys": passkeys_of(account),
        }


class OverviewView(LoginRequiredMixin, TemplateView):
    """One's own second step and last sign-ins."""

    template_name = "people/sign_in/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.request.user.is_authenticated
        return {**super().get_context_data(**kwargs), **summary(self.request, self.request.user)}


class RecoveryCodesView(ViewRecoveryCodesView):
    """Shows them once, and leads on to what one signed in for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        go_to = self.request.session.pop(NEXT, "") or reverse("mfa_index")
        return {**super().get_context_data(**kwargs), "go_to": go_to, "account": self.request.user}


class ResetView(WagtailAdminTemplateMixin, FormView):
    """An administrator's way out for someone who lost phone, passkeys and recovery codes."""

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
        return {
            **super().get_context_data(**kwargs),
            "account": self.account,
            "is_on": has_second_step(self.account),
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
