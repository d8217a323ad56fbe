"""Signing on with the district's account at Google or Microsoft (OpenID Connect, by allauth).

The first time the address names the account, as the provider vouches for it; from then on issuer
and `sub` do, whatever the address becomes. Nobody comes in without an active staff record, so an
account for emergencies, which has none, is opened by its password alone.
"""

import logging
from typing import Any, Final, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from requests import RequestException

from district_cms.audit_log.services import record
from district_cms.web.addresses import fold_address

from ..models import User
from ..models.contact import district_domains, is_district_address
from ..services import mail_owner
from .middleware import half_signed_in
from .state import CONFIRMED_AT, PROVIDER, password_is_fresh

FORBIDDEN: Final = 403
UNAVAILABLE: Final = 503
log = logging.getLogger("district")

# What a provider answers that needs a person at its own pages (OpenID Connect Core, 3.1.2.6).
NEEDS_THE_PERSON: Final = {
    *("login_required", "interaction_required"),
    *("account_selection_required", "consent_required"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Of allauth's accounts only signing in and the second step are used."""

    def add_message(
        self, request: Any, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template and message_template.startswith("mfa/"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, **kwargs: Any) -> bool:
        return not password_is_fresh(context.request.session)

    def reauthenticate(self, user: Any, password: str) -> bool:
        request = context.request
        return authenticate(request, username=user.email, password=password) is not None


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Decides whose sign-on at a provider is one here. What it refuses it says on a plain page."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        confirms = sociallogin.state.get("process") == "redirect"
        if not confirms and sociallogin.state.get("process") != "login":
            _refuse(request, _("Start again from the sign-in page."))
        claims = sociallogin.account.extra_data.get("id_token", {})
        provider = sociallogin.account.provider
        if not _is_of_district(provider, claims):
            _refuse(
                request,
                _("This is not an account of the district. Choose your district account there."),
            )
        account = sociallogin.user if sociallogin.is_existing else _account_for(request, claims)
        if not may_sign_on(account):
            _refuse(
                request,
                _("Your account here has ended. If you work here, ask a district administrator."),
            )
        if confirms:
            _confirm(request, sociallogin)
        # Names and pictures stay where they are.
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
        else:
            _link(request, sociallogin, account)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **kwargs: Any
    ) -> None:
        if request.GET.get("error") in NEEDS_THE_PERSON and half_signed_in(request):
            logout(request)
            messages.error(
                request,
                _("%(provider)s asks you to sign in again.") % {"provider": provider.name},
            )
            raise ImmediateHttpResponse(redirect("wagtailadmin_login"))
        _refuse(
            request,
            _("%(provider)s did not confirm who you are. Try again from the sign-in page.")
            % {"provider": provider.name},
        )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def may_sign_on(account: User) -> bool:
    """Whether a provider may open this account: it is active, and so is its staff record."""
    staff = getattr(account, "staff", None)
    return account.is_active and staff is not None and staff.active


def _is_of_district(provider: str, claims: dict[str, Any]) -> bool:
    """Google names the domain of the organization, Microsoft its tenant."""
    if provider == "microsoft":
        return bool(settings.MICROSOFT_TENANT) and claims.get("tid") == settings.MICROSOFT_TENANT
    return str(claims.get("hd", "")).lower() in district_domains()


def _account_for(request: HttpRequest, claims: dict[str, Any]) -> User:
    """The account of the address that the token names."""
    # Microsoft seldom says that an address is verified: of the one tenant it is the district's.
    is_microsoft = "tid" in claims
    address = str(claims.get("email") or (is_microsoft and claims.get("preferred_username")) or "")
    if not is_microsoft and claims.get("email_verified") is not True:
        _refuse(request, _("Google has not verified your address. Ask a district administrator."))
    account = None
    if is_district_address(address):
        people = User.objects.select_related("staff")
        account = people.filter(email__iexact=fold_address(address)).first()
    if account is None or getattr(account, "staff", None) is None:
        _refuse(
            request,
            _(
                "The website does not know this address as one of the staff. Ask a district "
                "administrator to add you with it."
            ),
        )
    return account


def _confirm(request: HttpRequest, sociallogin: Any) -> None:
    """The provider still knows who is signed in here, and it is the same person."""
    account = half_signed_in(request) or request.user
    provider = sociallogin.account.provider
    if account != sociallogin.user or request.session.get(PROVIDER) != provider:
        _refuse(request, _("Start again from the sign-in page."))
    request.session[CONFIRMED_AT] = int(timezone.now().timestamp())


@transaction.atomic
def _link(request: HttpRequest, sociallogin: Any, account: User) -> None:
    """Remember issuer and `sub` with the account. An address that has changed hands opens nothing:
    each account has one link for a provider."""
    provider = sociallogin.account.provider
    if SocialAccount.objects.filter(user=account, provider=provider).exists():
        _refuse(
            request,
            _(
                "Another account there is linked to this address here. Ask a district "
                "administrator."
            ),
        )
    sociallogin.connect(request, account)
    record(action="people.provider_linked", actor=account, account=account.email, provider=provider)
    name = sociallogin.provider.name
    sentence = _("You sign in with your %(provider)s account from now on.") % {"provider": name}
    mail_owner(account, _("Your account was linked"), sentence)


def go_to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's, with a plain page where the provider does not answer."""
    try:
        response: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException:
        log.exception("The sign-on provider %s does not answer", provider_id)
        sentence = _("%(provider)s does not answer. Try again in a few minutes.")
        return _plain_page(request, sentence % {"provider": provider_id.title()}, UNAVAILABLE)
    return response


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    raise ImmediateHttpResponse(_plain_page(request, sentence, FORBIDDEN))


def _plain_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "title": _("You are not signed in")}
    return render(request, "people/sign_in/provider_refused.html", context, status=status)
