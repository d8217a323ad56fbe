"""The office's pause: nothing that can wait is sent until someone resumes sending."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import MessageClass, SendingPause
from ..permissions import check_may_pause
from ..rules.policy import HELD
from ..suppressions.stops import is_behind
from .enqueue import dispatch_at_commit


def current_pause() -> SendingPause | None:
    return SendingPause.objects.filter(active=True).first()


def paused_classes() -> frozenset[str]:
    """Returns the kinds of messages that are not sent now; all of them after a restore."""
    if _is_restored():
        return frozenset(MessageClass.values)
    return HELD if SendingPause.objects.filter(active=True).exists() else frozenset()


def _is_restored() -> bool:
    """Where the bucket does not answer, returns what it answered this process last: nobody puts a
    backup back under a running worker. Raises OSError if it never did."""
    try:
        _last["is behind"] = is_behind()
    except OSError:
        if not _last:
            raise
    return _last["is behind"]


_last: dict[str, bool] = {}


@transaction.atomic
def pause(*, user: User, reason: str) -> SendingPause:
    """Stop sending everything that can wait; what a provider has cannot be called back.

    Changes nothing if sending is paused already. Raises `PermissionDenied`.
    """
    check_may_pause(user)
    try:
        with transaction.atomic():
            started = SendingPause.objects.create(begun_by=user.get_full_name(), reason=reason)
    except IntegrityError:
        return SendingPause.objects.get(active=True)
    record(action="outbox.paused", actor=user, reason=reason)
    return started


@transaction.atomic
def resume(*, user: User) -> bool:
    """Resume sending. Returns False if nothing was paused. Raises `PermissionDenied`."""
    check_may_pause(user)
    ended = SendingPause.objects.filter(active=True).update(
        active=False, ended_at=timezone.now(), ended_by=user.get_full_name()
    )
    if not ended:
        return False
    record(action="outbox.resumed", actor=user)
    dispatch_at_commit()
    return True
