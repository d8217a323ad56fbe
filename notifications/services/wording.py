"""The office's own words in messages: written, approved, and filled in for a message."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import site_root

from ..models import MessageWording
from ..permissions import check_may_approve_wording
from ..rules.wording import paragraphs


class AlreadyApproved(Exception):
    """An approved version stays as families read it; says so."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What stands before and after what a message says, a string a paragraph; `version` is None
    where nobody approved any."""

    intro: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    version: MessageWording | None = None


def own_words(kind: str, language: str, *, at: dt.datetime | None = None) -> OwnWords:
    """Those that messages of this kind have at `at` (aware; the present by default). One query,
    where none are approved."""
    version = MessageWording.objects.in_force(kind, at or timezone.now())
    return words_of(version, language) if version is not None else OwnWords()


def words_of(version: MessageWording, language: str) -> OwnWords:
    """The words of one version, with its placeholders filled in. A language without words of its
    own has none."""
    office = DistrictSettings.kept()
    values = {
        "district": office.name,
        "phone": office.phone,
        "website": f"{site_root()}/",
    }
    intro, closing = (
        tuple(paragraphs(getattr(version, f"{part}_{language}", ""), values))
        for part in ("intro", "closing")
    )
    return OwnWords(intro, closing, version)


@transaction.atomic
def keep_wording(*, wording: MessageWording, user: User) -> MessageWording:
    """Save a draft that passed its checks. Raises `AlreadyApproved` where it was approved in the
    meantime: what families were sent does not change."""
    action = "wording.changed"
    if wording._state.adding:
        action = "wording.written"
        wording.written_by = user.get_full_name()
    elif MessageWording.objects.select_for_update().get(pk=wording.pk).is_approved:
        raise AlreadyApproved(_approved_before())
    wording.save()
    _note(action, wording, user)
    return wording


@transaction.atomic
def approve_wording(*, wording: MessageWording, user: User, seen: str) -> MessageWording:
    """From now on messages have these words. `seen` is the fingerprint of what the account read.

    Raises `PermissionDenied`, and `ValidationError` where it was approved before, was changed in
    the meantime, or has something in it that blocks.
    """
    check_may_approve_wording(user)
    locked = MessageWording.objects.select_for_update().get(pk=wording.pk)
    if locked.is_approved:
        raise ValidationError(_approved_before())
    if locked.fingerprint != seen:
        raise ValidationError(
            _("Someone changed these words in the meantime. Read them again, then approve them.")
        )
    locked.clean()
    locked.approved_at, locked.approved_by = timezone.now(), user.get_full_name()
    locked.save()
    _note("wording.approved", locked, user)
    return locked


def _approved_before() -> str:
    return _("This version was approved already, so it stays as it is. Start a new one.")


def _note(action: str, wording: MessageWording, user: User) -> None:
    record(
        action=action,
        actor=user,
        version=wording.pk,
        kind=wording.kind,
        **{name: getattr(wording, name) for name in wording.checked_fields},
    )
