"""The district's one sign-in address, and the link for a new password."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode, urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView, PasswordResetConfirmView

from district_cms.web.times import moment_text

from ..models import Staff, User
from ..second_step.requirement import has_second_step
from . import browsers, limiter
from .backend import refusal_of
from .forms import ShowsWhereChosen
from .middleware import half_signed_in
from .state import PROVIDER, Missing, missing

NEXT = "sign_in_next"
TOO_MANY_REQUESTS = 429


class SignInView(LoginView):
    """Wagtail's form; allauth signs in, and asks for the second step first where there is one."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        account = half_signed_in(self.request)
        if account is not None:
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
        account: User = form.get_user()
        logout(self.request)  # nothing of an earlier sign-in in this browser counts
        session = self.request.session
        session.set_expiry(settings.SESSION_COOKIE_AGE if form.cleaned_data["remember"] else 0)
        response: HttpResponse = perform_login(
            self.request, account, redirect_url=self.get_success_url()
        )
        if not self.request.user.is_authenticated:  # the second step comes first
            return response
        if missing(account, session) is not Missing.NOTHING:
            return self._go_on(account)
        if account.second_step_required_from and not has_second_step(account):
            messages.warning(
                self.request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("From %(moment)s you need a second step to sign in. It takes two minutes:")
                    % {"moment": moment_text(account.second_step_required_from)},
                    reverse("mfa_index"),
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
        """To the screen of what this session lacks."""
        session, go_to = self.request.session, self.get_success_url()
        lacks = missing(account, session)
        if lacks is Missing.CONFIRMING:
            # Without a question, if the person is still signed in there.
            silently = urlencode({"prompt": "none", "login_hint": account.email})
            query = urlencode({"process": "redirect", "next": go_to, "auth_params": silently})
            address = reverse("openid_connect_login", args=[session[PROVIDER]])
            return redirect(f"{address}?{query}")
        session[NEXT] = go_to
        if lacks is Missing.NEW_PASSWORD:
            token = default_token_generator.make_token(account)
            name = urlsafe_base64_encode(str(account.pk).encode())
            return redirect("wagtailadmin_password_reset_confirm", uidb64=name, token=token)
        return redirect("mfa_index")


class NewPasswordView(PasswordResetConfirmView):
    """Wagtail's. Who has the mailbox is no stranger: limits that others reached hold no more."""

    form_class = ShowsWhereChosen

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        limiter.open_again(self.request, self.user.pk)
        browsers.remember(self.request, self.user.pk)
        return response
