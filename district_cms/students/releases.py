"""Records releases: where a picture is placed, and on a screen, always by the student's key."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import StaffRole, User
from district_cms.publishing.content.fragments import fragments

from .models import HiddenOnPage, Release, Student
from .page_check import pictured_students
from .signals import announce_change


def students_of(user: User) -> Any:
    """Returns the students whose releases the account may record: those of the schools where the
    person works, all for the communications office."""
    students = Student.objects.on(timezone.localdate())
    if user.has_perm("students.change_student"):
        return students
    roles = StaffRole.objects.current().filter(staff__user_id=user.pk, staff__active=True)
    return students.filter(school__in=roles.values("school"))


@transaction.atomic
def record_release(*, student: Student, kind: str, user: User | None, **fields: Any) -> Release:
    """Records a written consent. `fields` are `until`, its last day, and `by_student`: the student
    is at least 18 and gave it."""
    by = user.get_full_name() if user else ""
    release = Release.objects.create(student=student, kind=kind, recorded_by=by, **fields)
    record(action="students.release_recorded", actor=user, release=release.pk, kind=kind)
    return release


@transaction.atomic
def withdraw_releases(*, student: Student, kind: str, user: User) -> None:
    """Ends all releases of a kind today. The queue then hides what they covered."""
    today = timezone.localdate()
    valid = Release.objects.valid_on(today).filter(student=student, kind=kind)
    # No longer a file's: the next file does not bring back what a person took back.
    number = valid.update(withdrawn_on=today, from_file=False)
    record(action="students.release_withdrawn", actor=user, kind=kind, releases=number)
    announce_change()


def on_published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Records the releases that the author of a page says are signed, for students of its pictures
    who never had one; one that has ended is not renewed. Nothing on the page is hidden now."""
    HiddenOnPage.objects.filter(page=instance).delete()
    if not (named := pictured_students(fragments(instance))):
        return
    students = Student.objects.on(timezone.localdate()).in_bulk(
        [one.key for one in named], field_name="key"
    )
    releases = Release.objects.filter(student__in=students.values())
    known = set(releases.values_list("student__key", "kind"))
    for one in named:
        if one.key in students and (one.key, one.kind) not in known:
            known.add((one.key, one.kind))
            record_release(
                student=students[one.key],
                kind=one.kind,
                by_student=one.by_student,
                user=revision and revision.user,
            )
