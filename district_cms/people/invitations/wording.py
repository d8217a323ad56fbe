"""What became of an invitation, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.web.times import day_text

from ..models import Invitation, User
from ..models.invitation import InvitationState
from .services import invitation_of


def sign_in_text(account: User) -> str:
    """For the list of accounts: "Invited on Tuesday, November 24, not signed in yet"."""
    invitation = invitation_of(account)
    if invitation is None:
        return "" if account.has_usable_password() else _("Not invited yet")
    return invitation_text(invitation, signed_in=account.last_login is not None)


def invitation_text(invitation: Invitation, *, signed_in: bool = False) -> str:
    """What stands now, with its day."""
    state = invitation.state
    if state is InvitationState.ACCEPTED:
        if signed_in:
            return ""
        return _("Chose a password on %(day)s, not signed in yet") % {
            "day": _day(invitation.accepted_at)
        }
    words = {
        InvitationState.WAITING: _("Invited on %(day)s, the email is being written"),
        InvitationState.OPEN: _("Invited on %(day)s, not signed in yet"),
        InvitationState.OVER: _("Invited on %(day)s, the link has expired"),
        InvitationState.REVOKED: _("Invited on %(day)s, then revoked"),
    }
    return words[state] % {"day": _day(invitation.invited_at)}


def _day(moment: object) -> str:
    return day_text(timezone.localdate(moment))  # type: ignore[arg-type]
