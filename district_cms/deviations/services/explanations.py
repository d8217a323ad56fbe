"""Asks for an explanation, explains, answers. Each writes an audit entry without anyone’s words."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.models import SchoolPage
from district_cms.web.clock import now

from .. import mails
from ..models import POSTING_DAY, Deviation
from ..permissions import can_answer, can_ask, reads_all_explanations
from ..selectors import school_for

RETENTION: Final = dt.timedelta(days=3 * 366)
"""How long after its day an explanation is stored: an auditor may ask years later."""


@dataclass(frozen=True, slots=True)
class PostingDay:
    """A posting day of a class, as the subject of an explanation."""

    class_uuid: uuid.UUID
    class_name: str
    school_id: int
    nominal_date: dt.date
    day: dt.date

    def fields(self) -> dict[str, Any]:
        return {
            "requirement": POSTING_DAY,
            "class_uuid": self.class_uuid,
            "class_name": self.class_name,
            "school_id": self.school_id,
            "nominal_date": self.nominal_date,
            "day": self.day,
        }


@transaction.atomic
def explain_day(*, about: PostingDay, user: User, ground: str, words: str) -> Deviation:
    """Explains why a class had no update for a posting day. The caller has checked that the account
    teaches the class. Replaces the text of a colleague's explanation."""
    staff = _staff_of(user)
    row = _row_of(about, staff)
    if row.decision:
        raise ValidationError(_("This was read and answered already, so it stays as it is."))
    row.staff, row.who, row.school_id = staff, staff.full_name, about.school_id
    return _save_explanation(row, user, ground, words)


@transaction.atomic
def explain(
    *,
    user: User,
    requirement: str,
    day: dt.date,
    ground: str,
    words: str,
    school: SchoolPage | None = None,
) -> Deviation:
    """Explains another deviation, with its day and reason, to the principals of `school`. An
    identical explanation is not stored twice."""
    staff = _staff_of(user, locked=True)
    about = {"requirement": requirement, "day": day}
    same = staff.deviations.filter(**about, ground=ground, words=words, decision="").first()
    if same is not None:
        return same
    school = school or school_for(staff)
    row = Deviation(staff=staff, who=staff.full_name, school=school, **about)
    return _save_explanation(row, user, ground, words)


@transaction.atomic
def answer_question(*, deviation: Deviation, user: User, ground: str, words: str) -> Deviation:
    """Stores the explanation of the person who was asked."""
    row = _locked(pk=deviation.pk)
    if row is None or row.staff is None or row.staff.user_id != user.pk:
        raise PermissionDenied(_("Only the person who was asked explains it."))
    if row.decision:
        raise ValidationError(_("This was read and answered already, so it stays as it is."))
    return _save_explanation(row, user, ground, words)


@transaction.atomic
def ask(
    *, user: User, staff: Staff, question: str, about: PostingDay | None = None, **fields: Any
) -> Deviation:
    """Asks someone to explain a posting day of a class, or a `requirement` and a `day`. The person
    gets one email. A repeated question about one day is not stored twice; a question to another
    person replaces it."""
    at_own_school = about is not None and about.school_id in school_ids_led_by(user)
    if not (at_own_school or can_ask(user, staff)):
        raise PermissionDenied(_("You may ask people of your school, and those you supervise."))
    if about is not None:
        row = _row_of(about, staff)
        if row.explained_at or (row.asked_at and row.staff_id == staff.pk):
            return row
        row.staff, row.who = staff, staff.full_name
    else:
        staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
        waiting = staff.deviations.filter(**fields, explained_at=None).first()
        if waiting is not None:
            return waiting
        row = Deviation(staff=staff, who=staff.full_name, school=school_for(staff, user), **fields)
    row.asked_by, row.asked_at, row.question = user.get_full_name(), now(), question
    row.save()
    _note("deviation.asked", row, user)
    mails.announce_question(row)
    return row


@transaction.atomic
def decide(
    *, deviation: Deviation, user: User, decision: str, answer: str = "", edition: str | None = None
) -> Deviation:
    """Accepts an explanation, or asks to talk about it. The decision can be changed. `edition` is
    the version that was read, so that nobody accepts a text that replaced it. The person gets one
    email; an identical decision is not repeated."""
    row = _locked(pk=deviation.pk)
    if row is None or not can_answer(user, row):
        raise PermissionDenied(
            _(
                "Where the district has turned it on, the person’s supervisor or a principal of "
                "the school answers."
            )
        )
    if row.explained_at is None:
        raise ValidationError(_("It is not explained yet."))
    if edition is not None and edition != row.edition:
        raise ValidationError(
            _("This changed while it was open on your screen. Read it again, then decide."),
            code="changed",
        )
    if (row.decision, row.answer, row.decided_by) == (decision, answer, user.get_full_name()):
        return row
    row.decision, row.answer = decision, answer
    row.decided_by, row.decided_at = user.get_full_name(), now()
    row.save()
    _note("deviation.decided", row, user, decision=decision)
    mails.announce_answer(row)
    return row


def record_download(*, user: User, rows: int) -> None:
    """Records that someone downloaded the list."""
    record(action="deviation.downloaded", actor=user, rows=rows, all=reads_all_explanations(user))


@transaction.atomic
def delete_old(*, today: dt.date) -> int:
    """Deletes explanations that are older than three years. Returns their number."""
    deleted, _by_model = Deviation.objects.filter(day__lt=today - RETENTION).delete()
    if deleted:
        record(action="deviation.forgotten", actor="nightly", number=deleted)
    return deleted


def _save_explanation(row: Deviation, user: User, ground: str, words: str) -> Deviation:
    row.ground, row.words, row.explained_at = ground, words, now()
    row.save()
    digest = hashlib.sha256(words.encode()).hexdigest()
    _note("deviation.explained", row, user, ground=ground, words_sha256=digest)
    return row


def _note(action: str, row: Deviation, user: User, **more: Any) -> None:
    record(
        action=action,
        actor=user,
        person=row.who,
        clause=row.requirement,
        of_class=row.class_name,
        day=row.day.isoformat(),
        number=str(row.uuid),
        **more,
    )


def _staff_of(user: User, *, locked: bool = False) -> Staff:
    rows = Staff.objects.active().filter(user_id=user.pk)
    staff = (rows.select_for_update(of=("self",)) if locked else rows).first()
    if staff is None:
        raise PermissionDenied(_("Only employees with a staff record explain something."))
    return staff


def _row_of(about: PostingDay, staff: Staff) -> Deviation:
    """Returns the locked row of this posting day; creates it if needed. Concurrent calls create
    only one."""
    fields = about.fields()
    key = {name: fields.pop(name) for name in ("class_uuid", "nominal_date")}
    Deviation.objects.get_or_create(
        **key, defaults={**fields, "staff": staff, "who": staff.full_name}
    )
    row = _locked(**key)
    assert row is not None
    return row


def _locked(**key: Any) -> Deviation | None:
    rows = Deviation.objects.select_for_update(of=("self",))
    return rows.select_related("staff__supervisor", "staff__user").filter(**key).first()
