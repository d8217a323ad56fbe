"""The link in an invitation: signed, for one account, for as long as the invitation stands."""

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from district_cms.web.mail import editor_url

from ..models import Invitation
from ..models.invitation import LASTS

SALT: Final = "people.invitation"


def link_of(invitation: Invitation) -> str:
    """The whole address, on the site's own host."""
    account = urlsafe_base64_encode(force_bytes(invitation.user_id))
    path = reverse("accept_invitation", args=[account, token_of(invitation)])
    return editor_url(path)


def token_of(invitation: Invitation) -> str:
    """Good for this account at this address until the invitation is renewed."""
    return signing.dumps([invitation.user_id, invitation.key, invitation.address], salt=SALT)


class InvitationTokens:
    """What Wagtail's view of a new password asks whether a link is good."""

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        return good_invitation(user, token) is not None


def is_ours(token: str | None) -> bool:
    """Whether we have signed it, however old it is: nobody guesses such a one."""
    try:
        signing.loads(token or "", salt=SALT)
    except signing.BadSignature:
        return False
    return True


def good_invitation(
    user: AbstractBaseUser | None, token: str | None, *, lock: bool = False
) -> Invitation | None:
    """The invitation that this token of this account opens; None where it opens nothing: it is too
    old, used, revoked, of before, or the account has ended, has a password or another address."""
    if user is None or not token:
        return None
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    invitation = rows.select_related("user__staff").filter(user_id=user.pk).first()
    if invitation is None or said != [user.pk, invitation.key, invitation.user.email]:
        return None
    return invitation if may_accept(invitation) else None


def may_accept(invitation: Invitation) -> bool:
    """Whether it stands, and its account is one that still waits for its first password."""
    account = invitation.user
    staff = getattr(account, "staff", None)
    return (
        invitation.state in {"waiting", "open"}
        and account.is_active
        and account.email == invitation.address
        and not account.has_usable_password()
        and (staff is None or staff.active)
    )
