"""Request, grant, refuse, withdraw and end authorizations. Each writes an audit entry without
anybody’s words."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.schools.models import SchoolPage
from district_cms.web.clock import now
from district_cms.web.queue.isolation import Item, isolated, standing

from .. import mails
from ..models import AUTHORIZATION, Authorization
from ..permissions import can_authorize, reads_all_authorizations
from ..rules import Standing
from ..selectors import authorizations_to_end, school_for

RETENTION: Final = dt.timedelta(days=3 * 366)
"""As long after its last day as an explanation after its day."""

LOOP: Final = "authorizations that end"


@transaction.atomic
def request_authorization(
    *, user: User, school: SchoolPage | None = None, **fields: Any
) -> Authorization:
    """Ask one's supervisor: `fields` say what is to be used, for what, for whom and how long. The
    same asked twice is one."""
    staff = Staff.objects.active().filter(user_id=user.pk).select_for_update(of=("self",)).first()
    if staff is None:
        raise PermissionDenied(_("Only employees with a staff record are authorized."))
    same = staff.authorizations.filter(**fields, state="asked").first()
    if same is not None:
        return same
    row = Authorization(
        staff=staff,
        who=staff.full_name,
        school=school or school_for(staff),
        asked_at=now(),
        **fields,
    )
    row.save()
    _note("authorization.asked", row, user)
    mails.announce_request(row)
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
    if not (own or can_authorize(user, row.staff)):
        raise PermissionDenied(_("The person and their supervisor end it."))
    if row.is_waiting and own:
        _withdraw(row, user)
    elif row.holds:
        _ended(row, user, user.get_full_name(), timezone.localdate())
        mails.announce_end(row, without=user)
    return row


def end_of_leavers(*, people: Iterable[Staff], **_others: object) -> None:
    """Called when the accounts of these people end."""
    for row in Authorization.objects.open(timezone.localdate()).filter(staff__in=list(people)):
        _end_nightly(row)


def end_where_work_ended(*, today: dt.date) -> int:
    """Ends authorizations of people who left, or left the school that it was for, and tells both.
    Returns how many."""
    ended, known = 0, standing(LOOP)
    for row in authorizations_to_end(today):
        with isolated(Item(LOOP, str(row.uuid), title=str(row)), failed_before=known):
            _end_nightly(row)
            mails.announce_end(row)
            ended += 1
    return ended


def record_download(*, user: User, rows: int) -> None:
    """Write down that someone took the list away."""
    record(
        action="authorization.downloaded", actor=user, rows=rows, all=reads_all_authorizations(user)
    )


@transaction.atomic
def delete_old(*, today: dt.date) -> int:
    """Delete what ended more than three years ago. Returns how many there were."""
    deleted, _by_model = Authorization.objects.filter(last_day__lt=today - RETENTION).delete()
    if deleted:
        record(action="authorization.forgotten", actor="nightly", number=deleted)
    return deleted


def _to_decide(authorization: Authorization, user: User) -> Authorization:
    row = _locked(authorization)
    if not can_authorize(user, row.staff):
        raise PermissionDenied(_("The person’s supervisor decides."))
    if row.standing is not Standing.WAITING:
        raise ValidationError(_("This was decided or taken back already."))
    return row


def _decided(row: Authorization, user: User) -> None:
    row.decided_by, row.decided_at = user.get_full_name(), now()
    row.save()
    _note(f"authorization.{row.state}", row, user)
    mails.announce_grant_or_refusal(row)


def _end_nightly(row: Authorization) -> None:
    if row.state == "asked":
        _withdraw(row, "nightly")
    else:
        _ended(row, "nightly", str(_("no longer works there")), timezone.localdate())


def _withdraw(row: Authorization, actor: object) -> None:
    row.state = "withdrawn"
    row.save()
    _note("authorization.withdrawn", row, actor)


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
