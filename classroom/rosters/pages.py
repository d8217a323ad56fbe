"""Makes the pages of a roster: teacher pages, class pages and who teaches them, one at a time."""

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.people.models import Staff
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.late_questions import questions_enforced
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.queue.isolation import Item, isolated, standing

from ..assignments.handover import assign_for_own_leave, end_before, refresh_substitute
from ..assignments.next_year import begins_on
from ..models import ClassroomPage, ClassroomTeacher, RosterPage, TeacherPage, UpdatePage
from ..models.teaching import not_over_on
from .sections import PageFacts, Section, page_facts

Part = ClassroomTeacher.Part
LOOP: Final = "roster"
LONGEST: Final = 60
"""Seconds of one task; what is left is the next one's."""


def publish_or_leave_draft(page: Any, *, parent: Any, actor: Any = None) -> bool:
    """Add a page and publish it. What the gate refuses, or asks about, stays a draft."""
    page.live = False
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    return _publish(page, actor)


def _publish(page: Any, actor: Any = None) -> bool:
    revision = page.save_revision(user=actor, log_action=True)
    try:
        with transaction.atomic(), questions_enforced(None):
            revision.publish(user=actor, skip_permission_checks=True)
    except PublishBlocked:
        return False
    return True


def make_pages(*, school_id: int, after: int = 0) -> int:
    """Bring the pages of a school in line with its sections, as far as the time of a task goes;
    killed half way and run again it ends the same. Returns how many."""
    ends, known, staff = time.monotonic() + LONGEST, standing(LOOP), staff_by_key()
    pending = RosterPage.objects.filter(school=school_id, pending=True)
    done = 0
    for pk, key in list(pending.filter(pk__gt=after).order_by("pk").values_list("pk", "key")):
        if time.monotonic() > ends:
            async_task("classroom.tasks.make_roster_pages", school_id, pk - 1)
            break
        with isolated(Item(LOOP, key, key), failed_before=known):
            # One task at a time for a school: the other one finds the page made.
            SchoolPage.objects.select_for_update(of=("self",)).values_list("pk").get(pk=school_id)
            page = pending.select_related("classroom", "school").filter(pk=pk).first()
            if page is not None:
                done += bring_in_line(page, staff, timezone.localdate())
    return done


def staff_by_key() -> dict[str, Staff]:
    """Everyone who works here, by roster id and by address."""
    found: dict[str, Staff] = {}
    for staff in Staff.objects.active():
        found |= {key: staff for key in (staff.email.lower(), staff.source_id) if key}
    return found


def bring_in_line(page: RosterPage, staff: Mapping[str, Staff], today: dt.date) -> bool:
    """Make or change the class page of some sections. Returns whether it could be: a page whose
    teacher has no staff record waits."""
    rows = sorted(page.sections.all(), key=lambda row: row.pk)
    sections = [Section.of(row.data) for row in rows if row.ended_on is None]
    if not sections:
        _close(page, today)
        return True
    facts = page_facts(sections)
    teachers = [staff[key] for key in facts.teachers if key in staff]
    if not teachers and page.classroom is None:
        return False
    year = SchoolYear.objects.get(name=facts.year)
    values = _values(facts, year)
    if page.classroom is None:
        page.classroom = _page_below_teacher(page, facts, values, year, teachers[0], today)
    else:
        was_live = page.classroom.first_published_at is not None
        _change(page, values, may_publish=page.closed or not was_live)
    page.written, page.closed, page.pending = values, False, False
    page.save()
    parts = {each: Part.CO_TEACHER if place else Part.LEAD for place, each in enumerate(teachers)}
    _assign(page.classroom, parts, today)
    return True


def _values(facts: PageFacts, year: SchoolYear) -> dict[str, Any]:
    """What the roster writes into a page. Days only where they are not those of the year."""
    last = facts.last_day
    return {
        "title": facts.title,
        "section": facts.section,
        "subject": facts.subject,
        "grade_levels": facts.grades,
        "ends_on": last if last and last < year.last_day.isoformat() else None,
    }


def page_of_teacher(staff: Staff, school: SchoolPage, actor: Any = None) -> TeacherPage:
    """A teacher's page at the school, which is made where there is none."""
    page = TeacherPage.objects.child_of(school).filter(staff=staff).first()
    if page is None:
        page = TeacherPage(title=staff.full_name, staff=staff)
        page.live = publish_or_leave_draft(page, parent=school, actor=actor)
    return page


def _page_below_teacher(
    page: RosterPage,
    facts: PageFacts,
    values: Mapping[str, Any],
    year: SchoolYear,
    lead: Staff,
    today: dt.date,
) -> ClassroomPage:
    """A new class page below the teacher's, or the one of that name that is there already."""
    parent = page_of_teacher(lead, page.school)
    classes = ClassroomPage.objects.child_of(parent).filter(school_year=year, roster_page=None)
    same = classes.filter(title__iexact=facts.title).first()
    if same is not None:
        return same
    begins = begins_on(year, today)
    first = dt.date.fromisoformat(facts.first_day) if facts.first_day else year.first_day
    if first > max(begins or first, year.first_day):
        begins = first
    classroom = ClassroomPage(**_as_fields(values), school_year=year, starts_on=begins)
    publish_or_leave_draft(classroom, parent=parent)
    return classroom


def _as_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    ends_on = values["ends_on"]
    return {**values, "ends_on": dt.date.fromisoformat(ends_on) if ends_on else None}


def _change(page: RosterPage, values: Mapping[str, Any], *, may_publish: bool) -> None:
    """Write what changed in the roster and nobody edited. A page with a draft of someone's gets it
    into the draft, and one that someone took down stays down."""
    classroom = page.classroom
    assert classroom is not None
    was = _as_fields(page.written) if page.written else {}
    draft = classroom.get_latest_revision_as_object()
    changed = {
        name: value
        for name, value in _as_fields(values).items()
        if was and was[name] != value and getattr(draft, name) == was[name]
    }
    if changed or may_publish:
        write_fields(classroom, changed, may_publish=may_publish)


def write_fields(
    page: Any, values: Mapping[str, Any], *, may_publish: bool = False, actor: Any = None
) -> None:
    """Publish a page with these values; where someone has begun a draft, they go into the draft,
    and a page that is not live stays so unless it `may_publish`."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    if page.has_unpublished_changes if page.live else not may_publish:
        draft.save_revision(user=actor, log_action=True)
    else:
        _publish(draft, actor)


def _close(page: RosterPage, today: dt.date) -> None:
    """No section is left: the class ends, and a page without updates goes off the site. A page of
    a year that is over stays as it is."""
    classroom = page.classroom
    if classroom is not None and not page.closed and classroom.school_year.last_day >= today:
        _assign(classroom, {}, today)
        if UpdatePage.objects.child_of(classroom).exists():
            yesterday = (today - dt.timedelta(days=1)).isoformat()
            ends_on = min(page.written["ends_on"] or yesterday, yesterday)
            ends = {**page.written, "ends_on": ends_on}
            _change(page, ends, may_publish=False)
            page.written = ends
        elif classroom.live:
            classroom.unpublish(log_action=True)
    page.closed, page.pending = True, False
    page.save()


def _assign(classroom: ClassroomPage, parts: Mapping[Staff, str], today: dt.date) -> None:
    """Give the class to these people. A row that a person made stays; one of the roster ends with
    its section."""
    rows = ClassroomTeacher.objects.filter(
        not_over_on(today), classroom=classroom, leave=None
    ).select_related("staff")
    there = set()
    for row in rows:
        part = parts.get(row.staff)
        if part is not None and (part == row.part or not row.by_roster):
            there.add(row.staff)
            row.by_roster = part == row.part
            row.until = None if row.until == today else row.until
            row.save(update_fields=["by_roster", "until"])
        elif row.by_roster:
            end_before(row, today)
            refresh_substitute(row.staff, classroom.pk)
    had_teachers = ClassroomTeacher.objects.filter(classroom=classroom).exists()
    for staff, part in parts.items():
        if staff not in there:
            ClassroomTeacher.objects.create(
                classroom=classroom,
                staff=staff,
                part=part,
                starts_on=today if had_teachers else None,
                by_roster=True,
            )
            assign_for_own_leave(staff)
