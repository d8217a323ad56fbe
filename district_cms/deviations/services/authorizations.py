"""Requests, grants, refuses, withdraws and ends authorizations. Each writes an audit entry without
anyone’s words."""

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
"""How long after its last day an authorization is stored, as for explanations."""

LOOP: Final = "authorizations that end"


@transaction.atomic
def request_authorization(
    *, user: User, school: SchoolPage | None = None, **fields: Any
) -> Authorization:
    """Requests an authorization from the supervisor: `fields` are the resource, purpose, people
    reached and days. An identical open request is not repeated."""
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
    """Authorizes until `last_day`. Begins today at the earliest: earlier use must be explained."""
    row = _locked_waiting(authorization, user)
    row.first_day = max(row.first_day, timezone.localdate(now()))
    if last_day < row.first_day:
        raise ValidationError(_("The last day comes before the first."))
    row.state, row.last_day, row.answer = "granted", last_day, answer
    _save_decision(row, user)
    return row


@transaction.atomic
def refuse(*, authorization: Authorization, user: User, answer: str) -> Authorization:
    """Refuses the request, with a reason."""
    row = _locked_waiting(authorization, user)
    row.state, row.answer = "refused", answer
    _save_decision(row, user)
    return row


@transaction.atomic
def end(*, authorization: Authorization, user: User) -> Authorization:
    """Ends an authorization today, by the person or by someone who may authorize them. The person
    takes back a waiting request. Does nothing to one that has ended."""
    row = _locked(authorization)
    own = row.staff is not None and row.staff.user_id == user.pk
    if not (own or can_authorize(user, row.staff)):
        raise PermissionDenied(_("The person and their supervisor end it."))
    if row.is_waiting and own:
        _withdraw(row, user)
    elif row.holds:
        _save_end(row, user, user.get_full_name(), timezone.localdate())
        mails.announce_end(row, without=user)
    return row


def end_of_leavers(*, people: Iterable[Staff], **_others: object) -> None:
    """Handles `accounts_ended` for these people."""
    for row in Authorization.objects.open(timezone.localdate()).filter(staff__in=list(people)):
        _end_nightly(row)


def end_where_work_ended(*, today: dt.date) -> int:
    """Ends authorizations of people who left, or left the school, and mails both. Returns their
    number."""
    ended, known = 0, standing(LOOP)
    for row in authorizations_to_end(today):
        with isolated(Item(LOOP, str(row.uuid), title=str(row)), failed_before=known):
            _end_nightly(row)
            mails.announce_end(row)
            ended += 1
    return ended


def record_download(*, user: User, rows: int) -> None:
    """Records that someone downloaded the list."""
    record(
        action="authorization.downloaded", actor=user, rows=rows, all=reads_all_authorizations(user)
    )


@transaction.atomic
def delete_old(*, today: dt.date) -> int:
    """Deletes authorizations that ended more than three years ago. Returns their number."""
    deleted, _by_model = Authorization.objects.filter(last_day__lt=today - RETENTION).delete()
    if deleted:
        record(action="authorization.forgotten", actor="nightly", number=deleted)
    return deleted


def _locked_waiting(authorization: Authorization, user: User) -> Authorization:
    row = _locked(authorization)
    if not can_authorize(user, row.staff):
        raise PermissionDenied(_("The person’s supervisor decides."))
    if row.standing is not Standing.WAITING:
        raise ValidationError(_("This was decided or taken back already."))
    return row


def _save_decision(row: Authorization, user: User) -> None:
    row.decided_by, row.decided_at = user.get_full_name(), now()
    row.save()
    _note(f"authorization.{row.state}", row, user)
    mails.announce_grant_or_refusal(row)


def _end_nightly(row: Authorization) -> None:
    if row.state == "asked":
        _withdraw(row, "nightly")
    else:
        _save_end(row, "nightly", str(_("no longer works there")), timezone.localdate())


def _withdraw(row: Authorization, actor: object) -> None:
    row.state = "withdrawn"
    row.save()
    _note("authorization.withdrawn", row, actor)


def _save_end(row: Authorization, actor: object, by: str, day: dt.date) -> None:
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
