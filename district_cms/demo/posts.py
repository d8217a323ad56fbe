"""Builds the demo's teacher, class and update pages, nearly all in bulk."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from classroom.ledger.refresh import calendar_of, district_zone, refresh_classes, refreshed_once
from classroom.models import ClassroomPage, ClassroomTeacher, ClassTemplateVersion, TeacherPage
from classroom.services.updates import add_draft
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.procedure.cadence import YearCalendar
from district_cms.publishing.answers import confirm_findings
from district_cms.publishing.models import Confirmation, subject_of
from district_cms.schools.models import SchoolYear
from district_cms.web.clock import clock_set_to

from .backdate import backdate
from .bulk.pages import PageWriter, check_content, check_without_advice
from .bulk.tables import Tables
from .bulk.updates import START, Piece, UpdateWriter, on_after_start, pattern_of, piece_of
from .bulk.walks import AnswerWriter, WalkWriter
from .content_files import district, periods_of, rich
from .pages import Built, Say, approve_next_versions, build_class_templates, picture
from .school_year import STORIES, Chance, End, Plan, Story, plans, school_day

SEED = 1
PERIODS = 8


@dataclass(frozen=True, slots=True)
class ToPost:
    """One update to write; `text` is a period of the content files."""

    plan: Plan
    text: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClassStory:
    """A class with its updates, oldest first; `school` is the title of its school."""

    school: str
    page: ClassroomPage
    teacher: User
    principal: User
    calendar: YearCalendar
    posts: list[ToPost]

    def day_after(self, first: dt.date, days: int) -> dt.date:
        """Returns the school day `days` after `first`."""
        return school_day(first, days, calendar=self.calendar)


def post_all(built: Built, anchor: dt.date, say: Say) -> int:
    """Writes all updates. Returns their number."""
    schools = _by_school(built, anchor)
    say("Adding pictures …")
    for story in (story for classes in schools.values() for story in classes):
        for post in story.posts:
            if image := post.text.get("picture"):
                picture(built, image["name"])
    written = 0
    unread: dict[int, Plan] = {}
    in_bulk = PastWriter(built)
    with refreshed_once():
        for place, (school, classes) in enumerate(schools.items(), start=1):
            title = built.schools[school].title
            say(f"Posting updates: school {place} of {len(schools)}, {title} …")
            written += in_bulk.write(classes)
            for story in classes:
                for post in story.posts:
                    if post.plan.end is End.UNREAD:
                        unread[_post_at_once(story, post, built)] = post.plan
            refresh_classes(classroom_ids=[story.page.pk for story in classes])
    backdate(unread)
    return written + len(unread)


def _by_school(built: Built, anchor: dt.date) -> dict[str, list[ClassStory]]:
    calendar, zone = calendar_of(next(iter(built.classrooms.values())).school_year), district_zone()
    principals = {key: _principal(built, key) for key in built.schools}
    schools: dict[str, list[ClassStory]] = defaultdict(list)
    for number, row in enumerate(district()["classes"]):
        texts = periods_of(row)
        ahead = plans(
            STORIES.get(number, Story()),
            calendar=calendar,
            anchor=anchor,
            zone=zone,
            chance=Chance(SEED, row["key"]),
        )
        schools[row["school"]].append(
            ClassStory(
                school=built.schools[row["school"]].title,
                page=built.classrooms[row["key"]],
                teacher=built.account(row["teachers"][0]["staff"]),
                principal=principals[row["school"]],
                calendar=calendar,
                posts=[ToPost(plan, texts[place % PERIODS]) for place, plan in enumerate(ahead)],
            )
        )
    return schools


def _principal(built: Built, school: str) -> User:
    page = built.schools[school]
    return next(
        built.account(key)
        for key, staff in built.staff.items()
        if staff.roles.filter(
            role=Role.PRINCIPAL, school_id=page.pk, starts_on=None, until=None
        ).exists()
    )


class PastWriter:
    def __init__(self, built: Built) -> None:
        self._built = built
        self._chance = Chance(SEED, "updates")
        self._pieces: dict[str, Piece] = {}

    def write(self, classes: Iterable[ClassStory]) -> int:
        """Writes the updates of these classes, which have none yet. Returns their number. Raises
        `ContentRefused` for a text that the gate refuses."""
        tables = Tables()
        updates = UpdateWriter(tables, self._chance)
        answers, walks = AnswerWriter(tables), WalkWriter(tables)
        written = 0
        for story in classes:
            page = story.page
            posts = [post for post in story.posts if post.plan.end is not End.UNREAD]
            for place, post in enumerate(posts, start=1):
                update = updates.add(
                    post.plan,
                    self._piece(post),
                    path=Page._get_path(page.path, page.depth + 1, place),
                    classroom=page,
                    author=story.teacher.pk,
                    principal=story.principal.pk,
                    on=partial(story.day_after, post.plan.day),
                )
                if post.plan.end is not End.DRAFT:
                    update = answers.add(update, author=story.teacher, school=story.school)
                walks.add(update)
            page.numchild = len(posts)
            Page.objects.filter(pk=page.pk).update(numchild=page.numchild)
            written += page.numchild
        tables.finish()
        return written

    def _piece(self, post: ToPost) -> Piece:
        """Returns the piece of a text; the gate checks each text only once."""
        words = json.dumps(post.text, default=str)
        if words not in self._pieces:
            content = content_of(post.text, start=START, built=self._built, on=on_after_start)
            pattern = pattern_of(post.text["theme"], content)
            self._pieces[words] = piece_of(pattern, check_content(pattern))
        return self._pieces[words]


def _post_at_once(story: ClassStory, post: ToPost, built: Built) -> int:
    """Writes and submits an update that goes live without its principal. Returns its primary
    key."""
    plan, teacher = post.plan, story.teacher
    content = content_of(
        post.text, start=plan.day, built=built, on=partial(story.day_after, plan.day)
    )
    # The default slug would be the day on which the demo is loaded.
    content |= {"period_end": plan.last_day, "slug": plan.day.isoformat()}
    update = add_draft(
        classroom=story.page, user=teacher, title=post.text["theme"], content=content
    )
    with clock_set_to(plan.submitted_at):
        page = update.get_latest_revision_as_object()
        if confirm_findings(subject=page, findings=page.publish_findings(), user=teacher):
            Confirmation.objects.filter(subject=subject_of(page)).update(at=plan.submitted_at)
        submit_for_approval(page=update, user=teacher)
    return update.pk


def content_of(
    period: dict[str, Any], *, start: dt.date, built: Built, on: Callable[[int], dt.date]
) -> dict[str, Any]:
    """Returns the content of an update for one period of the content files. `on` returns the day of
    an assignment or event for its number of days after `start`."""
    content: dict[str, Any] = {
        "period_start": start,
        "lesson": _lesson(period, built),
        "assignments": [
            (
                "assignment",
                {"title": a["title"], "details": rich(a["details"]), "due": on(a["due_in_days"])},
            )
            for a in period.get("assignments", [])
        ],
        "assignments_none": "assignments" not in period,
        "assignments_none_reason": period.get("assignments_none_reason", ""),
        "curriculum": [
            ("page", {"page": built.curriculum[c["key"]], "note": c.get("note", "")})
            for c in period["curriculum"]
        ],
        "events": [("event", _event(e, on(e["in_days"]))) for e in period.get("events", [])],
        "events_none": "events" not in period,
        "events_none_reason": period.get("events_none_reason", ""),
        "assessments": rich(period.get("assessments", "")),
    }
    return content


def _lesson(period: dict[str, Any], built: Built) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = [("prose", rich(period["lesson"]))]
    if table := period.get("table"):
        header = table["header"]
        blocks.append(
            (
                "table",
                {
                    "data": table["rows"],
                    "table_caption": table["caption"],
                    "table_header_choice": header,
                    "first_row_is_table_header": header in {"row", "both"},
                    "first_col_is_header": header in {"column", "both"},
                },
            )
        )
    if image := period.get("picture"):
        blocks.append(
            (
                "picture",
                {
                    "image": picture(built, image["name"]),
                    "description": image["description"],
                    "decorative": False,
                    "caption": image.get("caption", ""),
                    "source": "district",
                    "people": "none",
                    "release": False,
                },
            )
        )
    return blocks


def _event(event: dict[str, Any], day: dt.date) -> dict[str, Any]:
    return {
        "title": event["title"],
        "date": day,
        "start_time": dt.time.fromisoformat(event["start"]) if event.get("start") else None,
        "end_time": dt.time.fromisoformat(event["end"]) if event.get("end") else None,
        "place": event.get("place", ""),
        "off_campus": event.get("off_campus", False),
        "audience": "",
    }


def build_classes(built: Built, *, first_day: dt.date) -> None:
    """Creates teacher and class pages, and assigns teachers, in a district with schools, staff and
    school year."""
    templates = build_class_templates(
        user=built.office, first_day=first_day, schools=built.schools.values()
    )
    _write_pages(built, templates)
    for row in district()["classes"]:
        _assign(row, built)
    approve_next_versions(user=built.office)


def _write_pages(built: Built, templates: dict[str, ClassTemplateVersion]) -> None:
    content, tables, year = district(), Tables(), built.school_year
    assert year is not None
    writer = PageWriter(tables, Chance(SEED, "pages"))
    add = partial(writer.add, user=built.office, at=timezone.now())
    number = Counter((row["teachers"][0]["staff"], row["school"]) for row in content["classes"])
    teachers = {}
    for row in content["staff"]:
        for school in row["schools"] if row.get("slug") else ():
            page = TeacherPage(
                title=row["page_title"],
                slug=row["slug"],
                staff=built.staff[row["key"]],
                introduction=rich(row["introduction"]),
            )
            check_without_advice(page)
            key = row["key"], school
            teachers[key] = add(page, parent=built.schools[school], children=number[key])
    written = {}
    for row in content["classes"]:
        version = templates[built.schools[row["school"]].kind]
        parent = teachers[row["teachers"][0]["staff"], row["school"]]
        page = classroom_page(row, year, version)
        check_without_advice(page)
        written[row["key"]] = add(page, parent=parent).pk
    for school in built.schools.values():
        school.numchild = writer.number_below(school)
        Page.objects.filter(pk=school.pk).update(numchild=school.numchild)
    tables.finish()
    pages = ClassroomPage.objects.in_bulk(written.values())
    built.classrooms |= {key: pages[pk] for key, pk in written.items()}


def classroom_page(
    row: dict[str, Any], year: SchoolYear, version: ClassTemplateVersion
) -> ClassroomPage:
    """Returns the unsaved page of a class."""
    names = ("title", "subject", "grade_levels", "section", "room", "contact_hours")
    return ClassroomPage(
        **{name: row[name] for name in names},
        slug=f"{year.slug}-{row['slug']}",
        school_year=year,
        introduction=rich(row["introduction"]),
        started_from=version,
    )


def _assign(row: dict[str, Any], built: Built) -> None:
    for teacher in row["teachers"]:
        assignment = ClassroomTeacher(
            classroom=built.classrooms[row["key"]],
            staff=built.staff[teacher["staff"]],
            part=teacher["part"],
        )
        assignment.full_clean()
        assignment.save()
