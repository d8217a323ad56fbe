"""The context of the public templates of classes, read with few queries.

Registered as page context for the types it names, see `schools.page_context`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.db.models import F, FilteredRelation
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from district_cms.people.selectors import principals_of
from district_cms.schools.calendar.cached import displayed_year
from district_cms.schools.choices import subject_label
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.languages.offered import DEFAULT
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.schools.search.words import words

from ..models import ClassroomPage, TeacherPage, UpdatePage
from ..models.teaching import holds_on
from ..starting.selectors import class_context
from .cards import (
    by_name,
    card,
    class_card,
    full_title,
    line,
    room_of,
    stamp_of,
    teachers_of,
)
from .newest import NEW_FOR
from .paging import one_page
from .running import of_teacher_page, open_from
from .update_parts import coming_up, parts_of, period_label, public_events, why_nothing

Link = dict[str, str]


def beside(update: UpdatePage, request: HttpRequest) -> tuple[Link, Link]:
    """Returns {"title", "url", "language"} of the previous and of the next update; {} if there is
    none, or if not everyone may read this update. A class has a few dozen updates. One query."""
    if not update.pk:
        return {}, {}
    # As `ClassroomPage.live_updates`, but needs only the path of the class.
    rows = list(
        UpdatePage.objects.live()
        .filter(
            path__startswith=update.path[: -update.steplen],
            depth=update.depth,
            view_restrictions=None,
        )
        .order_by(F("period_start").desc(nulls_last=True), "-path")
        .only("title", "url_path", "language")
    )
    place = next((number for number, row in enumerate(rows) if row.pk == update.pk), None)
    if place is None:
        return {}, {}
    before = rows[place + 1] if place + 1 < len(rows) else None
    after = rows[place - 1] if place else None
    return _link(before, request), _link(after, request)


def _link(page: UpdatePage | None, request: HttpRequest) -> Link:
    if page is None:
        return {}
    return {
        "title": page.title,
        "url": page.get_url(request) or "",
        "language": page.content_language,
    }


FOLDED_FROM: Final = 24
"""A shorter list of teachers is not grouped: it is read faster than a group is opened."""
OF_A_GROUP: Final = 10
"""The most teachers in a group, unless more share one letter."""

Teacher = dict[str, Any]


def in_order(teachers: Iterable[Teacher]) -> list[Teacher]:
    """Sorts by `last_name` and `first_name`. Accents and capitals make no difference, whatever the
    database."""

    def place(one: Teacher) -> tuple[Any, ...]:
        # The capital of some letters, as of the i without a dot, is that of another.
        return _letter_of(one), words(one["last_name"]), words(one["first_name"])

    return sorted(teachers, key=place)


def folded(
    teachers: list[Teacher], *, fewest: int = FOLDED_FROM, most: int = OF_A_GROUP
) -> list[dict[str, Any]]:
    """Groups teachers that are `in_order`: [{"first", "last", "teachers"}], with the first letters
    of the first and the last name of each group; [] for fewer than `fewest`.

    Teachers with the same letter stay in one group, so that the letters identify the group."""
    if len(teachers) < fewest:
        return []
    groups: list[dict[str, Any]] = []
    for letter, group in groupby(teachers, key=_letter_of):
        new = list(group)
        if groups and len(groups[-1]["teachers"]) + len(new) <= most:
            groups[-1]["last"] = letter
            groups[-1]["teachers"] += new
        else:
            groups.append({"first": letter, "last": letter, "teachers": new})
    return groups


def _letter_of(teacher: Teacher) -> str:
    return "".join(words(teacher["last_name"]))[:1].upper()


type _Cards[Key] = dict[Key, list[dict[str, Any]]]

# What `class_card` reads of a class and of its standing.
ON_A_CARD: Final = ("title", "path", "url_path", "grade_levels", "subject", "section", "room")
ON_A_STAMP: Final = tuple(
    f"standing__{name}"
    for name in ("updated_at", "next_update_day", "next_update_nominal", "standing")
)
UPDATES_A_PAGE = 10
NO_LONGER_HERE: Final = gettext_lazy("No longer at this school")
NEW_ON_SCHOOL_PAGE: Final = 5


def school_context(school: SchoolPage, request: HttpRequest) -> dict[str, Any]:
    """Returns `teachers` with their classes of this year, `groups` of them if there are many,
    classes that are `new_on_pages`, `principals`, and `year`. Three queries."""
    today = timezone.localdate()
    year = displayed_year(today)
    teachers = list(
        TeacherPage.objects.child_of(school)
        .live()
        .filter(open_from(school))
        .select_related("staff")
        .order_by("staff__family_name", "staff__given_name")
    )
    cards, of_nobody = _classes_of_year(school, year, request)
    listed = in_order(
        {
            "name": page.title,
            "last_name": page.staff.family_name,
            "first_name": page.staff.given_name,
            "title": full_title(page.staff) if page.staff.active else NO_LONGER_HERE,
            "anchor": f"teacher-{page.slug}",
            "url": page.get_url(request),
            "classes": [*cards[page.staff_id], *of_nobody[page.path]],
        }
        for page in teachers
        # Teachers who have left are listed only with classes that nobody else teaches yet; families
        # could not find these elsewhere.
        if page.staff.active or cards[page.staff_id] or of_nobody[page.path]
    )
    return {
        "year": {"name": year.name if year else ""},
        "principals": [
            {"name": p.full_name, "title": p.title, "email": p.email, "phone": p.phone}
            for p in sorted(principals_of(school.pk), key=by_name)
        ],
        "directory_url": reverse("staff_directory", args=[school.slug]),
        "teachers": listed,
        "groups": folded(listed),
        "new_on_pages": _new_on_pages(teachers, cards, today),
    }


def teacher_context(page: TeacherPage, request: HttpRequest) -> dict[str, Any]:
    """Returns `teacher`, `classes` of this year, `coming` ones of the next, and `archived` ones of
    past years. In summer, the next year's classes are listed as this year's."""
    today = timezone.localdate()
    taught = ClassroomPage.objects.live().filter(open_from(page), of_teacher_page(page, today))
    # A class with several teachers is below one teacher's page and listed on each. Classes at
    # another school are on the teacher's page there.
    school = page.ancestor_chain[-1] if page.ancestor_chain else None
    if school is not None:
        taught = taught.descendant_of(school)
    classes = list(
        taught.select_related("standing", "school_year").order_by(
            "-school_year__first_day", "title", "section"
        )
    )
    cards = [(classroom, class_card(classroom, request)) for classroom in classes]
    staff, left = page.staff, not page.staff.active
    year = displayed_year(today)
    begins = year.first_day if year is not None else today
    return {
        "teacher": {
            "title": "" if left else full_title(staff),
            "phone": "" if left else staff.phone,
            "email": "" if left else staff.email,
            "left": left,
        },
        "classes": [
            card
            for room, card in cards
            if room.school_year.last_day >= today and room.school_year.first_day <= begins
        ],
        "coming": [card for room, card in cards if room.school_year.first_day > begins],
        "archived": [card for room, card in cards if room.school_year.last_day < today],
    }


def classroom_context(page: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """Returns the class header, the current update as a card, and later and earlier ones as
    lists."""
    today = timezone.localdate()
    archive = page.school_year.last_day < today
    on_page, updates_page = one_page(page.live_updates(), UPDATES_A_PAGE, request)
    latest, later, updates = _of_these_days(on_page, updates_page.number, today)
    recent = [*later, latest, *updates[:3]] if latest else []
    school = next((p for p in page.ancestor_chain if p.depth == SCHOOL_DEPTH), None)
    teachers = teachers_of(page)
    lead = teachers[0] if teachers and not archive else {"email": "", "phone": ""}
    return {
        "teachers": teachers,
        "grade_label": page.grade_label,
        "subject_label": subject_label(page.subject),
        "room": room_of(page),
        "school": {"title": title_read(school), "url": school.get_url(request)} if school else None,
        "year": {"name": page.school_year.name},
        "contact": _contact(page, lead, None if archive else school),
        "stamp": _stamp_with(later, page, today),
        "later": [line(update, request) for update in later],
        "latest": card(latest, request) if latest else None,
        "updates": [line(update, request) for update in updates],
        "updates_page": updates_page,
        "coming_up": coming_up(recent, today, request),
        # The teacher's reason for having no events.
        "no_events_reason": latest.events_none_reason if latest and latest.events_none else "",
        "archive": archive,
        **class_context(page, request),
        "feed_url": page.get_url(request) + page.reverse_subpage("feed"),
    }


def _contact(page: ClassroomPage, lead: dict[str, Any], school: Page | None) -> dict[str, Any]:
    """Returns the contact details of the class, else of its teacher's staff record; if both are
    empty, of the school's office, with one query."""
    own = {
        "email": page.contact_email or lead["email"],
        "phone": page.contact_phone or lead["phone"],
        "hours": page.contact_hours,
    }
    if own["email"] or own["phone"] or school is None:
        return own
    office = SchoolPage.objects.filter(pk=school.pk).values("email", "phone").first()
    # Without `hours`: those are the teacher's.
    return {**office, "of_office": True} if office else own


def _of_these_days(
    updates: list[UpdatePage], number: int, today: dt.date
) -> tuple[UpdatePage | None, list[UpdatePage], list[UpdatePage]]:
    """Returns the update to show in full, those for later days (nearest first), and the others.

    `updates` are one page of them, newest first; only the first page shows one in full. An update
    for later days becomes the current one when they begin. If a class has only updates for later
    days, the nearest is shown."""
    if number != 1:
        return None, [], updates
    later = [u for u in updates if u.period_start and u.period_start > today]
    others = updates[len(later) :]
    later.reverse()
    if others:
        return others[0], later, others[1:]
    return (later[0], later[1:], []) if later else (None, [], [])


def _stamp_with(later: list[UpdatePage], page: ClassroomPage, today: dt.date) -> dict[str, Any]:
    """Returns the stamp. If a posted update becomes current before the next posting day, families
    see that day instead."""
    stamp = stamp_of(page, today)
    due: dt.date | None = stamp["next_due"]
    begins = later[0].period_start if later else None
    if begins and (due is None or begins < due):
        stamp |= {"next_due": begins, "no_school_note": ""}
    return stamp


def update_context(page: UpdatePage, request: HttpRequest) -> dict[str, Any]:
    """Returns the four parts of the update, its class and teachers, and the updates `before` and
    `after` it."""
    above = page.ancestor_chain
    classroom = above[-1] if above else None
    before, after = beside(page, request)
    return {
        "classroom": {
            "title": classroom.title if classroom else "",
            "url": classroom.get_url(request) if classroom else "",
            "language": getattr(classroom, "content_language", DEFAULT),
        },
        # Who teaches the class today, as on its own page; not the owner of the teacher page above
        # it.
        "teachers": teachers_of(page),
        "before": before,
        "after": after,
        "parts": parts_of(page),
        "why_nothing": why_nothing(page),
        "public_events": public_events(page),
        "period_label": period_label(page),
    }


def _new_on_pages(
    teachers: Iterable[TeacherPage], cards: dict[int, list[dict[str, Any]]], today: dt.date
) -> list[dict[str, Any]]:
    """Returns the classes that were updated last, for `components/update_list.html`, with their
    teachers. No query."""
    by_url: dict[str, dict[str, Any]] = {}
    for teacher in teachers:
        for class_shown in cards[teacher.staff_id]:
            day = class_shown["updated_on"]
            if day and day > today - NEW_FOR:
                fresh = {
                    "title": class_shown["title"],
                    "url": class_shown["url"],
                    "period_start": day,
                    "of": [],
                }
                by_url.setdefault(class_shown["url"], fresh)["of"].append(teacher.title)
    newest = sorted(by_url.values(), key=lambda line: line["period_start"], reverse=True)
    return [{**line, "of": ", ".join(line["of"])} for line in newest[:NEW_ON_SCHOOL_PAGE]]


def _classes_of_year(
    school: SchoolPage, year: SchoolYear | None, request: HttpRequest
) -> tuple[_Cards[int], _Cards[str]]:
    """Returns the cards of the school's open classes of the year by the person who teaches them
    today, and those without a teacher by the path of the teacher's page above. One query."""
    rooms = (
        ClassroomPage.objects.live()
        .filter(open_from(school), path__startswith=school.path, school_year=year)
        .alias(
            held=FilteredRelation("teaching", condition=holds_on(timezone.localdate(), "teaching"))
        )
        .annotate(held_by=F("held__staff_id"))
        .select_related("standing")
        # A school has hundreds, each with blocks of text that no card shows.
        .only(*ON_A_CARD, *ON_A_STAMP)
        .order_by("title", "section")
    )
    cards: dict[int, dict[str, Any]] = {}
    by_staff: _Cards[int] = defaultdict(list)
    of_nobody: _Cards[str] = defaultdict(list)
    for room in rooms:  # one row per teacher
        if room.pk not in cards:
            room.school_year = year
            cards[room.pk] = class_card(room, request)
        if room.held_by is None:
            of_nobody[room.path[: -room.steplen]].append(cards[room.pk])
        else:
            by_staff[room.held_by].append(cards[room.pk])
    return by_staff, of_nobody
