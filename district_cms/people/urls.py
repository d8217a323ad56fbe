"""Addresses of the sign-in, under the editor's: before Wagtail's own of the same names.

These are the only addresses of allauth, under the names by which it knows them.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http.response import HttpResponseBase
from django.urls import include, path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .invitations.views import AcceptInvitationView
from .second_step.views import OverviewView, RecoveryCodesView, SecondStepView
from .sign_in.providers import go_to_provider
from .sign_in.views import NewPasswordView, SignInView

SECRETS = ("password", "code", "credential", "new_password1", "new_password2")


def _own(view: Any, **options: Any) -> Callable[..., HttpResponseBase]:
    return never_cache(sensitive_post_parameters(*SECRETS)(view.as_view(**options)))


second_step = [
    path("", _own(OverviewView), name="mfa_index"),
    path("second-step/", _own(SecondStepView), name="mfa_authenticate"),
    path("password/", _own(ReauthenticateView), name="account_reauthenticate"),
    path("app/", _own(ActivateTOTPView), name="mfa_activate_totp"),
    path("app/remove/", _own(DeactivateTOTPView), name="mfa_deactivate_totp"),
    path("passkeys/new/", _own(AddWebAuthnView), name="mfa_add_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        _own(RemoveWebAuthnView, success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path("recovery-codes/", _own(RecoveryCodesView), name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/", _own(GenerateRecoveryCodesView), name="mfa_generate_recovery_codes"
    ),
]

urlpatterns = [
    path("login/", _own(SignInView), name="account_login"),
    path("password_reset/confirm/<uidb64>/<token>/", never_cache(NewPasswordView.as_view())),
    path("invitation/<uidb64>/<token>/", _own(AcceptInvitationView), name="accept_invitation"),
    path(
        "sign-in/with/<slug:provider_id>/",
        never_cache(go_to_provider),
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        never_cache(openid_connect.callback),
        name="openid_connect_callback",
    ),
    path("sign-in/", include(second_step)),
]
