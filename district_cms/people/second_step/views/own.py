"""In one's own account: what there is, setting it up, taking it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from ...models import Passkey, RecoveryCode, SecondStep, User
from ...sign_in import history
from ...sign_in.views import NEXT
from .. import authenticator, passkeys, services
from ..forms import AppForm, OwnPasswordForm, PasskeyForm
from ..permissions import own_account
from ..selectors import summary
from ..state import pass_step

NEW_KEY = "new_app_key"
NEW_KEY_AT = "new_app_key_at"
# Seconds. A phone loads the page again when one comes back from the app, which has the key by then.
KEY_LASTS = 60 * 60


class OwnView(View):
    """For a person's own account; `account` is theirs. Others are led to the sign-in."""

    account: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        account = own_account(request)
        if account is None:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('wagtailadmin_login')}?{query}")
        self.account = account
        return super().dispatch(request, *args, **kwargs)

    def changed(self, step: SecondStep) -> bool:
        """This session goes on, all others are asked again. Returns whether it was only half a
        sign-in until now."""
        was_half = not self.request.user.is_authenticated
        self.account.second_step = step
        pass_step(self.request.session, step)
        if was_half:
            self.request.session.cycle_key()
            method = "authenticator" if step.app_key else "passkey"
            history.complete(self.request, self.account, method=method, now=timezone.now())
        return was_half

    def show_codes_or_return(self, step: SecondStep, *, said: str) -> HttpResponse:
        """After the first means the recovery codes; otherwise the overview."""
        self.changed(step)
        if RecoveryCode.objects.filter(user=self.account).exists():
            messages.success(self.request, said)
            return redirect("sign_in:overview")
        return show_codes(self.request, self.account)

    def sent_again(self) -> HttpResponse | None:
        """Who loads the page with the recovery codes again sends the form again, which was
        answered; None where nothing is set up."""
        if not SecondStep.objects.filter(user=self.account, is_on=True).exists():
            return None
        messages.success(
            self.request,
            _(
                "Your second step is set up. Recovery codes are shown only once: if you did not "
                "keep yours, make new ones here."
            ),
        )
        return redirect("sign_in:overview")


class OverviewView(OwnView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "people/sign_in/overview.html", summary(request, self.account))


class AppView(OwnView):
    """A key, as a picture and as letters, and the first code that the app makes of it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now().timestamp()
        if NEW_KEY not in request.session or request.session.get(NEW_KEY_AT, 0) < now - KEY_LASTS:
            request.session[NEW_KEY] = authenticator.new_key()
            request.session[NEW_KEY_AT] = int(now)
        return self._ask(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if NEW_KEY not in request.session:
            return self.sent_again() or redirect("sign_in:app")
        form = self._form(request.POST)
        if not form.is_valid():
            return self._ask(form)
        step = services.turn_on_app(
            account=self.account,
            key=request.session.pop(NEW_KEY),
            period=form.cleaned_data["code"],
        )
        return self.show_codes_or_return(step, said=_("The authenticator app is set up."))

    def _form(self, data: Any = None) -> AppForm:
        key = self.request.session[NEW_KEY]
        return AppForm(data, request=self.request, account=self.account, key=key)

    def _ask(self, form: AppForm) -> HttpResponse:
        address = authenticator.address_for_app(form.key, self.account.email)
        context = {
            "form": form,
            "picture": authenticator.picture(address),
            "address": address,
            "key": authenticator.grouped(form.key),
            "account": self.account,
        }
        return render(self.request, "people/sign_in/app.html", context)


class PasskeyView(OwnView):
    """Makes a passkey in this browser; needs its script."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = passkeys.name_for_new(request, self.account)
        return self._ask(PasskeyForm(request=request, account=self.account, initial={"name": name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasskeyForm(request.POST, request=request, account=self.account)
        if not form.is_valid():
            return self._ask(form)
        try:
            made = passkeys.read_new(request, form.cleaned_data["answer"])
        except passkeys.AlreadyAnswered:
            return self.sent_again() or redirect("sign_in:passkey")
        except passkeys.PasskeyRefused:
            form.add_error(None, _("The browser made no passkey that we can use. Try again."))
            return self._ask(form)
        step = services.add_passkey(
            account=self.account, made=made, name=form.cleaned_data["name"], now=timezone.now()
        )
        return self.show_codes_or_return(step, said=_("The passkey is set up."))

    def _ask(self, form: PasskeyForm) -> HttpResponse:
        context = {
            "form": form,
            "passkey_options": passkeys.ask_for_new(self.request, self.account),
            "account": self.account,
        }
        return render(self.request, "people/sign_in/passkey.html", context)


class ConfirmedView(OwnView):
    """A change that is asked about once more, with the password where it was typed long ago."""

    title: Promise
    text: Promise
    button: Promise

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._ask(OwnPasswordForm(request=request, account=self.account))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = OwnPasswordForm(request.POST, request=request, account=self.account)
        if not form.is_valid():
            return self._ask(form)
        return self.confirmed(**kwargs)

    def confirmed(self, **kwargs: Any) -> HttpResponse:
        raise NotImplementedError

    def _ask(self, form: OwnPasswordForm) -> HttpResponse:
        context = {"form": form, "title": self.title, "text": self.text, "button": self.button}
        return render(self.request, "people/sign_in/confirm.html", context)


def show_codes(request: HttpRequest, account: User) -> HttpResponse:
    """Ten new recovery codes, on the one page that ever shows them."""
    codes = services.new_recovery_codes(account=account)
    go_to = request.session.pop(NEXT, "") or reverse("sign_in:overview")
    context = {"codes": codes, "go_to": go_to, "account": account}
    return render(request, "people/sign_in/recovery_codes.html", context)


class RecoveryCodesView(ConfirmedView):
    title = gettext_lazy("New recovery codes")
    text = gettext_lazy("You get ten new codes. The ones that you have now stop working.")
    button = gettext_lazy("Make new codes")

    def confirmed(self, **kwargs: Any) -> HttpResponse:
        if not SecondStep.objects.filter(user=self.account, is_on=True).exists():
            return redirect("sign_in:overview")
        return show_codes(self.request, self.account)


class RemoveAppView(ConfirmedView):
    title = gettext_lazy("Remove the authenticator app")
    text = gettext_lazy("Its codes stop working at once.")
    button = gettext_lazy("Remove it")

    def confirmed(self, **kwargs: Any) -> HttpResponse:
        self.changed(services.remove_app(account=self.account))
        messages.success(self.request, _("The authenticator app was removed."))
        return redirect("sign_in:overview")


class RemovePasskeyView(ConfirmedView):
    title = gettext_lazy("Remove this passkey")
    text = gettext_lazy("It stops working at once. Delete it on its device as well.")
    button = gettext_lazy("Remove it")

    def confirmed(self, **kwargs: Any) -> HttpResponse:
        passkey = get_object_or_404(Passkey, user=self.account, pk=kwargs["pk"])
        self.changed(services.remove_passkey(account=self.account, passkey=passkey))
        messages.success(self.request, _("The passkey was removed."))
        return redirect("sign_in:overview")
