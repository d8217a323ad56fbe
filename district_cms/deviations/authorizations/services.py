"""Asking, granting, refusing, taking back and ending: each with its entry in the log, which has no
words of anyone."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.schools.models import SchoolPage
from district_cms.web.clock import now
from district_cms.web.queue.apart import Item, apart, standing

from ..models import Authorization
from ..models.authorization import AUTHORIZATION
from ..selectors import school_for
from . import mails
from .permissions import can_decide, reads_all
from .rules import Standing, must_tell
from .selectors import of_who_is_gone

KEPT: Final = dt.timedelta(days=3 * 366)
"""As long after its last day as an explanation after its day."""

LOOP: Final = "authorizations that end"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be used, for what, for whom and how long; both days included."""

    resource: str
    purpose: str
    reached: str
    first_day: dt.date
    last_day: dt.date
    service: str = ""

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def ask(*, user: User, wanted: Wanted, school: SchoolPage | None = None) -> Authorization:
    """Ask one's supervisor. The same asked twice is one."""
    staff = Staff.objects.active().filter(user_id=user.pk).select_for_update(of=("self",)).first()
    if staff is None:
        raise PermissionDenied(_("Only employees with a staff record are authorized."))
    same = staff.authorizations.filter(**wanted.values(), state="asked").first()
    if same is not None:
        return same
    row = Authorization(
        staff=staff,
        who=staff.full_name,
        school=school or school_for(staff),
        asked_at=now(),
        **wanted.values(),
    )
    row.save()
    _note("authorization.asked", row, user)
    mails.tell_asked(row)
    return row


@transaction.atomic
def grant_unasked(*, user: User, staff: Staff, wanted: Wanted) -> Authorization:
    """The supervisor authorizes someone who has not asked. The same twice is one."""
    if not can_decide(user, staff):
        raise PermissionDenied(_("You may authorize people whom you supervise."))
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    same = staff.authorizations.filter(**wanted.values(), state="granted", ended_on=None).first()
    if same is not None:
        return same
    row = Authorization(
        staff=staff,
        who=staff.full_name,
        school=school_for(staff, user),
        state="granted",
        **wanted.values(),
    )
    _decided(row, user)
    return row


@transaction.atomic
def grant(
    *, authorization: Authorization, user: User, last_day: dt.date, answer: str = ""
) -> Authorization:
    """Say yes until `last_day`. It begins today at the earliest: what was before is explained."""
    row = _to_decide(authorization, user)
    row.first_day = max(row.first_day, timezone.localdate(now()))
    if last_day < row.first_day:
        raise ValidationError(_("The last day comes before the first."))
    row.state, row.last_day, row.answer = "granted", last_day, answer
    _decided(row, user)
    return row


@transaction.atomic
def refuse(*, authorization: Authorization, user: User, answer: str) -> Authorization:
    """Say no, with a sentence."""
    row = _to_decide(authorization, user)
    row.state, row.answer = "refused", answer
    _decided(row, user)
    return row


@transaction.atomic
def end(*, authorization: Authorization, user: User) -> Authorization:
    """End it today: the person, or who may authorize them. Of what waits, the person takes it back.
    What has ended stays as it is."""
    row = _locked(authorization)
    own = row.staff is not None and row.staff.user_id == user.pk
    if not (own or can_decide(user, row.staff)):
        raise PermissionDenied(_("The person and their supervisor end it."))
    if row.waits and own:
        row.state = "withdrawn"
        row.save()
        _note("authorization.withdrawn", row, user)
    elif row.holds:
        _ended(row, user, user.get_full_name(), timezone.localdate())
        mails.tell_ended(row, but=user)
    return row


def end_of_leavers(*, people: Iterable[Staff], **_others: object) -> None:
    """Whoever left has none anymore. Called when their accounts end."""
    today = timezone.localdate()
    rows = Authorization.objects.filter(staff__in=list(people), ended_on=None)
    for row in rows.filter(state__in=("asked", "granted"), last_day__gte=today):
        if row.state == "asked":
            row.state = "withdrawn"
            row.save()
            _note("authorization.withdrawn", row, "nightly")
        else:
            _ended(row, "nightly", str(_("no longer works there")), today)


def end_of_who_is_gone(*, today: dt.date) -> int:
    """Each night: an authorization is for the families of a school, and ends with the person’s work
    there, or here; the supervisor at the next school decides anew. Returns how many there were."""
    ended, known = 0, standing(LOOP)
    for row in of_who_is_gone(today):
        with apart(Item(LOOP, str(row.uuid), title=str(row)), failed_before=known):
            if row.state == "asked":
                row.state = "withdrawn"
                row.save()
                _note("authorization.withdrawn", row, "nightly")
            else:
                _ended(row, "nightly", str(_("no longer works there")), today)
            mails.tell_ended(row)
            ended += 1
    return ended


def tell_of_ends(*, today: dt.date) -> int:
    """Each morning: tell the person and the supervisor what ends within two weeks, once. Returns
    the number of mails."""
    sent, known = 0, standing(LOOP)
    rows = Authorization.objects.open(today).filter(state="granted", staff__active=True)
    for row in rows.select_related("staff__user", "staff__supervisor__user"):
        if row.decided_at is None or not must_tell(
            last_day=row.last_day,
            decided_on=timezone.localdate(row.decided_at),
            told_of=row.told_of,
            today=today,
        ):
            continue
        with apart(Item(LOOP, str(row.uuid), title=str(row)), failed_before=known):
            row.told_of = row.last_day
            row.save(update_fields=["told_of"])
            sent += mails.tell_coming_end(row)
    return sent


def note_download(*, user: User, rows: int) -> None:
    """Write down that someone took the list away."""
    record(action="authorization.downloaded", actor=user, rows=rows, all=reads_all(user))


@transaction.atomic
def forget(*, today: dt.date) -> int:
    """Delete what ended more than three years ago. Returns how many there were."""
    deleted, _by_model = Authorization.objects.filter(last_day__lt=today - KEPT).delete()
    if deleted:
        record(action="authorization.forgotten", actor="nightly", number=deleted)
    return deleted


def _to_decide(authorization: Authorization, user: User) -> Authorization:
    row = _locked(authorization)
    if not can_decide(user, row.staff):
        raise PermissionDenied(_("The person’s supervisor decides."))
    if row.standing is not Standing.WAITING:
        raise ValidationError(_("This was decided or taken back already."))
    return row


def _decided(row: Authorization, user: User) -> None:
    row.decided_by, row.decided_at = user.get_full_name(), now()
    row.save()
    _note(f"authorization.{row.state}", row, user)
    mails.tell_decided(row)


def _ended(row: Authorization, actor: object, by: str, day: dt.date) -> None:
    row.ended_on, row.ended_by = day, by
    row.save()
    _note("authorization.ended", row, actor, ended_on=day.isoformat())


def _note(action: str, row: Authorization, actor: object, **more: Any) -> None:
    record(
        action=action,
        actor=actor,
        person=row.who,
        clause=AUTHORIZATION,
        resource=row.resource,
        first_day=row.first_day.isoformat(),
        last_day=row.last_day.isoformat(),
        purpose_sha256=hashlib.sha256(row.purpose.encode()).hexdigest(),
        number=str(row.uuid),
        **more,
    )


def _locked(authorization: Authorization) -> Authorization:
    rows = Authorization.objects.select_for_update(of=("self",))
    return rows.select_related("staff__user", "staff__supervisor__user").get(pk=authorization.pk)
