"""allauth's forms of the second step with our limits, and the forms of the district's rule."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList

from district_cms.audit_log.services import record
from district_cms.web import rate_limits

from ..models import SignInSettings, User
from ..sign_in import limiter
from ..sign_in.backend import refusal_of
from ..sign_in.forms import sentence
from . import mails
from .requirement import CHOICES, apply_requirement, required_of

CODE_FIELD = {"autocomplete": "one-time-code", "autofocus": "", "placeholder": None}
# allauth's name for the key of an app that is being set up.
NEW_KEY: Final = "mfa.totp.secret"
# Seconds. A code counts in three periods of 30.
CODE_LASTS: Final = 90
LONGEST_ANSWER: Final = 20_000
# A mail about a guessed password comes once in this time, however long someone goes on.
MAIL_EVERY: Final = 24 * 60 * 60
# What fido2 raises at bytes that are no answer at all.
UNREADABLE: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError, struct.error, UnsupportedAlgorithm, InvalidSignature),
)


class LimitedForm(forms.Form):
    """Counts each try of a second step by our limits; `refused` is set where one is reached."""

    user: User
    refused: limiter.Refused | None = None

    @contextmanager
    def one_try(self) -> Iterator[None]:
        """What raises `ValidationError` inside counts as a wrong try."""
        try:
            attempt = limiter.begin_code(context.request, self.user)
        except limiter.Refused as refused:
            self.refused = refused
            told = ("sign-in-code-told", str(self.user.pk), MAIL_EVERY)
            if refused.closed and rate_limits.count_up(*told) == 1:
                mails.tell(self.user, mails.CLOSED)
            raise forms.ValidationError(sentence(refused)) from refused
        yield
        attempt.succeeded()


class CodeForm(AuthenticateForm, LimitedForm):
    """At sign-in: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        apps = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP)
        code = self.fields["code"]
        code.label, code.help_text = (
            _("Code"),
            _("The six digits of your authenticator app, or one of your recovery codes."),
        )
        code.widget.attrs.update(CODE_FIELD)
        if not apps.exists():
            code.label = _("Recovery code")
            code.help_text = _("One of the codes that you kept when you set up your passkey.")

    def clean_code(self) -> str:
        with self.one_try():
            # People type "123 456" and "1234-5678".
            self.cleaned_data["code"] = "".join(filter(str.isalnum, self.cleaned_data["code"]))
            code = super().clean_code()
            # allauth notes used codes in Django's cache, which each process may have for itself.
            key = f"{self.user.pk} {code}"
            if rate_limits.count_up("sign-in-code-used", key, CODE_LASTS) > 1:
                raise get_adapter().validation_error("incorrect_code")
        return code


class AnswerField(forms.JSONField):
    """What the browser says about a passkey: a JSON object of bounded size."""

    def to_python(self, value: Any) -> Any:
        try:
            answer = None if len(value or "") > LONGEST_ANSWER else super().to_python(value)
        except RecursionError:
            answer = None
        if not isinstance(answer, dict):
            raise forms.ValidationError(_("The browser’s answer cannot be read. Try again."))
        return answer


class PasskeyAnswerForm(AuthenticateWebAuthnForm, LimitedForm):
    credential = AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        with self.one_try():
            try:
                return super().clean_credential()
            except UNREADABLE as error:
                raise forms.ValidationError(
                    _("This passkey was not accepted. Try again.")
                ) from error


class PasskeyForm(AddWebAuthnForm):
    """What the browser made, put in by the page's script."""

    name = forms.CharField(
        label=_("A name for it"),
        max_length=60,
        required=False,
        help_text=_("So that you recognize it later: “School laptop”, “Blue key”."),
    )
    credential = AnswerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except UNREADABLE as error:
            raise forms.ValidationError(
                _("The browser made no passkey that we can use. Try again.")
            ) from error


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app shows that it has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        before = session.get(NEW_KEY)
        super().__init__(*args, **kwargs)
        if before:
            # A phone loads the page again when one comes back from the app, which has the key.
            session[NEW_KEY] = self.secret = before
        self.fields["code"].label = _("The six digits that your app shows")
        self.fields["code"].widget.attrs.update({**CODE_FIELD, "inputmode": "numeric"})

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        try:
            code = super().clean_code()
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _(
                    "This code does not match. Type the one that the app shows now. If it happens "
                    "again, set your phone’s clock to automatic."
                )
            ) from error
        # The first code proves the app; it signs nobody in.
        rate_limits.count_up("sign-in-code-used", f"{self.user.pk} {code}", CODE_LASTS)
        return code


class PasswordAgainForm(ReauthenticateForm):
    """Asks for the password again where it was typed long ago: a screen may stand unattended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["placeholder"] = None

    def clean_password(self) -> str:
        try:
            return super().clean_password()
        except forms.ValidationError as error:
            refused = refusal_of(context.request)
            message = sentence(refused) if refused else _("This is not your password.")
            raise forms.ValidationError(message) from error


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_(
            "For the record: what was lost, and how you made sure that it is this person. Ask them "
            "in person or call them; an email can come from whoever has their password."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignInSettingsForm(WagtailAdminModelForm):
    """Shows roles by their names; a change holds from the moment it is saved."""

    required_of = forms.MultipleChoiceField(
        label=_("Required of"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Everyone else may use a second step, and is not asked to. On the district’s server it "
            "is always required of administrators and superusers. Whoever signs in with Google or "
            "Microsoft has the second step that the district requires there."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["required_of"] = sorted(required_of())

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit:
            record(
                action="second_step.requirement_changed",
                actor=self.for_user,
                required_of=saved.required_of,
                grace_days=saved.grace_days,
            )
            apply_requirement(now=timezone.now())
        return saved


def name_the_roles() -> None:
    """Give the settings their form; see `SignInSettings.edit_handler`."""
    SignInSettings.edit_handler = ObjectList(
        SignInSettings.panels, base_form_class=SignInSettingsForm
    )
