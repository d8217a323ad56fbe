"""Queries of the composer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.moderation.taking_down.selectors import holds_what_is_private
from district_cms.people.models import StaffRole, User
from district_cms.people.roles import Role
from district_cms.schools.choices import SUBJECTS
from district_cms.schools.frame import school_path
from district_cms.schools.models import CurriculumPage, SchoolPage
from district_cms.web.keys import keys_in
from district_cms.web.times import day_text

from ..addresses import MOST_CLASSES, class_name, class_name_at, schools_if_several
from ..home.selectors import WAITED_FOR
from ..ledger.counting import filled_days, late_days
from ..models import ClassroomPage, UpdatePage
from ..requirements.same_days import others_by_class
from ..selectors import own_classrooms, updates_below
from ..services.updates import check_may_post
from ..states import FACTS, UpdateState, standing_in, standings, with_facts

NEAREST: Final = 4
_DRAFTS: Final = 10
GOES_ON: Final = frozenset({UpdateState.DRAFT, UpdateState.SENT_BACK})
"""States in which the author can continue a draft."""


@dataclass(frozen=True, slots=True)
class CurriculumChoices:
    """`near` are the pages that the class linked last, and those of its subject and grade; `all`
    are all pages by subject, as grouped choices."""

    near: list[tuple[int, str]] = field(default_factory=list)
    all: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """A class that the update is written for, and the posting day that it would be for.

    If families are waiting for an earlier posting day (`is_waited_for`, `day`), an update submitted
    now counts for `counts_for`, the next one; "" if there is none."""

    classroom: ClassroomPage
    name: str
    day: str
    is_waited_for: bool
    counts_for: str = ""
    # The next posting day if it already has an update, and an earlier empty one for which another
    # update counts late.
    filled_day: str = ""
    late_day: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft or another update that the author should know about before writing."""

    pk: int
    title: str
    class_name: str
    state: str
    is_draft: bool


def first_due(classrooms: Sequence[ClassroomPage]) -> ClassroomPage:
    """Returns the class whose posting day comes first. A form for several classes uses its dates,
    so that no class misses its own day."""
    return min(classrooms, key=lambda classroom: _day_of(classroom)[1] or dt.date.max)


def _day_of(classroom: ClassroomPage) -> tuple[bool, dt.date | None]:
    """Returns (whether families are waiting, the posting day that an update would be for now)."""
    standing = getattr(classroom, "standing", None)
    if standing is None:
        return False, None
    waited = bool(standing.standing_day and standing.standing in WAITED_FOR)
    return waited, standing.standing_day if waited else standing.next_due_day


def targets(classrooms: Iterable[ClassroomPage], schools: Mapping[str, str]) -> list[Target]:
    """Returns the targets, named with their schools if those are in `schools`. No query for classes
    that were read with their standing; one if the next posting day already has an update."""
    result, classes = [], list(classrooms)
    filled = filled_days(classes)
    late = late_days(filled)
    for classroom in classes:
        waited, day = _day_of(classroom)
        standing = getattr(classroom, "standing", None)
        coming = standing.next_due_day if standing and waited else None
        result.append(
            Target(
                classroom,
                class_name_at(classroom, schools),
                _words(day),
                waited,
                counts_for=_words(coming),
                filled_day=_words(filled.get(classroom.pk)),
                late_day=_words(late.get(classroom.pk)),
            )
        )
    return result


def _words(day: dt.date | None) -> str:
    return day_text(day) if day else ""


def readers_of(updates: Sequence[UpdatePage]) -> list[tuple[str, str]]:
    """Returns [("Math 3, Music 4", "Ines Ferreira")]: who reviews these updates, by class; "" if
    the school has no principal. Three queries."""
    schools = {school_path(update.path): "" for update in updates}
    keys = dict(SchoolPage.objects.filter(path__in=schools).values_list("pk", "path"))
    rows = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL, school_id__in=keys, staff__active=True
    )
    for row in rows.select_related("staff").order_by("staff__family_name", "pk"):
        path = keys[row.school_id or 0]
        schools[path] = ", ".join(filter(None, (schools[path], row.staff.full_name)))
    classes: dict[str, list[str]] = defaultdict(list)
    above = {update.path[: -Page.steplen]: schools[school_path(update.path)] for update in updates}
    for classroom in ClassroomPage.objects.filter(path__in=above).order_by("title", "section"):
        classes[above[classroom.path]].append(class_name(classroom))
    return [(", ".join(names), reader) for reader, names in classes.items()]


def groups_of(user: User) -> list[tuple[str, list[Target]]]:
    """Returns the account's classes; sections of one course at one school are grouped."""
    classes = list(own_classrooms(user))
    schools = schools_if_several(classes)
    groups: dict[str, list[Target]] = defaultdict(list)
    for target in targets(classes, schools):
        school = schools.get(school_path(target.classroom.path))
        groups[", ".join(filter(None, (_course(target.classroom), school)))].append(target)
    return list(groups.items())


def _course(classroom: ClassroomPage) -> str:
    """Returns "Earth Science 7" for "Earth Science 7, Period 3": the title without the section."""
    return str(classroom.title).removesuffix(classroom.section).rstrip(" ,–-") or classroom.title


def classrooms_by_ids(ids: Iterable[int]) -> list[ClassroomPage]:
    rows = ClassroomPage.objects.filter(pk__in=set(ids)).select_related(
        "school_year", "standing", "started_from"
    )
    return list(rows.order_by("title", "section", "pk"))


def curriculum_choices(classroom: ClassroomPage, update: UpdatePage | None) -> CurriculumChoices:
    """Returns the choices. Pages that the update links already and that the class linked last come
    first. Two queries."""
    rows = list(
        CurriculumPage.objects.live()
        .order_by("title", "pk")
        .values_list("pk", "title", "subject", "grade_levels")
    )
    titles = {pk: title for pk, title, _subject, _grades in rows}
    last = (
        UpdatePage.objects.child_of(classroom)
        .exclude(pk=update.pk if update else None)
        .order_by("-path")
        .only("curriculum")
        .first()
    )
    near: dict[int, str] = {}
    for page in (update, last):
        for key in linked(page):
            near[key] = titles.get(key) or _("A page that is no longer on the site")
    grades = set(classroom.grade_levels or ())
    of_grade = [row for row in rows if grades & set(row[3] or ())]
    alike = [row for row in of_grade if row[2] == classroom.subject]
    # A homeroom has no subject with pages of its own, so it gets the pages of its grade.
    for pk, title, _subject, _grades in alike or ([] if near else of_grade):
        if len(near) >= NEAREST:
            break
        near.setdefault(pk, title)
    by_subject: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, title, subject, _grades in rows:
        by_subject[subject].append((pk, title))
    every = [(label, by_subject[key]) for key, label in SUBJECTS if by_subject[key]]
    none = _("No other page") if near else _("None chosen")
    return CurriculumChoices(list(near.items()), [("", none), *every])


def linked(update: UpdatePage | None) -> list[int]:
    """Returns the keys of the curriculum pages that an update links. No query."""
    raw = update.curriculum.get_prep_value() if update is not None else []
    keys = [each["value"].get("page") for each in raw if each["type"] == "page"]
    return [int(key) for key in keys if key]


def waiting_for(
    classrooms: Sequence[ClassroomPage], days: Any, but: Iterable[int] = ()
) -> list[Waiting]:
    """Returns other updates of these classes for these days, and drafts that were not submitted.
    Four queries, however many classes."""
    left_out = set(but)
    names = {classroom.path: class_name(classroom) for classroom in classrooms}
    others = others_by_class(UpdatePage.objects, list(names), *days)
    waiting = [
        Waiting(other.pk, other.title, names[path], other.state, not other.is_for_families)
        for path, of_class in others.items()
        for other in of_class
        if other.pk not in left_out
    ]
    left_out |= {each.pk for each in waiting}
    current = [each for each in classrooms if each.school_year.last_day >= timezone.localdate()]
    rows = with_facts(UpdatePage.objects.filter(updates_below(current), live=False))
    newest = rows.order_by("-latest_revision_created_at").values(
        "pk", "path", "draft_title", *FACTS
    )
    drafts = [(row, standing_in(row)) for row in newest if row["pk"] not in left_out]
    still = [(row, standing) for row, standing in drafts if standing.state in GOES_ON]
    for row, standing in still[:_DRAFTS]:
        name = names[row["path"][: -Page.steplen]]
        waiting.append(Waiting(row["pk"], row["draft_title"], name, str(standing.words), True))
    return waiting


def followers_of(update: UpdatePage, user: User) -> list[UpdatePage]:
    """Returns the drafts of other classes that were started together with this one and that this
    account may edit. None if it is down for student privacy: its content is not copied."""
    if update.batch_id is None or holds_what_is_private(update):
        return []
    together = UpdatePage.objects.filter(batch_id=update.batch_id).exclude(pk=update.pk)
    rows = list(together.filter(live=False).select_related("latest_revision").order_by("path"))
    states = standings(rows)
    return [
        row
        for row in rows
        if states[row.pk].state in GOES_ON and row.permissions_for_user(user).can_edit()
    ]


def requested_classes(sent: MultiValueDict[str, str], user: User) -> list[ClassroomPage]:
    """Returns the requested classes. Raises `Http404` for one that does not exist,
    `PermissionDenied` for one to which this account may not post."""
    keys = sent.getlist("class")
    wanted = set(keys_in(keys))
    if len(keys_in(keys)) < len(keys):
        raise Http404
    if len(wanted) > MOST_CLASSES:
        raise PermissionDenied
    classrooms = classrooms_by_ids(wanted)
    if len(classrooms) != len(wanted):
        raise Http404
    for classroom in classrooms:
        check_may_post(user=user, classroom=classroom)
    return classrooms
