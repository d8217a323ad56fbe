"""The district's one sign-in address, and the link for a new password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView, PasswordResetConfirmView

from district_cms.web.times import moment_text

from ..models import Staff, User
from ..second_step.state import Missing, missing, step_of
from . import browsers, limiter
from .backend import refusal_of
from .forms import ShowsWhereChosen
from .middleware import half_signed_in

NEXT = "sign_in_next"
TOO_MANY_REQUESTS = 429


class SignInView(LoginView):
    """Wagtail's, which goes on to the second step where one is missing."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        account = half_signed_in(self.request)
        if account is not None and needs_a_step(self.request, account):
            return self._go_on(account)
        if self._came_for_the_editor_without_a_task():
            for _refusal in messages.get_messages(self.request):
                pass  # read, so that Wagtail's refusals do not pile up
            return redirect("caseload")
        return super().get(*args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return {**super().get_context_data(**kwargs), "sign_on_providers": apps}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        account: User = form.get_user()
        if missing(account, self.request.session) is not Missing.NOTHING:
            return self._go_on(account)
        step = step_of(account)
        if step is not None and step.required_from is not None and not step.is_on:
            messages.warning(
                self.request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("From %(moment)s you need a second step to sign in. It takes two minutes:")
                    % {"moment": moment_text(step.required_from)},
                    reverse("sign_in:overview"),
                    _("Set up your second step"),
                ),
            )
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        refused = refusal_of(self.request)
        if refused is not None:
            response.status_code = TOO_MANY_REQUESTS
            response["Retry-After"] = str(refused.seconds)
        return response

    def _came_for_the_editor_without_a_task(self) -> bool:
        """Whether an employee who edits no page, such as a counselor, has just signed in: their
        first screen is in the staff area. Whoever asked for another screen is told why not."""
        user = self.request.user
        return (
            user.is_authenticated
            and not user.has_perm("wagtailadmin.access_admin")
            and self.get_success_url() == reverse("wagtailadmin_home")
            and Staff.objects.active().filter(user_id=user.pk).exists()
        )

    def _go_on(self, account: User) -> HttpResponse:
        self.request.session[NEXT] = self.get_success_url()
        return redirect(where_to_go_on(self.request, account))


class NewPasswordView(PasswordResetConfirmView):
    """Wagtail's. Who has the mailbox is no stranger: limits that others reached hold no more."""

    form_class = ShowsWhereChosen

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        limiter.open_again(self.request, self.user.pk)
        browsers.remember(self.request, self.user.pk)
        return response


def needs_a_step(request: HttpRequest, account: User) -> bool:
    """Whether the password of this session still counts, and something beside it is missing."""
    return missing(account, request.session) not in {Missing.NOTHING, Missing.SIGNING_IN}


def where_to_go_on(request: HttpRequest, account: User) -> str:
    """The screen of what this session lacks."""
    lacks = missing(account, request.session)
    if lacks is Missing.SETTING_UP:
        return reverse("sign_in:overview")
    if lacks is Missing.TO_CHANGE:
        token = default_token_generator.make_token(account)
        name = urlsafe_base64_encode(str(account.pk).encode())
        return reverse("wagtailadmin_password_reset_confirm", args=[name, token])
    return reverse("sign_in:second_step")
