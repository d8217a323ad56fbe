"""The forms of the second step."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList

from district_cms.audit_log.services import record

from ..models import SignInSettings, User
from ..sign_in.backend import refusal_of
from ..sign_in.forms import sentence
from ..sign_in.receiving import password_is_fresh
from .authenticator import matching_period
from .requirement import CHOICES, apply_requirement, required_of

CODE_FIELD = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": ""}


class OwnPasswordForm(forms.Form):
    """Asks for the password again where it was typed long ago: a screen may stand unattended."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account = account
        if password_is_fresh(request):
            del self.fields["password"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if authenticate(self.request, username=self.account.email, password=password) is None:
            refused = refusal_of(self.request)
            raise forms.ValidationError(
                sentence(refused) if refused else _("This is not your password.")
            )
        return password


class AppForm(OwnPasswordForm):
    """The first code of an authenticator app shows that it has the key."""

    code = forms.CharField(
        label=_("The six digits that your app shows"),
        max_length=10,
        widget=forms.TextInput(attrs=CODE_FIELD),
    )
    field_order = ["code", "password"]

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_code(self) -> int:
        period = matching_period(self.key, self.cleaned_data["code"], now=timezone.now())
        if period is None:
            raise forms.ValidationError(
                _(
                    "This code does not match. Type the one that the app shows now. If it happens "
                    "again, set your phone’s clock to automatic."
                )
            )
        return period


class PasskeyForm(OwnPasswordForm):
    """What the browser made, put in by the page's script."""

    name = forms.CharField(
        label=_("A name for it"),
        max_length=60,
        help_text=_("So that you recognize it later: “School laptop”, “Blue key”."),
    )
    answer = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["name", "password", "answer"]


class CodeForm(forms.Form):
    """At sign-in: a code of the app, or a recovery code; of who has no app, that alone."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("The six digits of your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={**CODE_FIELD, "inputmode": "text"}),
    )

    def __init__(self, *args: Any, has_app: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_app = has_app
        if not has_app:
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].help_text = _(
                "One of the codes that you kept when you set up your passkey."
            )

    def refuse(self) -> None:
        """What was typed proves nothing; what to do now is not the same for both kinds."""
        typed = "".join(self.cleaned_data.get("code", "").split())
        if self.has_app and typed.isdecimal():
            said = _(
                "This code does not match, or was used already. Wait for the next one and type "
                "that."
            )
        else:
            said = _("This is none of your recovery codes, or it was used already. Try another.")
        self.add_error("code", said)


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
            "is always required of administrators and superusers."
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
