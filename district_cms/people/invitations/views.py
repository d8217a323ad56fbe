"""The screens of invitations, and the button that leads to them."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.account import PasswordResetConfirmView
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from district_cms.web import rate_limits
from district_cms.web.accounts import SignedInRequest

from ..models import Invitation, User
from ..permissions import may_manage_account, unmanageable_accounts
from ..sign_in import browsers, limiter
from ..sign_in.forms import ShowsWhereChosen
from . import services
from .services import InvitationTokens, invitation_of, invitation_text, is_ours, sign_in_text


def urls() -> list[Any]:
    return [
        path("invitations/", InvitationIndexView.as_view(), name="invitations"),
        path(
            "invitations/results/",
            InvitationIndexView.as_view(results_only=True),
            name="invitations_results",
        ),
        path("invitations/<int:pk>/", InvitationView.as_view(), name="invitation"),
    ]


def account_button(user: Any, request_user: Any) -> Iterator[Button]:
    """Yields the button for the list of accounts, which shows only accounts that its reader may
    manage."""
    waits = invitation_of(user) is not None or not user.has_usable_password()
    if waits and user.pk != request_user.pk and request_user.has_perm("people.change_user"):
        yield Button(
            _("Invitation"), reverse("invitation", args=[user.pk]), icon_name="mail", priority=35
        )


# Counts only links that we did not send. Ours are not counted: a whole school may open its links
# from one address on the first day, whatever someone else in that network does.
OPENED: Final = rate_limits.Limit("invitation-opened", 60, 60 * 60)
# Enough to replace a lost mail, too few to fill a mailbox.
WRITTEN: Final = rate_limits.Limit("invitation-written", 5, 60 * 60)
TOO_MANY_REQUESTS: Final = 429


class AcceptInvitationView(PasswordResetConfirmView):
    """Wagtail's password view, opened by the link of an invitation. An invalid link looks the same
    whatever the reason, and whether or not the account exists."""

    template_name = "people/sign_in/invitation.html"
    form_class = ShowsWhereChosen
    token_generator = InvitationTokens()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = kwargs["token"]
        if token == self.reset_url_token:
            token = request.session.get(INTERNAL_RESET_SESSION_TOKEN)
        try:
            if not is_ours(token):
                rate_limits.count(OPENED, rate_limits.client_of(request))
        except rate_limits.TooOften as error:
            answer = HttpResponse(
                _("Too many links were opened from this network. Try again in an hour."),
                status=TOO_MANY_REQUESTS,
                content_type="text/plain; charset=utf-8",
            )
            answer["Retry-After"] = str(error.seconds)
            return answer
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        chosen = services.choose_first_password(
            user=self.user,
            token=self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, None),
            password=form.cleaned_data["new_password1"],
        )
        if not chosen:
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        # A person who reads this mailbox is the owner, so the sign-in limit is reset.
        limiter.open_again(self.request, self.user.pk)
        browsers.remember(self.request, self.user.pk)
        messages.success(
            self.request, _("Your password is set. Sign in with it and your email address.")
        )
        return HttpResponseRedirect(reverse("wagtailadmin_login"))


class InvitationView(WagtailAdminTemplateMixin, TemplateView):
    """Shows one account's invitation; sends it again or revokes it."""

    template_name = "people/admin/invitation.html"
    page_title = gettext_lazy("Invitation")
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.account = get_object_or_404(
            User.objects.select_related("invitation"), pk=self.kwargs["pk"]
        )
        if not may_invite(self.request.user, self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Accounts")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = services.invitation_of(self.account)
        return {
            **super().get_context_data(**kwargs),
            "account": self.account,
            "text": sign_in_text(self.account),
            "can_invite": self.account.is_active and not self.account.has_usable_password(),
            "can_revoke": invitation is not None and invitation.state in {"waiting", "open"},
            "invited_before": invitation is not None,
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = {"name": self.account.get_full_name()}
        invitation = services.invitation_of(self.account)
        if "revoke" in request.POST and invitation is not None:
            if services.revoke(invitation=invitation, actor=request.user):
                messages.success(
                    request,
                    _("The invitation of %(name)s is revoked: its link no longer works.") % name,
                )
        elif "send" in request.POST:
            self._send(name)
        return redirect("wagtailusers_users:index")

    def _send(self, name: dict[str, str]) -> None:
        try:
            rate_limits.count(WRITTEN, self.account.email)
            services.invite(accounts=[self.account], actor=self.request.user)
        except rate_limits.TooOften:
            messages.error(
                self.request,
                _("%(name)s has had several invitations within the hour. Try again later.") % name,
            )
        except services.NothingToInviteTo:
            messages.error(self.request, _("%(name)s has a password already.") % name)
        else:
            messages.success(
                self.request,
                _("%(name)s gets an email with a link to choose a password.") % name,
            )


class InvitationIndexView(IndexView):
    """Lists people who were invited and have no password yet, and how many mails the queue has
    written."""

    model = Invitation
    page_title = gettext_lazy("Invitations")
    FORMATS = ()  # only the list of staff can be exported
    header_icon = "mail"
    any_permission_required: Any = []
    permission_policy = None
    default_ordering = "address"
    paginate_by = 50
    search_fields = ["address"]
    is_searchable = True
    index_url_name = "invitations"
    index_results_url_name = "invitations_results"
    request: SignedInRequest

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("people.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def unmanageable_accounts(self) -> Any:
        return unmanageable_accounts(self.request.user).values("pk")

    def get_base_queryset(self) -> Any:
        rows = Invitation.objects.filter(accepted_at=None)
        return rows.exclude(user__in=self.unmanageable_accounts).select_related("user")

    def get_page_subtitle(self) -> str:
        rows = self.get_base_queryset().filter(revoked_at=None)
        counts = rows.aggregate(written=Count("sent_at"), all=Count("pk"))
        return _("%(written)d of %(all)d emails written") % counts

    @cached_property
    def columns(self) -> Any:
        return [
            TitleColumn(
                "address",
                label=_("Email"),
                get_url=lambda row: reverse("invitation", args=[row.user_id]),
            ),
            Column("name", label=_("Name"), accessor=lambda row: row.user.get_full_name()),
            Column("state", label=_("Invitation"), accessor=invitation_text),
            Column("invited_by", label=_("Invited by")),
        ]


def may_invite(actor: Any, account: User) -> bool:
    """Returns True if `actor` may manage the account. Nobody invites themselves."""
    return bool(
        actor.has_perm("people.change_user")
        and actor.pk != account.pk
        and may_manage_account(actor, account)
    )
