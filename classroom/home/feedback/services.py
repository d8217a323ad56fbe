"""Noting feedback, forgetting it, and which schools want such notes."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.frame import school_path

from ...models import ClassroomPage, FeedbackNote, FeedbackSchool
from ...permissions import current_classroom_ids
from ...school.permissions import can_see_names

KEPT_AFTER_THE_YEAR = dt.timedelta(days=30)


def check_may_note(*, user: User, classroom: ClassroomPage) -> None:
    """Raise `PermissionDenied` unless the account teaches the class and its school wants notes."""
    is_own = current_classroom_ids(user).filter(classroom_id=classroom.pk).exists()
    wanting = FeedbackSchool.objects.filter(school__path=school_path(classroom.path))
    if not (user.is_active and is_own and wanting.exists()):
        raise PermissionDenied(_("Notes on feedback are for those who teach the class."))


def note(
    *, user: User, classroom: ClassroomPage, day: dt.date, kind: str, pieces: int
) -> FeedbackNote:
    """Note it. The same kind on the same day is one note, whose number becomes this one."""
    check_may_note(user=user, classroom=classroom)
    made, _created = FeedbackNote.objects.update_or_create(
        classroom=classroom, day=day, kind=kind, defaults={"pieces": pieces}
    )
    return made


def take_back(*, user: User, classroom: ClassroomPage, key: int) -> bool:
    """Delete a note of the class. False for one that is not there anymore."""
    check_may_note(user=user, classroom=classroom)
    deleted, _by_model = FeedbackNote.objects.filter(classroom=classroom, pk=key).delete()
    return bool(deleted)


@transaction.atomic
def choose(*, school: Page, user: User, wants: bool) -> None:
    """Turn notes on or off for a school. Off deletes them. Raises `PermissionDenied` for anyone
    who does not lead the school."""
    if not can_see_names(user, school):
        raise PermissionDenied(_("Only the principals of a school decide this."))
    if wants:
        _row, is_new = FeedbackSchool.objects.get_or_create(school_id=school.pk)
        if is_new:
            record(action="school.feedback_notes_on", actor=user, page=school)
        return
    rows, _by_model = FeedbackSchool.objects.filter(pk=school.pk).delete()
    if rows:
        notes = FeedbackNote.objects.filter(classroom__path__startswith=school.path)
        deleted, _by_model = notes.delete()
        record(action="school.feedback_notes_off", actor=user, page=school, deleted=deleted)


def forget(*, today: dt.date) -> int:
    """Delete the notes of school years that are over. Returns how many there were."""
    over = FeedbackNote.objects.filter(
        classroom__school_year__last_day__lt=today - KEPT_AFTER_THE_YEAR
    )
    deleted, _by_model = over.delete()
    return deleted
