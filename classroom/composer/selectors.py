"""Reads of the composer."""

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
"""How a draft stands that its author can go on with."""


@dataclass(frozen=True, slots=True)
class CurriculumChoices:
    """`near` are those that the class used last, and those of its subject and grade; `all` are all,
    by subject, as a form's choices."""

    near: list[tuple[int, str]] = field(default_factory=list)
    all: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """A class that the update is written for, and the posting day that it would be for.

    Where families wait for an earlier one (`is_waited_for`, `day`), what is handed in now counts
    for `counts_for`, the day that comes; "" where none does.
    """

    classroom: ClassroomPage
    name: str
    day: str
    is_waited_for: bool
    counts_for: str = ""
    # The posting day that comes and that has its update already; and the one before it that has
    # none, for which one more counts, late.
    filled_day: str = ""
    late_day: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft or another update that someone should know of before they write."""

    pk: int
    title: str
    class_name: str
    state: str
    is_draft: bool


def first_due(classrooms: Sequence[ClassroomPage]) -> ClassroomPage:
    """The one whose posting day comes first: where one form writes for several, its days are those
    of that class, so that none misses its own."""
    return min(classrooms, key=lambda classroom: _day_of(classroom)[1] or dt.date.max)


def _day_of(classroom: ClassroomPage) -> tuple[bool, dt.date | None]:
    """(whether families wait for it, the posting day that an update would be for now)."""
    standing = getattr(classroom, "standing", None)
    if standing is None:
        return False, None
    waited = bool(standing.standing_day and standing.standing in WAITED_FOR)
    return waited, standing.standing_day if waited else standing.next_due_day


def targets(classrooms: Iterable[ClassroomPage], schools: Mapping[str, str]) -> list[Target]:
    """Named with their schools, where those are in `schools`. No query for classes that were read
    with their standing; one where the posting day that comes has its update already."""
    found, classes = [], list(classrooms)
    filled = filled_days(classes)
    late = late_days(filled)
    for classroom in classes:
        waited, day = _day_of(classroom)
        standing = getattr(classroom, "standing", None)
        coming = standing.next_due_day if standing and waited else None
        found.append(
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
    return found


def _words(day: dt.date | None) -> str:
    return day_text(day) if day else ""


def readers_of(updates: Sequence[UpdatePage]) -> list[tuple[str, str]]:
    """[("Math 3, Music 4", "Ines Ferreira")]: who reads these updates before families do, by the
    classes that they are for; "" where the school has nobody of its own. Three queries."""
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
    """The account's classes, sections of one course at one school together."""
    classes = list(own_classrooms(user))
    schools = schools_if_several(classes)
    found: dict[str, list[Target]] = defaultdict(list)
    for target in targets(classes, schools):
        school = schools.get(school_path(target.classroom.path))
        found[", ".join(filter(None, (_course(target.classroom), school)))].append(target)
    return list(found.items())


def _course(classroom: ClassroomPage) -> str:
    """ "Earth Science 7" of "Earth Science 7, Period 3": its title without its section."""
    return str(classroom.title).removesuffix(classroom.section).rstrip(" ,–-") or classroom.title


def classrooms_by_ids(ids: Iterable[int]) -> list[ClassroomPage]:
    rows = ClassroomPage.objects.filter(pk__in=set(ids)).select_related(
        "school_year", "standing", "started_from"
    )
    return list(rows.order_by("title", "section", "pk"))


def curriculum_choices(classroom: ClassroomPage, update: UpdatePage | None) -> CurriculumChoices:
    """Two queries. What the update links already, and what the class linked last, come first."""
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
    # A homeroom has no subject with pages of its own: then whatever its grade learns.
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
    """The curriculum pages that an update links, by their keys. No query."""
    raw = update.curriculum.get_prep_value() if update is not None else []
    keys = [each["value"].get("page") for each in raw if each["type"] == "page"]
    return [int(key) for key in keys if key]


def waiting_for(
    classrooms: Sequence[ClassroomPage], days: Any, but: Iterable[int] = ()
) -> list[Waiting]:
    """Other updates of these classes about these days, and drafts that nobody has handed in.
    Four queries, however many classes."""
    left_out = set(but)
    names = {classroom.path: class_name(classroom) for classroom in classrooms}
    others = others_by_class(UpdatePage.objects, list(names), *days)
    found = [
        Waiting(other.pk, other.title, names[path], other.state, not other.is_for_families)
        for path, of_class in others.items()
        for other in of_class
        if other.pk not in left_out
    ]
    left_out |= {each.pk for each in found}
    current = [each for each in classrooms if each.school_year.last_day >= timezone.localdate()]
    rows = with_facts(UpdatePage.objects.filter(updates_below(current), live=False))
    newest = rows.order_by("-latest_revision_created_at").values(
        "pk", "path", "draft_title", *FACTS
    )
    drafts = [(row, standing_in(row)) for row in newest if row["pk"] not in left_out]
    still = [(row, standing) for row, standing in drafts if standing.state in GOES_ON]
    for row, standing in still[:_DRAFTS]:
        name = names[row["path"][: -Page.steplen]]
        found.append(Waiting(row["pk"], row["draft_title"], name, str(standing.words), True))
    return found


def followers_of(update: UpdatePage, user: User) -> list[UpdatePage]:
    """The drafts of other classes that were begun together with this one, and that this account may
    edit. What is down for student privacy has none: its words go nowhere else."""
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
    """Each of which this account may post to. Raises `Http404` for what is no class,
    `PermissionDenied` for those of others."""
    keys = sent.getlist("class")
    wanted = set(keys_in(keys))
    if len(keys_in(keys)) < len(keys):
        raise Http404
    if len(wanted) > MOST_CLASSES:
        raise PermissionDenied
    found = classrooms_by_ids(wanted)
    if len(found) != len(wanted):
        raise Http404
    for classroom in found:
        check_may_post(user=user, classroom=classroom)
    return found
