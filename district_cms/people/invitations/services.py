"""Sends, renews, revokes and accepts invitations, and describes their state."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings
from district_cms.web.addresses import normalize_address
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, standing
from district_cms.web.times import day_text, moment_text

from ..models import Invitation, User
from ..models.invitation import LASTS, InvitationState, new_key


def sign_in_text(account: User) -> str:
    """Returns the text for the list of accounts: "Invited on Tuesday, November 24, not signed in
    yet"."""
    invitation = invitation_of(account)
    if invitation is None:
        return "" if account.has_usable_password() else _("Not invited yet")
    return invitation_text(invitation, signed_in=account.last_login is not None)


def invitation_text(invitation: Invitation, *, signed_in: bool = False) -> str:
    """Returns the state of the invitation and its day as a sentence."""
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


SALT: Final = "people.invitation"


def has_provider() -> bool:
    """Returns True if staff sign in with the district's accounts at Google or Microsoft, so that
    lists and rosters invite nobody to choose a password."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


def link_of(invitation: Invitation) -> str:
    """Returns the absolute address of the link, on the site's own host."""
    account = urlsafe_base64_encode(force_bytes(invitation.user_id))
    path = reverse("accept_invitation", args=[account, token_of(invitation)])
    return editor_url(path)


def token_of(invitation: Invitation) -> str:
    """Returns a token that is valid for this account at this address until the invitation is
    renewed."""
    return signing.dumps([invitation.user_id, invitation.key, invitation.address], salt=SALT)


class InvitationTokens:
    """Checks the link of an invitation, in the form that Wagtail's password view expects."""

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        return good_invitation(user, token) is not None


def is_ours(token: str | None) -> bool:
    """Returns True if we signed the token, whatever its age. A signed token cannot be guessed."""
    try:
        signing.loads(token or "", salt=SALT)
    except signing.BadSignature:
        return False
    return True


def good_invitation(
    user: AbstractBaseUser | None, token: str | None, *, lock: bool = False
) -> Invitation | None:
    """Returns the invitation of this account that the token opens, or None: the token is too old,
    used, revoked or replaced, or the account has ended, has a password, or has another address."""
    if user is None or not token:
        return None
    try:
        payload = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    invitation = rows.select_related("user__staff").filter(user_id=user.pk).first()
    if invitation is None or payload != [user.pk, invitation.key, invitation.user.email]:
        return None
    return invitation if may_accept(invitation) else None


def may_accept(invitation: Invitation) -> bool:
    """Returns True if the invitation is valid and its account still waits for a first password."""
    account = invitation.user
    staff = getattr(account, "staff", None)
    return (
        invitation.state in {"waiting", "open"}
        and account.is_active
        and account.email == invitation.address
        and not account.has_usable_password()
        and (staff is None or staff.active)
    )


TASK: Final = "district_cms.people.tasks.send_invitations"
LOOP: Final = "invitations"
"""The name under which failures of this loop are recorded."""
IN_ONE_TASK: Final = 100


class NothingToInviteTo(ValueError):
    """Raised if the account already has a password, or has ended."""


@transaction.atomic
def invite(*, accounts: Sequence[User], actor: object = None) -> None:
    """Invites the owners of these accounts to choose a password; the queue writes the mails.

    Invites an account again if it was invited before; the earlier link stops working. Raises
    `NothingToInviteTo` and then invites nobody. Three queries, whatever the number of accounts.
    """
    for account in accounts:
        if account.has_usable_password() or not account.is_active:
            raise NothingToInviteTo(account.email)
    now = timezone.now()
    before = {
        row.user_id: row for row in Invitation.objects.select_for_update().filter(user__in=accounts)
    }
    rows = [before.get(account.pk) or Invitation(user=account) for account in accounts]
    for row, account in zip(rows, accounts, strict=True):
        row.address, row.key, row.invited_by = account.email, new_key(), str(actor or "")
        row.invited_at, row.sent_at, row.revoked_at, row.accepted_at = now, None, None, None
    Invitation.objects.bulk_create([row for row in rows if row.pk is None])
    Invitation.objects.bulk_update(
        before.values(),
        ["address", "key", "invited_by", "invited_at", "sent_at", "revoked_at", "accepted_at"],
    )
    record(action="people.invited", actor=actor, accounts=[each.email for each in accounts])
    queue(row.pk for row in rows)


@transaction.atomic
def move_to_address(*, account: User, address: str, actor: object) -> None:
    """Changes the address with which the account signs in. An unanswered invitation is sent again
    to the new address, and the earlier link stops working."""
    account.email = normalize_address(address)
    account.save(update_fields=["email"])
    invitation = invitation_of(account)
    if invitation is None or invitation.state in {"revoked", "accepted"}:
        return
    if account.is_active and not account.has_usable_password():
        invite(accounts=[account], actor=actor)


def queue(pks: Iterable[int]) -> None:
    """Queues the mails of these invitations after the commit."""
    todo = list(pks)
    for start in range(0, len(todo), IN_ONE_TASK):
        part = todo[start : start + IN_ONE_TASK]
        transaction.on_commit(partial(async_task, TASK, part), robust=True)


def queue_waiting() -> int:
    """Queues mails again that the queue lost, as part of the nightly run. Returns their number.

    Skips invitations whose link would open nothing (see `may_accept`): they would wait forever.
    """
    waiting = Invitation.objects.filter(
        Q(user__staff=None) | Q(user__staff__active=True),
        sent_at=None,
        revoked_at=None,
        accepted_at=None,
        invited_at__gt=timezone.now() - LASTS,
        address=F("user__email"),
        user__is_active=True,
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    pks = list(waiting.order_by("pk").values_list("pk", flat=True))
    queue(pks)
    return len(pks)


def send(pks: Sequence[int]) -> int:
    """Writes the mails that are waiting; a failed one does not hold up the others. Returns the
    number of mails."""
    written, known = 0, standing(LOOP)
    for pk in pks:
        with isolated(Item(LOOP, str(pk), title=_("Invitation")), failed_before=known):
            written += _send(pk=pk)
    return written


@transaction.atomic
def _send(*, pk: int) -> int:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user__staff")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or invitation.sent_at is not None or not may_accept(invitation):
        return 0
    office = DistrictSettings.cached()
    account = invitation.user
    rendered = draw(
        "people/email/invitation",
        subject=_("Your account at %(site)s") % {"site": office.name},
        office=office,
        name=account.get_short_name(),
        address=account.email,
        url=link_of(invitation),
        until=moment_text(invitation.expires_at),
    )
    # The key is secret, so the time of the invitation identifies the mail.
    once = f"invitation {invitation.pk} {invitation.invited_at.isoformat()}"
    mail = rendered.message(
        account.email, once=once, about_account=True, until=invitation.expires_at
    )
    sent = mail.send()
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    return sent


@transaction.atomic
def revoke(*, invitation: Invitation, actor: object) -> bool:
    """Makes the link invalid. Returns False if there was nothing to revoke."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.state not in {"waiting", "open"}:
        return False
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    record(action="people.invitation_revoked", actor=actor, account=row.address)
    return True


@transaction.atomic
def choose_first_password(*, user: Any, token: str | None, password: str) -> bool:
    """Sets the first password of the account. Returns False if the link is no longer valid. A link
    works once."""
    invitation = good_invitation(user, token, lock=True)
    if invitation is None:
        return False
    account = invitation.user
    account.set_password(password)
    account.password_chosen_by = account
    account.save(update_fields=["password"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(action="people.invitation_accepted", actor=account, account=account.email)
    return True


def invitation_of(account: User) -> Invitation | None:
    try:
        return account.invitation
    except ObjectDoesNotExist:
        return None
