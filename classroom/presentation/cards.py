"""A class or an update as one item of several: a card, a line, a stamp."""

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from district_cms.people.models import Staff
from district_cms.schools.choices import subject_label
from district_cms.schools.richtext import language_of_all
from district_cms.schools.search.words import for_sorting
from district_cms.web.times import day_text

from ..models import ClassroomPage, ClassroomTeacher, UpdatePage
from .update_parts import parts_of, period_label, why_nothing

# The block types that a class page shows of its newest update. Pictures are on the update's own
# page.
CARD_BLOCKS = {"prose", "call_out", "table"}
PICTURE = "picture"
# Some type "Room 4", some "4": the page adds the word itself, in the reader's language.
ROOM_WORD = re.compile(r"^(?:room|rm\.?|sal[oó]n|aula)\s+(?=\d)", re.IGNORECASE)


def class_card(classroom: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """Returns one class of a list. No query if standing and school year were selected."""
    stamp = stamp_of(classroom, timezone.localdate())
    return {
        "title": classroom.title,
        "url": classroom.get_url(request),
        "grade_label": classroom.grade_label,
        "subject_label": subject_label(classroom.subject),
        "section": classroom.section,
        "room": room_of(classroom),
        "year_name": classroom.school_year.name,
        "updated_on": stamp["updated_on"],
        "next_due": stamp["next_due"],
        "waiting": stamp["standing"] == "with_school",
    }


def room_of(classroom: ClassroomPage) -> str:
    """Returns "4" for "Room 4"; "Library" stays as it is."""
    return ROOM_WORD.sub("", classroom.room.strip())


def stamp_of(classroom: ClassroomPage, today: dt.date) -> dict[str, Any]:
    """Returns "updated on" and "next update": {updated_on, next_due, standing, standing_label,
    no_school_note}."""
    standing = getattr(classroom, "standing", None)
    if standing is None:
        return {"updated_on": None, "next_due": None, "standing": "", "standing_label": ""}
    # The nightly run comes some time after midnight; never show a day that is over.
    due = standing.next_update_day
    return {
        "updated_on": timezone.localdate(standing.updated_at) if standing.updated_at else None,
        "next_due": due if due and due >= today else None,
        "standing": standing.standing,
        "standing_label": (
            _("The school is reviewing an update.") if standing.standing == "with_school" else ""
        ),
        "no_school_note": _no_school_note(standing.next_update_nominal, due, today),
    }


def _no_school_note(nominal: dt.date | None, due: dt.date | None, today: dt.date) -> str:
    """Says why the next update does not come on the day that the procedure names; "" if it does."""
    if nominal is None or due is None or nominal == due or due < today:
        return ""
    return _("There is no school on %(day)s.") % {"day": day_text(nominal)}


def full_title(staff: Staff) -> str:
    """Returns "Elena Rivera, Grade 3 Teacher", shown beside the name that families know."""
    return ", ".join(part for part in (staff.full_name, staff.title) if part)


def teachers_of(page: ClassroomPage | UpdatePage) -> list[dict[str, Any]]:
    """Returns who teaches the class, or the class of the update, today: lead first, then
    co-teachers, then substitutes. One query."""
    of_class: dict[str, Any] = {"classroom_id": page.pk}
    if isinstance(page, UpdatePage):
        # A page in a preview may not be in the tree yet.
        parent = page.get_parent() if not page.path else None
        of_class = (
            {"classroom_id": parent.pk}
            if parent
            else {"classroom__path": page.path[: -page.steplen]}
        )
    teaching = ClassroomTeacher.objects.current(timezone.localdate()).filter(**of_class)
    order = [part.value for part in ClassroomTeacher.Part]
    rows = sorted(
        teaching.named_for_families(), key=lambda row: (order.index(row.part), by_name(row.staff))
    )
    return [
        {
            "name": row.name_for_families,
            "title": row.staff.title,
            "part_label": "" if row.part == "lead" else row.get_part_display().lower(),
            # Only the lead's contact details: questions about the class go to the lead.
            "email": row.staff.email if row.part == ClassroomTeacher.Part.LEAD else "",
            "phone": row.staff.phone if row.part == ClassroomTeacher.Part.LEAD else "",
        }
        for row in rows
    ]


def by_name(staff: Staff) -> tuple[str, ...]:
    """Returns a sort key: letters with accents sort beside those without, in a fixed order."""
    names = (staff.family_name, staff.given_name, staff.email)
    return tuple(for_sorting(name) for name in names)


def card(update: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """Returns an update in full. One query if it links curriculum pages."""
    kinds = {raw["type"] for raw in update.lesson.raw_data}
    return {
        "title": update.title,
        "url": update.get_url(request),
        "period_label": period_label(update),
        "parts": parts_of(update, CARD_BLOCKS),
        "why_nothing": why_nothing(update),
        "assessments": update.assessments,
        # Content that is only on the update's own page.
        "has_pictures": PICTURE in kinds or bool(update.pictures.raw_data),
        "has_files": not kinds <= CARD_BLOCKS | {PICTURE},
        "language": update.content_language,
    }


def line(update: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    lesson = (raw["value"] for raw in update.lesson.raw_data if raw["type"] == "prose")
    excerpt, language = _first_words(str(next(lesson, "")), get_language())
    return {
        "title": update.title,
        "url": update.get_url(request),
        "period_start": update.period_start,
        "period_end": update.period_end,
        "excerpt": excerpt or update.nothing_reason,
        "language": update.content_language,
        "excerpt_language": language or update.content_language,
    }


@lru_cache(maxsize=1000)
def _first_words(html: str, reader: str | None) -> tuple[str, str]:
    """Returns the beginning of a rich text for a list, and the language of the text if all of it is
    marked as one. The ellipsis depends on the `reader`'s language."""
    words = Truncator(get_text_for_indexing(html).strip()).words(24)
    return words, language_of_all(html)
