"""Staging a delivery, applying it and taking it back: rows here, pages by the queue."""

import base64
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from district_cms.audit_log.services import record
from district_cms.imports.importer import ImportRefused, PlanChanged, described
from district_cms.imports.reading import WHOLE_FILE, Change, Kind, Located
from district_cms.people.models import Staff, User
from district_cms.people.rosters.reading import Person, Roster, read_roster
from district_cms.people.rosters.reading import Section as ReadSection
from district_cms.people.rosters.students import Student
from district_cms.people.services import account_changes
from district_cms.people.staff_file.comparing import Record, known_records
from district_cms.people.staff_file.importer import STAFF, StaffImporter, write_records
from district_cms.schools.models import HomePage, SchoolPage, SchoolYear
from district_cms.students.models import StudentListSettings
from district_cms.students.roster import student_reader, write_students
from district_cms.students.tokens import NoListKey

from ..models import ClassroomTeacher, Enrollment, RosterDelivery, RosterPage, RosterSection
from ..models.roster import UNDO_FOR
from ..models.teaching import not_over_on
from .class_list import read_class_list
from .enrollments import write_enrollments
from .pages import publish_or_leave_draft, write_fields
from .plan import ALL_SENTENCES, RosterPlan, make_plan

State = RosterDelivery.State
COMMAND: Final = "import_roster"
TASK: Final = "classroom.tasks.make_roster_pages"
MOST_NOTES: Final = 200
STAGED_FOR: Final = dt.timedelta(hours=24)


def staged(roster: Roster) -> str:
    """A roster as JSON. It holds no student's name, no mistake and no note."""
    removed = {file: sorted(keys) for file, keys in roster.removed.items()}
    unassigned = sorted(roster.unassigned)
    left_out: dict[str, Any] = {"errors": [], "notes": []}
    # As nested lists, a large district's would take hundreds of megabytes.
    students = _packed({key: json.dumps(astuple(each)) for key, each in roster.students.items()})
    enrolled = _packed({key: json.dumps(users) for key, users in roster.enrolled.items()})
    changed = {**left_out, "removed": removed, "unassigned": unassigned}
    others = asdict(replace(roster, students={}, enrolled={}))
    return json.dumps({**others, **changed, "students": students, "enrolled": enrolled})


def _packed(rows: Mapping[str, str]) -> str:
    return base64.b64encode(zlib.compress(json.dumps(rows).encode())).decode()


def _unpacked(text: str) -> dict[str, str]:
    return dict(json.loads(zlib.decompress(base64.b64decode(text))))


def roster_of(delivery: RosterDelivery) -> Roster:
    """The roster that was staged. Raises `PlanChanged` where it is there no longer."""
    if delivery.state != State.WAITING or not delivery.staged:
        raise PlanChanged
    data = json.loads(delivery.staged)
    staff = {
        key: Person(**{**each, "roles": tuple((role, org) for role, org in each["roles"])})
        for key, each in data["staff"].items()
    }
    sections = {
        key: ReadSection(**{**each, "grades": tuple(each["grades"])})
        for key, each in data["sections"].items()
    }
    removed = {file: set(keys) for file, keys in data["removed"].items()}
    unassigned = {(section, user) for section, user in data["unassigned"]}
    students = {
        key: Student(*json.loads(text)) for key, text in _unpacked(data["students"]).items()
    }
    enrolled = {key: json.loads(text) for key, text in _unpacked(data["enrolled"]).items()}
    changed = {"staff": staff, "sections": sections, "removed": removed, "unassigned": unassigned}
    return Roster(**{**data, **changed, "students": students, "enrolled": enrolled})


def read(source: Path | IO[bytes], name: str) -> Roster:
    """A OneRoster zip or folder, or by the ending of its name a CSV of classes. Mistakes are in it;
    raises `OSError` where a file cannot be opened."""
    if name.lower().endswith(".csv"):
        if isinstance(source, Path):
            with source.open("rb") as file:
                return read_class_list(file)
        return read_class_list(source)
    if isinstance(source, Path):
        source.stat()
    known = Staff.objects.exclude(source_id=None).values_list("source_id", flat=True)
    try:
        return read_roster(source, staff={key for key in known if key}, students=student_reader())
    except NoListKey:
        return Roster(errors=[Located(WHOLE_FILE, "", "", "no-list-key")])


def drop_students(*, instance: StudentListSettings, **kwargs: Any) -> None:
    """Drops a delivery that waits when the list of students is turned off: it has some."""
    if not instance.hold_students:
        RosterDelivery.objects.filter(state=State.WAITING).update(state=State.DROPPED, staged="")


def a_delivery_waits() -> bool:
    return bool(RosterDelivery.objects.filter(state=State.WAITING).exists())


@transaction.atomic
def stage(roster: Roster, *, name: str, actor: User | None) -> RosterDelivery:
    """Keep a delivery for a person to read; it replaces one that waits. Raises `ImportRefused`."""
    errors, waiting = list(roster.errors), RosterDelivery.objects.filter(state=State.WAITING)
    if "delta" in roster.modes.values() and a_delivery_waits():
        # What waits would be lost: a delta names only what changed since.
        errors.append(Located(WHOLE_FILE, "", "", "another-waits"))
    if errors:
        raise ImportRefused(tuple(errors))
    plan = make_plan(roster, actor=actor)
    if plan.errors:
        raise ImportRefused(plan.errors)
    waiting.update(state=State.DROPPED, staged="")
    noted = (*roster.notes, *plan.staff.notes, *plan.notes)
    notes = [described(note, ALL_SENTENCES) for note in noted]
    shown = {**plan.as_json(), "notes": notes[:MOST_NOTES]}
    del plan  # a large district's takes as much memory as what is staged
    return RosterDelivery.objects.create(
        name=name[:255],
        created_by=str(actor or COMMAND)[:255],
        staged=staged(roster),
        plan=shown,
    )


@transaction.atomic
def choose_pages(
    *, delivery: RosterDelivery, pages: Mapping[str, str], actor: User | None
) -> RosterDelivery:
    """Split or join: {section: key of its page}. The plan is made again."""
    delivery = RosterDelivery.objects.select_for_update().get(pk=delivery.pk)
    delivery.choices |= pages
    plan = make_plan(roster_of(delivery), actor=actor, choices=delivery.choices)
    delivery.plan |= plan.as_json()
    delivery.save(update_fields=["choices", "plan"])
    return delivery


def drop_delivery(*, delivery: RosterDelivery) -> None:
    """Apply nothing of a delivery that waits."""
    waiting = RosterDelivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    waiting.update(state=State.DROPPED, staged="")


@transaction.atomic
def apply_delivery(*, delivery: RosterDelivery, actor: User | None) -> RosterDelivery:
    """Write all rows of a delivery that waits; the queue then makes the pages.

    Raises `PlanChanged` where it does no longer wait, or would do other things than were shown, and
    `ImportRefused` for a mistake.
    """
    StaffImporter(actor).lock()
    delivery = RosterDelivery.objects.select_for_update().get(pk=delivery.pk)
    roster = roster_of(delivery)
    plan = make_plan(roster, actor=actor, choices=delivery.choices)
    if plan.errors:
        raise ImportRefused(plan.errors)
    if plan.digest() != delivery.plan["digest"]:
        raise PlanChanged
    new_years = [SchoolYear(name=n, first_day=f, last_day=last) for n, f, last in plan.new_years]
    for year in new_years:
        year.full_clean()
        year.save()
        log(instance=year, action="wagtail.create", user=actor)
    if plan.new_schools:
        for source_id, title, kind in plan.new_schools:
            page = SchoolPage(title=title[:255], kind=kind, source_id=source_id)
            publish_or_leave_draft(page, parent=HomePage.objects.get(), actor=actor)
        plan = make_plan(roster, actor=actor, choices=delivery.choices)
    for page in SchoolPage.objects.filter(pk__in=plan.matched):
        # The next roster knows the school by its id, whatever its page is called by then.
        source_id = plan.matched[page.pk]
        SchoolPage.objects.filter(pk=page.pk).update(source_id=source_id)
        write_fields(page, {"source_id": source_id}, actor=actor)
    delivery.before = _before(plan)
    if plan.staff.changes:
        plan.importer.write(plan.staff)
        plan.importer.record(plan.staff, actor)
    today = timezone.localdate()
    _write_sections(
        {
            change.key: (asdict(change.after or change.before), None if change.after else today)
            for change in plan.classes.changes
        }
    )
    write_students(plan.students, today=today)
    write_enrollments(roster, today=today)
    delivery.state, delivery.staged, delivery.applied_at = State.APPLIED, "", timezone.now()
    delivery.save()
    record(
        action="roster.applied",
        actor=actor or COMMAND,
        delivery=delivery.name,
        staff={str(kind): plan.staff.count(kind) for kind in Kind},
        classes={str(kind): plan.classes.count(kind) for kind in Kind},
        students={str(kind): plan.students.count(kind) for kind in Kind},
        schools=[title for _id, title, _kind in plan.new_schools],
        school_years=[year.name for year in new_years],
    )
    queue_pages()
    return delivery


def _before(plan: RosterPlan) -> dict[str, Any]:
    """What an undo needs: rows as they are now."""
    leaving = [change.key[0] for change in plan.staff.of(STAFF, Kind.REMOVED)]
    teaching = ClassroomTeacher.objects.filter(not_over_on(timezone.localdate()), staff__in=leaving)
    accounts = User.objects.filter(staff__in=leaving, is_active=True)
    rows = RosterSection.objects.in_bulk(
        [change.key for change in plan.classes.changes], field_name="source_id"
    )
    return {
        "staff": [
            [*change.key, asdict(change.before) if change.before else None]
            for change in plan.staff.changes
        ],
        "teaching": [[pk, str(until or "")] for pk, until in teaching.values_list("pk", "until")],
        "accounts": list(accounts.values_list("pk", flat=True)),
        "sections": {
            change.key: [row.data, row.ended_on and str(row.ended_on)]
            if (row := rows.get(change.key))
            else None
            for change in plan.classes.changes
        },
    }


def _write_sections(rows: Mapping[str, tuple[dict[str, Any], Any]]) -> None:
    """Write data and end of these sections; the pages that they had and have are for the queue."""
    RosterPage.objects.filter(sections__source_id__in=rows).update(pending=True)
    schools = {data["page"]: data["school"] for data, _end in rows.values() if data["page"]}
    RosterPage.objects.bulk_create(
        [RosterPage(key=key, school_id=school) for key, school in schools.items()],
        ignore_conflicts=True,
    )
    RosterPage.objects.filter(key__in=schools).update(pending=True)
    pages = RosterPage.objects.in_bulk(list(schools), field_name="key")
    RosterSection.objects.bulk_create(
        [
            RosterSection(source_id=key, data=data, ended_on=end, page=pages.get(data["page"]))
            for key, (data, end) in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["source_id"],
        update_fields=["page", "data", "ended_on"],
    )


def queue_pages() -> None:
    """A task for each school that has pages to be made or changed."""
    schools = RosterPage.objects.filter(pending=True).order_by().values_list("school_id", flat=True)
    for school in schools.distinct():
        transaction.on_commit(partial(async_task, TASK, school))


@transaction.atomic
def undo_delivery(*, delivery: RosterDelivery, actor: User | None) -> RosterDelivery:
    """Put staff and sections back as they were. Pages with updates stay, and so does all that was
    written or sent since. Raises `PlanChanged` where it can no longer be undone."""
    StaffImporter(actor).lock()
    delivery = RosterDelivery.objects.select_for_update().get(pk=delivery.pk)
    if not delivery.can_be_undone:
        raise PlanChanged
    before: dict[str, Any] = delivery.before or {}
    changes = _undone_staff(before["staff"])
    with account_changes(actor=actor or COMMAND):
        write_records(changes, actor=actor)
        User.objects.filter(pk__in=before["accounts"]).update(is_active=True)
    # The next roster brings them again, and puts the students right.
    Enrollment.objects.all().delete()
    for pk, until in before["teaching"]:
        ClassroomTeacher.objects.filter(pk=pk).update(until=until or None)
    now = RosterSection.objects.in_bulk(list(before["sections"]), field_name="source_id")
    new = {key: (row.data, timezone.localdate()) for key, row in now.items()}
    _write_sections({key: old or new[key] for key, old in before["sections"].items()})
    delivery.state, delivery.before = State.UNDONE, None
    delivery.save()
    record(action="roster.undone", actor=actor or COMMAND, delivery=delivery.name)
    queue_pages()
    return delivery


def _undone_staff(rows: Iterable[tuple[int, str, dict[str, Any] | None]]) -> list[Change]:
    known = known_records()
    by_address = {each.record.email.lower(): each for each in known.values()}
    changes = []
    for pk, email, data in rows:
        now = known.get(pk) or by_address.get(email)
        if now is None:
            continue
        after = None
        if data is not None and data["active"]:
            roles = tuple((role, school) for role, school in data["roles"])
            after = Record(
                **{
                    **data,
                    "schools": tuple(data["schools"]),
                    "roles": roles,
                    # An account that was made stays, and is closed with its record.
                    "account": now.record.account,
                    "signs_in": data["signs_in"] or now.record.signs_in,
                }
            )
        if after != now.record and (after or now.record.active):
            changes.append(Change(STAFF, (now.pk, email), now.record, after))
    return changes


def clean_up(*, now: dt.datetime) -> int:
    """Delete what was staged a day ago, and deliveries that can no longer be undone; queue pages
    that wait. Returns how many deliveries were dropped."""
    waiting = RosterDelivery.objects.filter(state=State.WAITING, created_at__lt=now - STAGED_FOR)
    dropped = waiting.update(state=State.DROPPED, staged="")
    RosterDelivery.objects.filter(created_at__lt=now - STAGED_FOR - UNDO_FOR).delete()
    queue_pages()
    return dropped
