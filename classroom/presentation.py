"""What the public templates of classes show, read with few queries.

Registered as page context for the types it names, see `schools.page_context`.
"""

import datetime as dt
import re
from collections import defaultdict
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from district_cms.people.models import Staff
from district_cms.people.selectors import principals_of
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.times import day_text

from .models import ClassroomPage, ClassroomTeacher, TeacherPage, UpdatePage
from .update_parts import coming_up, parts_of, period_label, public_events, why_nothing

UPDATES_A_PAGE = 10
# No class has so many. A database refuses to count on for ever.
LAST_PAGE = 1000
# What a class page shows of its newest update: the words. Pictures wait on the update's own page.
CARD_BLOCKS = {"prose", "call_out", "table"}
# Some type "Room 4", some "4": the page says the word itself, in the reader's language.
ROOM_WORD = re.compile(r"^(?:room|rm\.?|sal[oó]n|aula)\s+(?=\d)", re.IGNORECASE)


def school_context(school: SchoolPage, request: HttpRequest) -> dict[str, Any]:
    """`teachers` with their classes of this year, `principals`, `year`. Four or five queries."""
    year = SchoolYear.objects.current(timezone.localdate())
    teachers = list(
        TeacherPage.objects.child_of(school)
        .live()
        .select_related("staff")
        .order_by("staff__family_name", "staff__given_name")
    )
    classes = list(
        ClassroomPage.objects.descendant_of(school)
        .live()
        .filter(school_year=year)
        .select_related("standing", "school_year")
        .order_by("title", "section")
    )
    cards = _classes_by_staff(classes, request)
    return {
        "year": {"name": year.name if year else ""},
        "principals": [
            {"name": p.full_name, "title": p.title, "email": p.email, "phone": p.phone}
            for p in principals_of(school.pk)
        ],
        "teachers": [
            {
                "name": page.title,
                "title": _full_title(page.staff),
                "url": page.get_url(request),
                "classes": cards[page.staff_id],
            }
            for page in teachers
        ],
    }


def teacher_context(page: TeacherPage, request: HttpRequest) -> dict[str, Any]:
    """`teacher`, `classes` of this year and `archived` ones of the years before."""
    today = timezone.localdate()
    rows = ClassroomTeacher.objects.current(today).filter(staff_id=page.staff_id)
    taught = ClassroomPage.objects.live().filter(pk__in=rows.values("classroom_id"))
    # A class that is taught together lives under one teacher and is listed under each; one of
    # another school is on this teacher's page there.
    school = page.ancestor_chain[-1] if page.ancestor_chain else None
    if school is not None:
        taught = taught.descendant_of(school)
    classes = list(
        taught.select_related("standing", "school_year").order_by(
            "-school_year__first_day", "title", "section"
        )
    )
    cards = [(classroom, class_card(classroom, request)) for classroom in classes]
    staff = page.staff
    return {
        "teacher": {
            "title": _full_title(staff),
            "phone": staff.phone,
            "email": staff.email,
        },
        "classes": [card for room, card in cards if room.school_year.last_day >= today],
        "archived": [card for room, card in cards if room.school_year.last_day < today],
    }


def classroom_context(page: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """The class header, the update of these days as a card, later and earlier ones as lists."""
    today = timezone.localdate()
    archive = page.school_year.last_day < today
    updates, updates_page = _updates(page, request)
    latest, later, updates = _of_these_days(updates, updates_page.number, today)
    recent = [*later, latest, *updates[:3]] if latest else []
    school = next((p for p in page.ancestor_chain if p.depth == SCHOOL_DEPTH), None)
    return {
        "teachers": teachers_of(page.pk, today),
        "grade_label": page.grade_label,
        "subject_label": page.get_subject_display(),
        "room": room_of(page),
        "school": {"title": school.title, "url": school.get_url(request)} if school else None,
        "year": {"name": page.school_year.name},
        "contact": {
            "email": page.contact_email,
            "phone": page.contact_phone,
            "hours": page.contact_hours,
        },
        "stamp": _stamp_with(later, page, today),
        "later": [_line(update, request) for update in later],
        "latest": _card(latest, request) if latest else None,
        "updates": [_line(update, request) for update in updates],
        "updates_page": updates_page,
        "coming_up": coming_up(recent, today, request),
        # Why there is nothing to come, in the teacher's words.
        "no_events_reason": latest.events_none_reason if latest and latest.events_none else "",
        "archive": archive,
        "feed_url": page.get_url(request) + page.reverse_subpage("feed"),
    }


def _of_these_days(
    updates: list[UpdatePage], number: int, today: dt.date
) -> tuple[UpdatePage | None, list[UpdatePage], list[UpdatePage]]:
    """The update to show in full, those for later days with the nearest first, and the others.

    `updates` are one page of them, newest first, and only the first page shows one in full. What is
    for later days takes over when they begin; until then it hides nothing. A class whose only
    updates are for later days shows the nearest of them.
    """
    if number != 1:
        return None, [], updates
    later = [u for u in updates if u.period_start and u.period_start > today]
    others = updates[len(later) :]
    later.reverse()
    if others:
        return others[0], later, others[1:]
    return (later[0], later[1:], []) if later else (None, [], [])


def _stamp_with(later: list[UpdatePage], page: ClassroomPage, today: dt.date) -> dict[str, Any]:
    """The stamp; families see the next update on the day when one that is posted takes over."""
    stamp = stamp_of(page, today)
    due: dt.date | None = stamp["next_due"]
    begins = later[0].period_start if later else None
    if begins and (due is None or begins < due):
        stamp |= {"next_due": begins, "no_school_note": ""}
    return stamp


def update_context(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """The four parts of the update, and whose it is."""
    chain = page.ancestor_chain
    classroom = chain[-1] if chain else None
    teacher = chain[-2] if len(chain) > 1 else None
    return {
        "classroom": {
            "title": classroom.title if classroom else "",
            "url": classroom.get_url(request) if classroom else "",
        },
        "teachers": [{"name": teacher.title}] if teacher else [],
        "parts": parts_of(page),
        "why_nothing": why_nothing(page),
        "public_events": public_events(page),
        "period_label": period_label(page),
    }


def class_card(classroom: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """One class in a list. No query when standing and school year were selected."""
    stamp = stamp_of(classroom, timezone.localdate())
    return {
        "title": classroom.title,
        "url": classroom.get_url(request),
        "grade_label": classroom.grade_label,
        "subject_label": classroom.get_subject_display(),
        "section": classroom.section,
        "room": room_of(classroom),
        "year_name": classroom.school_year.name,
        "updated_on": stamp["updated_on"],
        "next_due": stamp["next_due"],
        "waiting": stamp["standing"] == "with_school",
    }


def room_of(classroom: ClassroomPage) -> str:
    """ "4" of "Room 4"; "Library" stays as it is."""
    return ROOM_WORD.sub("", classroom.room.strip())


def stamp_of(classroom: ClassroomPage, today: dt.date) -> dict[str, Any]:
    """ "Updated on" and "next update": {updated_on, next_due, standing, standing_label}."""
    standing = getattr(classroom, "standing", None)
    if standing is None:
        return {"updated_on": None, "next_due": None, "standing": "", "standing_label": ""}
    # The day passes at midnight, the nightly run a little later: never show a day that is over.
    due = standing.next_due_day
    return {
        "updated_on": timezone.localdate(standing.updated_at) if standing.updated_at else None,
        "next_due": due if due and due >= today else None,
        "standing": standing.standing,
        "standing_label": (
            _("The school is reviewing an update.") if standing.standing == "with_school" else ""
        ),
        "no_school_note": _no_school_note(standing.next_due_nominal, due, today),
    }


def _no_school_note(nominal: dt.date | None, due: dt.date | None, today: dt.date) -> str:
    """Why the next update does not come on the Tuesday that families know; "" on that Tuesday."""
    if nominal is None or due is None or nominal == due or due < today:
        return ""
    return _("There is no school on %(day)s.") % {"day": day_text(nominal)}


def _full_title(staff: Staff) -> str:
    """ "Elena Rivera, Grade 3 Teacher": beside the name that families know."""
    return ", ".join(part for part in (staff.full_name, staff.title) if part)


def teachers_of(classroom_id: int, today: dt.date) -> list[dict[str, Any]]:
    """Who teaches the class today: lead first, then co-teachers, then substitutes."""
    order = [part.value for part in ClassroomTeacher.Part]
    rows = (
        ClassroomTeacher.objects.current(today)
        .filter(classroom_id=classroom_id)
        .named_for_families()
    )
    return [
        {
            "name": row.name_for_families,
            "title": row.staff.title,
            "part_label": "" if row.part == "lead" else row.get_part_display().lower(),
            "email": row.staff.email,
        }
        for row in sorted(rows, key=lambda row: (order.index(row.part), row.staff.family_name))
    ]


def _updates(
    page: ClassroomPage, request: HttpRequest
) -> tuple[list[UpdatePage], "PaginatorPage[Any]"]:
    """One page of updates, newest first; rows and their number in one query."""
    try:
        number = min(max(1, int(request.GET.get("page", "1"))), LAST_PAGE)
    except ValueError:
        number = 1
    start = (number - 1) * UPDATES_A_PAGE
    counted = page.live_updates().annotate(total=Window(Count("pk")))
    rows = list(counted[start : start + UPDATES_A_PAGE])
    if not rows and number > 1:
        number, rows = 1, list(counted[:UPDATES_A_PAGE])
    total = rows[0].total if rows else 0
    paginator: Paginator[Any] = Paginator(range(total), UPDATES_A_PAGE)
    return rows, paginator.page(number)


def _card(update: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    return {
        "title": update.title,
        "url": update.get_url(request),
        "period_label": period_label(update),
        "parts": parts_of(update, CARD_BLOCKS),
        "why_nothing": why_nothing(update),
        "public_events": public_events(update),
        "assessments": update.assessments,
    }


def _line(update: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    first = next((raw["value"] for raw in update.lesson.raw_data if raw["type"] == "prose"), "")
    return {
        "title": update.title,
        "url": update.get_url(request),
        "period_start": update.period_start,
        "period_end": update.period_end,
        "excerpt": Truncator(get_text_for_indexing(str(first)).strip()).words(24)
        or update.nothing_reason,
    }


def _classes_by_staff(
    classes: list[ClassroomPage], request: HttpRequest
) -> dict[int, list[dict[str, Any]]]:
    cards = {classroom.pk: class_card(classroom, request) for classroom in classes}
    by_staff: dict[int, list[dict[str, Any]]] = defaultdict(list)
    order = {pk: place for place, pk in enumerate(cards)}
    rows = ClassroomTeacher.objects.current().filter(classroom_id__in=cards)
    for row in sorted(rows, key=lambda row: order[row.classroom_id]):
        by_staff[row.staff_id].append(cards[row.classroom_id])
    return by_staff
