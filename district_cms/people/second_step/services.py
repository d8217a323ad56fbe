"""What follows when a second step is added, removed, used or reset: log entry, mail, sessions."""

from typing import Any, Final

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from district_cms.audit_log.services import record

from ..models import User
from ..models.user import new_stamp
from . import mails

Type = Authenticator.Type
NAMES: Final = {Type.TOTP: "app", Type.WEBAUTHN: "passkey"}


@transaction.atomic
def added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes come with the first means and need no mail."""
    if authenticator.type == Type.RECOVERY_CODES:
        record(action="second_step.recovery_codes", actor=user, account=user.email)
        return
    action = f"second_step.{NAMES[authenticator.type]}_added"
    record(action=action, actor=user, account=user.email)
    mails.tell(user, mails.ADDED)
    _end_other_sessions(user, request)


@transaction.atomic
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Type.RECOVERY_CODES:
        return
    action = f"second_step.{NAMES[authenticator.type]}_removed"
    record(action=action, actor=user, account=user.email)
    mails.tell(user, mails.REMOVED)
    _end_other_sessions(user, request)


def recovery_codes_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(action="second_step.recovery_codes", actor=user, account=user.email)


@transaction.atomic
def used(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A recovery code works once, and its owner learns that it was used."""
    if authenticator.type == Type.RECOVERY_CODES:
        # Read again: allauth marks the code as used on a copy of its own.
        left = len(Authenticator.objects.get(pk=authenticator.pk).wrap().get_unused_codes())
        record(action="second_step.recovery_used", actor=user, account=user.email, left=left)
        mails.tell(user, mails.RECOVERY_USED, left=left)


@transaction.atomic
def reset(*, account: User, actor: User | str, reason: str) -> None:
    """Take everything away, for someone who lost it all. Whoever is signed in as them has to sign
    in again; if it is required of them, they set it up at once."""
    means = Authenticator.objects.select_for_update().filter(user=account)
    types = [each.type for each in means]
    app = "yes" if Type.TOTP in types else "no"
    before = f"app: {app}, passkeys: {types.count(Type.WEBAUTHN)}"
    means.delete()
    record(
        action="second_step.reset",
        actor=actor,
        account=account.email,
        reason=reason,
        before=before,
        after="none",
    )
    mails.tell(account, mails.RESET)
    _end_other_sessions(account)


def follow_changes() -> None:
    """Connect allauth's signals."""
    for signal, receiver in (
        (signals.authenticator_added, added),
        (signals.authenticator_removed, removed),
        (signals.authenticator_reset, recovery_codes_reset),
        (signals.authenticator_used, used),
    ):
        signal.connect(receiver, dispatch_uid=f"people.second_step.{receiver.__name__}")


def _end_other_sessions(account: User, request: HttpRequest | None = None) -> None:
    """Each session of the account ends, but for the one of `request`."""
    account.session_stamp = new_stamp()
    account.save(update_fields=["session_stamp"])
    if request is not None and request.user == account:
        update_session_auth_hash(request, account)
