"""Addresses of the sign-in, under the editor's: before Wagtail's own of the same names."""

from collections.abc import Callable

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .invitations.views import AcceptInvitationView
from .second_step.views import own, presenting
from .sign_in.views import NewPasswordView, SignInView

SECRETS = ("password", "code", "answer", "new_password1", "new_password2")


def _own(
    view: type[own.OwnView] | type[presenting.SecondStepView],
) -> Callable[..., HttpResponseBase]:
    return never_cache(sensitive_post_parameters(*SECRETS)(view.as_view()))


own_urls = (
    [
        path("", _own(own.OverviewView), name="overview"),
        path("second-step/", _own(presenting.SecondStepView), name="second_step"),
        path("app/", _own(own.AppView), name="app"),
        path("app/remove/", _own(own.RemoveAppView), name="remove_app"),
        path("passkeys/new/", _own(own.PasskeyView), name="passkey"),
        path("passkeys/<int:pk>/remove/", _own(own.RemovePasskeyView), name="remove_passkey"),
        path("recovery-codes/", _own(own.RecoveryCodesView), name="recovery_codes"),
    ],
    "sign_in",
)

urlpatterns = [
    path("login/", never_cache(SignInView.as_view())),
    path("password_reset/confirm/<uidb64>/<token>/", never_cache(NewPasswordView.as_view())),
    path(
        "invitation/<uidb64>/<token>/",
        never_cache(sensitive_post_parameters(*SECRETS)(AcceptInvitationView.as_view())),
        name="accept_invitation",
    ),
    # The only addresses of allauth.
    path(
        "sign-in/with/<slug:provider_id>/",
        never_cache(openid_connect.login),
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        never_cache(openid_connect.callback),
        name="openid_connect_callback",
    ),
    path("sign-in/", include(own_urls)),
]
