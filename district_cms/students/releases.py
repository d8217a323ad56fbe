"""Records releases: where a picture is placed, and on a screen, always by the student's key."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import StaffRole, User
from district_cms.publishing.content.fragments import fragments

from .hiding import hide_soon
from .models import HiddenOnPage, Release, Student
from .page_check import is_on, keys_of, kind_needed


def students_of(user: User) -> Any:
    """Returns the students whose releases the account may record: those of the schools where the
    person works, all for the communications office."""
    students = Student.objects.on(timezone.localdate())
    if user.has_perm("students.change_student"):
        return students
    roles = StaffRole.objects.current().filter(staff__user_id=user.pk, staff__active=True)
    return students.filter(school__in=roles.values("school"))


@transaction.atomic
def record_release(
    *,
    student: Student,
    kind: str,
    until: dt.date | None = None,
    by_student: bool = False,
    user: User | None,
) -> Release:
    """Records a written consent; `until` is its last day, `by_student` says that the student, at
    least 18, gave it."""
    release = Release.objects.create(
        student=student,
        kind=kind,
        until=until,
        by_student=by_student,
        recorded_by=user.get_full_name() if user else "",
    )
    record(action="students.release_recorded", actor=user, release=release.pk, kind=kind)
    return release


@transaction.atomic
def withdraw_releases(*, student: Student, kind: str, user: User) -> int:
    """Ends all releases of a kind today. The queue then hides what they covered."""
    today = timezone.localdate()
    valid = Release.objects.valid_on(today).filter(student=student, kind=kind)
    number = valid.update(withdrawn_on=today)
    record(action="students.release_withdrawn", actor=user, kind=kind, releases=number)
    hide_soon()
    return number


def on_published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Records the releases of a page that goes live, and ends its hiding: it passed the
    gate."""
    HiddenOnPage.objects.filter(page=instance).delete()
    record_of_page(page=instance, user=revision and revision.user)


def record_of_page(*, page: Any, user: User | None) -> None:
    """Records the releases that the author of a page that goes live says are signed: for each
    student of a picture who never had one. One that has ended is not renewed by a tick."""
    named = [
        (key, kind_needed(piece.value), bool(piece.value.get("signed_by_student")))
        for piece in (fragments(page) if is_on() else ())
        if piece.kind in ("picture", "video")
        for key in keys_of(piece.value)
    ]
    students = {each.key: each for each in Student.objects.filter(key__in={k for k, *_n in named})}
    known = set(
        Release.objects.filter(student__in=students.values()).values_list("student__key", "kind")
    )
    for key, kind, by_student in named:
        if key in students and (key, kind) not in known:
            known.add((key, kind))
            record_release(student=students[key], kind=kind, by_student=by_student, user=user)
