"""The invitation by which an account gets its first password: a link in a mail, never a generated
password."""

import datetime as dt
import secrets
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LASTS: Final = dt.timedelta(days=7)
"""How long a link is valid: a weekend and a day of absence must fit in."""


class InvitationState(StrEnum):
    WAITING = "waiting"  # the queue has not written its mail yet
    OPEN = "open"
    OVER = "over"
    REVOKED = "revoked"
    ACCEPTED = "accepted"


def new_key() -> str:
    return secrets.token_urlsafe(24)


class Invitation(models.Model):
    """The one invitation of an account. Sending it again renews it, and the earlier link stops
    working."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="invitation",
    )
    # The address that got the mail; the account may have another one by now.
    address = models.EmailField(_("email"))
    key = models.CharField(max_length=40, default=new_key, editable=False)
    invited_by = models.CharField(_("invited by"), max_length=254, blank=True)
    invited_at = models.DateTimeField(_("invited"))
    sent_at = models.DateTimeField(_("mail written"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("password chosen"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address

    @property
    def expires_at(self) -> dt.datetime:
        return self.invited_at + LASTS

    def state_at(self, now: dt.datetime) -> InvitationState:
        """Returns the state at `now`, which is aware."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if now >= self.expires_at:
            return InvitationState.OVER
        return InvitationState.WAITING if self.sent_at is None else InvitationState.OPEN

    @property
    def state(self) -> InvitationState:
        return self.state_at(timezone.now())
