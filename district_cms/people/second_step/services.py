"""Turning the second step on, showing it, taking it away: each with its entry in the log."""

import datetime as dt
from base64 import urlsafe_b64encode
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from fido2.webauthn import AuthenticatorData

from district_cms.audit_log.services import record

from ..models import Passkey, RecoveryCode, SecondStep, User
from ..models.second_step import new_stamp
from . import mails, recovery
from .authenticator import matching_period
from .sealed import seal, unseal


@transaction.atomic
def turn_on_app(*, account: User, key: str, period: int) -> SecondStep:
    """Keep the key of an app that has shown the code of `period`, in place of an older one."""
    step = _locked(account)
    step.app_key, step.app_last_used = seal(key), period
    return _changed(step, account, "second_step.app_added", mails.ADDED)


@transaction.atomic
def add_passkey(
    *, account: User, made: AuthenticatorData, name: str, now: dt.datetime
) -> SecondStep:
    """Keep a passkey that the account's browser has just made."""
    credential = made.credential_data
    assert credential is not None
    step = _locked(account)
    Passkey.objects.create(
        user=account,
        name=name,
        credential_id=encoded(credential.credential_id),
        credential=bytes(credential),
        times_used=made.counter,
        created_at=now,
    )
    return _changed(step, account, "second_step.passkey_added", mails.ADDED)


@transaction.atomic
def remove_app(*, account: User) -> SecondStep:
    step = _locked(account)
    step.app_key, step.app_last_used = "", None
    return _changed(step, account, "second_step.app_removed", mails.REMOVED)


@transaction.atomic
def remove_passkey(*, account: User, passkey: Passkey) -> SecondStep:
    step = _locked(account)
    Passkey.objects.filter(user=account, pk=passkey.pk).delete()
    return _changed(step, account, "second_step.passkey_removed", mails.REMOVED)


@transaction.atomic
def reset(*, account: User, actor: User | str, reason: str) -> SecondStep:
    """Take everything away, for someone who lost it all. Whoever is signed in as them, wholly or
    half, has to type the password again; if it is required of them, they set it up at once."""
    step = _locked(account)
    passkeys = Passkey.objects.filter(user=account)
    before = f"app: {'yes' if step.app_key else 'no'}, passkeys: {passkeys.count()}"
    step.app_key, step.app_last_used = "", None
    passkeys.delete()
    details = {"reason": reason, "before": before, "after": "none"}
    return _changed(step, account, "second_step.reset", mails.RESET, actor=actor, **details)


@transaction.atomic
def new_recovery_codes(*, account: User) -> list[str]:
    """Ten codes, to be shown once; the old ones no longer work."""
    RecoveryCode.objects.filter(user=account).delete()
    codes = recovery.new_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=account, digest=recovery.digest(account.pk, code)) for code in codes
    )
    record(action="second_step.recovery_codes", actor=account, account=account.email)
    return codes


def use_code(*, account: User, typed: str, now: dt.datetime) -> str:
    """How the code proves the account: "authenticator", "recovery", or "" if it does not.

    Either works once: two requests with the same code at the same time are told apart by the
    database.
    """
    step = SecondStep.objects.get(user=account)
    period = matching_period(unseal(step.app_key) if step.app_key else "", typed, now=now)
    if period is not None:
        unused = Q(app_last_used=None) | Q(app_last_used__lt=period)
        fresh = SecondStep.objects.filter(unused, pk=step.pk, app_key=step.app_key)
        return "authenticator" if fresh.update(app_last_used=period) else ""
    return "recovery" if _use_recovery_code(account=account, typed=typed, now=now) else ""


@transaction.atomic
def _use_recovery_code(*, account: User, typed: str, now: dt.datetime) -> bool:
    codes = RecoveryCode.objects.filter(user=account, used_at=None)
    if not codes.filter(digest=recovery.digest(account.pk, typed)).update(used_at=now):
        return False
    left = codes.count()
    record(action="second_step.recovery_used", actor=account, account=account.email, left=left)
    mails.tell(account, mails.RECOVERY_USED, left=left)
    return True


def use_passkey(*, account: User, credential_id: bytes, counter: int, now: dt.datetime) -> bool:
    """Whether this passkey may be used: one that counts and has gone back was copied."""
    kept = Passkey.objects.filter(user=account, credential_id=encoded(credential_id))
    grown = Q(times_used__lt=counter) | Q(times_used=0)
    return bool(kept.filter(grown).update(times_used=counter, last_used_at=now))


def encoded(credential_id: bytes) -> str:
    return urlsafe_b64encode(credential_id).decode().rstrip("=")


def _locked(account: User) -> SecondStep:
    SecondStep.objects.get_or_create(user=account)
    return SecondStep.objects.select_for_update().get(user=account)


def _changed(
    step: SecondStep,
    account: User,
    action: str,
    mail: str,
    *,
    actor: User | str | None = None,
    **details: Any,
) -> SecondStep:
    """Save, note and tell. Without any means left the recovery codes go as well."""
    step.is_on = bool(step.app_key) or Passkey.objects.filter(user=account).exists()
    step.ended_at = None if step.is_on else timezone.now()
    step.stamp = new_stamp()
    step.save()
    if not step.is_on:
        RecoveryCode.objects.filter(user=account).delete()
    record(action=action, actor=actor or account, account=account.email, **details)
    mails.tell(account, mail)
    return step
