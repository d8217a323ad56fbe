"""At sign-in: showing the second step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from district_cms.web import rate_limits

from ...models import User
from ...sign_in import history, limiter
from ...sign_in.forms import sentence
from ...sign_in.views import NEXT, TOO_MANY_REQUESTS
from .. import mails, passkeys, services
from ..forms import CodeForm
from ..permissions import account_at_the_step
from ..state import pass_step, step_of

TEMPLATE = "people/sign_in/second_step.html"
# A mail about a guessed password comes once in this time, however long someone goes on.
TOLD_EVERY = 24 * 60 * 60


class SecondStepView(View):
    """Asks for a code or a passkey, whichever the account has."""

    account: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        account = account_at_the_step(request)
        if account is None:
            if request.method == "POST" and not request.user.is_authenticated:
                messages.error(
                    request, _("Your sign-in ended before this step. Type your password again.")
                )
            return redirect("wagtailadmin_login")
        self.account = account
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        with_passkey = bool(request.POST.get("answer"))
        if not with_passkey and not form.is_valid():
            return self._ask(form)
        try:
            attempt = limiter.begin_code(request, self.account)
        except limiter.Refused as refused:
            return self._refuse(refused)
        method = self._passkey() if with_passkey else self._code(form.cleaned_data["code"])
        if not method:
            if with_passkey:
                form = self._form()
                messages.error(request, _("This passkey was not accepted. Try again."))
            else:
                form.refuse()
            return self._ask(form)
        attempt.succeeded()
        return self._finish(method)

    def _form(self, *typed: Any) -> CodeForm:
        step = step_of(self.account)
        return CodeForm(*typed, has_app=bool(step and step.app_key))

    def _code(self, typed: str) -> str:
        return services.use_code(account=self.account, typed=typed, now=timezone.now())

    def _passkey(self) -> str:
        try:
            credential_id, counter = passkeys.read_known(
                self.request, self.account, self.request.POST["answer"]
            )
        except passkeys.PasskeyRefused:
            return ""
        known = services.use_passkey(
            account=self.account,
            credential_id=credential_id,
            counter=counter,
            now=timezone.now(),
        )
        return "passkey" if known else ""

    def _finish(self, method: str) -> HttpResponse:
        session = self.request.session
        step = step_of(self.account)
        assert step is not None
        go_to = session.pop(NEXT, "") or reverse("wagtailadmin_home")
        pass_step(session, step)
        session.cycle_key()  # whoever knew the half session's key knows nothing now
        history.complete(self.request, self.account, method=method, now=timezone.now())
        return redirect(go_to)

    def _refuse(self, refused: limiter.Refused) -> HttpResponse:
        """A pause is said at the form; when it closes, the session ends and the owner is told."""
        if not refused.closed:
            form = self._form()
            messages.error(self.request, sentence(refused))
            return self._ask(form, status=TOO_MANY_REQUESTS)
        if rate_limits.count_up("sign-in-code-told", str(self.account.pk), TOLD_EVERY) == 1:
            mails.tell(self.account, mails.CLOSED)
        logout(self.request)
        messages.error(self.request, sentence(refused))
        return redirect("wagtailadmin_login")

    def _ask(self, form: CodeForm, *, status: int = 200) -> HttpResponse:
        asked = passkeys.ask_for_known(self.request, self.account)
        context = {
            "form": form,
            "account": self.account,
            "passkey_options": asked,
        }
        return render(self.request, TEMPLATE, context, status=status)
