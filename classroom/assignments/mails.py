"""Mails people who take over a class from someone else: once, when it is theirs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, standing
from district_cms.web.times import day_text

from ..addresses import class_name, compose_url
from ..models import ClassroomTeacher
from .handover import DAY

STEP: Final = "classes that changed hands"  # The name under which failures are recorded.
LOOK_BACK: Final = dt.timedelta(days=3)
"""How far back a run looks if no worker ran: people who have had a class for longer know about
it."""
Part = ClassroomTeacher.Part


def tell_of_classes(*, given: Collection[int] = (), today: dt.date | None = None) -> int:
    """Mails whoever took over classes from someone else in the last days, one mail per person; for
    the assignments with keys in `given`, also without a first day. Returns the number of mails.

    May run any number of times: each assignment is announced once, in the transaction of its mail.
    A mail that fails is recorded and does not stop the others."""
    today = today or timezone.localdate()
    rows = _to_tell(given, today)
    schools = dict(
        Page.objects.filter(path__in={school_path(row.classroom.path) for row in rows}).values_list(
            "path", "title"
        )
    )
    by_user: dict[User, list[ClassroomTeacher]] = defaultdict(list)
    for row in rows:
        assert row.staff.user is not None
        by_user[row.staff.user].append(row)
    failed_before = standing(STEP)
    written = 0
    for user, own in by_user.items():
        item = Item(STEP, str(user.pk), title=_("Mail about classes that changed hands"))
        with isolated(item, failed_before=failed_before):
            written += _tell(user, own, schools, today)
    return written


@transaction.atomic
def _tell(user: User, rows: list[ClassroomTeacher], schools: dict[str, str], today: dt.date) -> int:
    """Sends one mail even if two runs overlap: the second waits for the lock and finds nothing
    left."""
    locked = ClassroomTeacher.objects.select_for_update().filter(
        pk__in=[row.pk for row in rows], told_on=None
    )
    left = set(locked.order_by("pk").values_list("pk", flat=True))
    own = [row for row in rows if row.pk in left]
    if not own:
        return 0
    ClassroomTeacher.objects.filter(pk__in=left).update(told_on=today)
    return _mail(user, own, schools).send()


def _to_tell(keys: Collection[int], today: dt.date) -> list[ClassroomTeacher]:
    """Returns rows by person and class name. Two queries."""
    rows = ClassroomTeacher.objects.current(today).filter(
        Q(pk__in=keys) | Q(starts_on__gt=today - LOOK_BACK),
        told_on=None,
        staff__active=True,
        staff__user__is_active=True,
        classroom__live=True,
        classroom__school_year__last_day__gte=today,
    )
    rows = rows.filter(_from_someone_else(today))
    related: QuerySet[ClassroomTeacher] = rows.select_related(
        "staff__user", "classroom__standing", "classroom__school_year"
    )
    own = list(related.order_by("staff__user", "classroom__title", "classroom__section", "pk"))
    return _without_those_who_know(own)


def _without_those_who_know(rows: list[ClassroomTeacher]) -> list[ClassroomTeacher]:
    """Leaves out people who had the class until the day before: the office may end a row and start
    another."""
    notified = ClassroomTeacher.objects.filter(
        classroom__in={row.classroom_id for row in rows}, told_on__isnull=False
    )
    known = set(notified.values_list("classroom_id", "staff_id", "part", "until"))
    return [
        row
        for row in rows
        if row.starts_on is None
        or (row.classroom_id, row.staff_id, row.part, row.starts_on - DAY) not in known
    ]


def _from_someone_else(today: dt.date) -> Q:
    """Excludes teachers who have had the class from the start: those rows are made by the hundred
    in summer, and their teachers know."""
    before = ClassroomTeacher.objects.filter(
        Q(until__lt=OuterRef("starts_on")) | Q(until__lt=today),
        classroom=OuterRef("classroom"),
    )
    before = before.exclude(staff=OuterRef("staff")).exclude(part=Part.SUBSTITUTE)
    return Q(part=Part.SUBSTITUTE) | Q(Exists(before))


def _mail(
    user: User, rows: list[ClassroomTeacher], schools: dict[str, str]
) -> EmailMultiAlternatives:
    mail = draw(
        "classroom/email/classes_given",
        subject=_subject(rows),
        office=DistrictSettings.cached(),
        name=user.get_short_name(),
        classes=[_line(row, schools) for row in rows],
        home_url=editor_url(reverse("wagtailadmin_home")),
    )
    return mail.message(user.email)


def _subject(rows: list[ClassroomTeacher]) -> str:
    values: dict[str, Any] = {"class": class_name(rows[0].classroom), "number": len(rows)}
    if all(row.part == Part.SUBSTITUTE for row in rows):
        text = ngettext(
            "You substitute in %(class)s", "You substitute in %(number)d classes", len(rows)
        )
    elif all(row.part == Part.LEAD for row in rows):
        text = ngettext(
            "%(class)s is your class now", "%(number)d classes are yours now", len(rows)
        )
    else:
        text = ngettext(
            "You teach in %(class)s now", "You teach in %(number)d classes now", len(rows)
        )
    return text % values


def _line(row: ClassroomTeacher, schools: dict[str, str]) -> dict[str, str]:
    room = row.classroom
    standing = getattr(room, "standing", None)
    due = standing.next_due_day if standing is not None else None
    if due and row.until and due > row.until:
        due = None  # somebody else's
    return {
        "name": class_name(room),
        "school": schools.get(school_path(room.path), ""),
        "says": f"{_part(row)} {_due(due)}".strip(),
        "page_url": room.full_url or "",
        "post_url": editor_url(compose_url([room])),
    }


def _part(row: ClassroomTeacher) -> str:
    if row.part == Part.LEAD:
        return _("You are its teacher.")
    if row.part == Part.CO_TEACHER:
        return _("You are a co-teacher.")
    if row.until is None:
        return _("You substitute until someone is found.")
    return _("You substitute until %(day)s.") % {"day": day_text(row.until)}


def _due(day: dt.date | None) -> str:
    return _("The next posting day is %(day)s.") % {"day": day_text(day)} if day else ""
