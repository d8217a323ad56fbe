"""The forms of signing in: Wagtail's, with our words where nothing was tested; a refused password
is said where it was chosen."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import ChangePasswordPanel

from .backend import refusal_of
from .limiter import Refused
from .rules import ACCOUNT, ADDRESS


class SignInForm(LoginForm):
    def get_invalid_login_error(self) -> forms.ValidationError:
        refused = refusal_of(self.request)
        if refused is None:
            return super().get_invalid_login_error()
        return forms.ValidationError(sentence(refused), code="too_many_tries")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Password managers find the fields by these.
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class ShowsWhereChosen(SetPasswordForm):
    """Django says what is wrong with a password at its repetition. Its owner chooses it here."""

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if user is not None and user.must_change_password:
            self.fields["new_password1"].help_text = _(
                "Someone else set the password that you just used. Choose another one that only "
                "you know, then sign in with it."
            )

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:
        super().validate_password_for_user(user, "new_password1")
        chosen = self.cleaned_data.get("new_password1")
        if chosen and user.must_change_password and user.check_password(chosen):
            self.add_error("new_password1", _("Someone else knows this password. Choose another."))

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        self.user.password_chosen_by = self.user
        return super().save(commit)


class ChangeForm(ShowsWhereChosen, PasswordChangeForm):
    """That of the account's settings."""


def change_passwords_with_our_form() -> None:
    """Wagtail lists its panel itself."""
    ChangePasswordPanel.form_class = ChangeForm


def sentence(refused: Refused) -> str:
    """What the person reads: what, why, and the way that stays open. The same whether there is
    such an account or not."""
    if not refused.closed:
        return ngettext(
            "There were several wrong tries. Wait %(seconds)d second, then try again.",
            "There were several wrong tries. Wait %(seconds)d seconds, then try again.",
            refused.seconds,
        ) % {"seconds": refused.seconds}
    if refused.threshold is ACCOUNT:
        return _(
            "Many wrong passwords were typed for this account. On a computer where you have signed "
            "in before, sign in as always. Here, choose “Forgot your password?”: with a new "
            "password you get in right away."
        )
    if refused.threshold is ADDRESS:
        return _(
            "Many wrong passwords came from this network. On a computer where you have signed in "
            "before, sign in as always. Here, choose “Forgot your password?”: with a new password "
            "you get in right away."
        )
    return ngettext(
        "There were too many wrong tries. Try again in %(minutes)d minute, or choose “Forgot your "
        "password?”: with a new password you get in right away.",
        "There were too many wrong tries. Try again in %(minutes)d minutes, or choose “Forgot your "
        "password?”: with a new password you get in right away.",
        refused.seconds // 60,
    ) % {"minutes": refused.seconds // 60}
