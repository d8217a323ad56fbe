"""One school's screen: how its classes stand on its posting days."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.templatetags.wagtailadmin_tags import icon
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.deviations.selectors import days_explained
from district_cms.people.models import User
from district_cms.procedure.clauses import clause
from district_cms.schools.choices import GRADE_LEVELS
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import day_text

from .addresses import class_name
from .home.feedback import CLAUSE as FEEDBACK_CLAUSE
from .home.feedback import counts_of, wants_notes
from .ledger.at_deadline.rules import TO_EXPLAIN
from .models import ClassroomPage, ClassroomTeacher, PostingSlot, UpdatePage
from .permissions import can_see_names, can_see_school
from .reminders.selectors import is_in_since
from .selectors import NOT_POSTED, classes_of
from .states import FACTS, UpdateState, standing_in, with_facts

# The number of posting days side by side on the screen.
DAYS = 5
# In the order of the table: done, then what needs nothing more from the teacher, then what someone
# waits for.
STANDINGS = ("met", "late", "scheduled", "with_school", "open", "awaited", "missing", "upcoming")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with its teachers, and its standing for each visible day, "" for none.

    `begun` says how the unposted update of the newest day stands, in the words of `states`: "sent
    back" or "draft"; None if there is none. `away` says who is on leave, until when, and who
    substitutes."""

    classroom: ClassroomPage
    name: str
    teachers: tuple[tuple[int, str], ...]
    cells: tuple[str, ...]
    is_waiting: bool
    begun: Any = None
    away: tuple[str, ...] = ()
    # Whether it missed the newest day and has submitted an update since.
    is_in_since: bool = False

    @property
    def teacher_names(self) -> str:
        return ", ".join(name for _pk, name in self.teachers)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the screen shows. `days` are the visible posting days, oldest first.

    `newest` is the latest posting day that has come; if none has, the first of the year, and
    `has_come` is False. `earlier` and `later` are the last days of the neighboring screens, or
    None."""

    days: tuple[dt.date, ...]
    rows: tuple[ClassRow, ...]
    newest: dt.date | None
    has_come: bool
    earlier: dt.date | None
    later: dt.date | None

    def counts(self) -> list[tuple[dt.date, dict[str, int]]]:
        """Returns for each day how many classes have which standing."""
        return [
            (day, dict(Counter(row.cells[at] for row in self.rows if row.cells[at])))
            for at, day in enumerate(self.days)
        ]


def glance_at(
    school: Page, *, until: dt.date | None = None, today: dt.date | None = None
) -> Glance:
    """Returns the classes of a school in the current school year. Always six queries.

    `until` is the last day to show; by default the next one."""
    today = today or timezone.localdate()
    year = SchoolYear.objects.current(today)
    classes = list(
        classes_of([school.path])
        .filter(school_year=year)
        .defer("introduction")
        .select_related("standing")
        .order_by("title", "section", "pk")
    )
    slots = PostingSlot.objects.filter(
        classroom_id__in=[each.pk for each in classes], school_year=year, day__isnull=False
    ).order_by()
    all_days: list[dt.date] = sorted(set(slots.values_list("day", flat=True).distinct()))  # type: ignore[arg-type]
    visible, earlier, later = _window(all_days, until, today)
    newest = max((day for day in all_days if day <= today), default=min(all_days, default=None))
    wanted = {*visible, newest} - {None}
    standings: dict[tuple[int, dt.date | None], str] = {
        (pk, day): standing
        for pk, day, standing in slots.filter(day__in=wanted).values_list(
            "classroom_id", "day", "standing"
        )
    }
    teaching = _teaching(classes, today)
    teachers, away = _teachers_of(teaching), _away(teaching, today)
    waiting = {
        each.path: each.pk for each in classes if standings.get((each.pk, newest), "") in NOT_POSTED
    }
    begun = _begun(school, waiting, newest)
    rows = tuple(
        ClassRow(
            classroom=each,
            name=class_name(each),
            teachers=tuple(teachers[each.pk]),
            cells=tuple(standings.get((each.pk, day), "") for day in visible),
            is_waiting=each.path in waiting,
            begun=begun.get(each.pk),
            away=tuple(away[each.pk]),
            is_in_since=bool(newest and each.path in waiting and is_in_since(each, newest)),
        )
        for each in classes
    )
    has_come = newest is not None and newest <= today
    return Glance(visible, rows, newest, has_come, earlier, later)


def _window(
    days: list[dt.date], until: dt.date | None, today: dt.date
) -> tuple[tuple[dt.date, ...], dt.date | None, dt.date | None]:
    coming = next((at for at, day in enumerate(days) if day > today), len(days) - 1)
    last = coming
    if until is not None:
        last = max((at for at, day in enumerate(days) if day <= until), default=DAYS - 1)
    end = min(max(last + 1, DAYS), len(days))
    start = max(end - DAYS, 0)
    earlier = days[start - 1] if start else None
    later = days[min(end + DAYS, len(days)) - 1] if end < len(days) else None
    return tuple(days[start:end]), earlier, later


def _teachers_of(rows: Iterable[ClassroomTeacher]) -> dict[int, list[tuple[int, str]]]:
    teachers: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        teachers[row.classroom_id].append((row.staff_id, row.staff.full_name))
    return teachers


def _teaching(classes: Iterable[ClassroomPage], today: dt.date) -> list[ClassroomTeacher]:
    rows = ClassroomTeacher.objects.current(today).filter(
        classroom_id__in=[each.pk for each in classes], staff__active=True
    )
    rows = rows.select_related("staff__leave__substitute")
    return list(rows.order_by("staff__family_name", "pk"))


def _away(rows: Iterable[ClassroomTeacher], today: dt.date) -> dict[int, list[str]]:
    """Returns {class: ["Elena Rivera is on leave until ...; ... substitutes."]}."""
    sentences: dict[int, list[str]] = defaultdict(list)
    rows = list(rows)
    have_it = {(row.classroom_id, row.staff_id) for row in rows}
    for row in rows:
        leave = getattr(row.staff, "leave", None)
        if leave is None or not leave.first_day <= today <= leave.last_day:
            continue
        names = {"name": row.staff.full_name, "day": day_text(leave.last_day)}
        if (row.classroom_id, leave.substitute_id) not in have_it:
            text = _("%(name)s is on leave until %(day)s; nobody substitutes.") % names
        else:
            names["substitute"] = leave.substitute.full_name
            text = _("%(name)s is on leave until %(day)s; %(substitute)s substitutes.") % names
        sentences[row.classroom_id].append(text)
    return sentences


def _begun(school: Page, waiting: Mapping[str, int], day: dt.date | None) -> dict[int, Any]:
    """Returns {class: "sent back" or "draft"} for updates that cover the day and are not posted.
    One query, none if every class has posted."""
    if day is None or not waiting:
        return {}
    updates = UpdatePage.objects.filter(
        path__startswith=school.path, live=False, period_start__lte=day, period_end__gte=day
    )
    begun: dict[int, Any] = {}
    for row in with_facts(updates).values("path", *FACTS):
        classroom = waiting.get(row["path"][: -Page.steplen])
        standing = standing_in(row)
        is_back = standing.state is UpdateState.SENT_BACK
        if classroom and (
            is_back or (standing.state is UpdateState.DRAFT and classroom not in begun)
        ):
            begun[classroom] = standing.words
    return begun


def chosen(rows: Iterable[ClassRow], *, grade: str, teacher: str, waiting: bool) -> list[ClassRow]:
    """Returns the rows that match the filter; "" filters nothing."""
    return [
        row
        for row in rows
        if (not grade or grade in row.classroom.grade_levels)
        and (not teacher or any(str(pk) == teacher for pk, _name in row.teachers))
        and (row.is_waiting or not waiting)
    ]


def teachers_in(rows: Iterable[ClassRow]) -> list[tuple[int, str]]:
    """Returns the teachers of these classes, each once, sorted by last name."""
    people: dict[int, Any] = {pk: name for row in rows for pk, name in row.teachers}
    return sorted(people.items(), key=lambda each: each[1].split()[-1].casefold())


class FilterForm(forms.Form):
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)
    teacher = forms.ChoiceField(label=gettext_lazy("Teacher"), required=False)
    waiting = forms.BooleanField(
        label=gettext_lazy("Only classes that have not posted yet"), required=False
    )

    def __init__(
        self, *args: Any, grades: set[str], teachers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        here = [(key, label) for key, label in GRADE_LEVELS if key in grades]
        self.fields["grade"].choices = [("", gettext_lazy("All grades")), *here]  # type: ignore[attr-defined]
        people = [(str(pk), name) for pk, name in teachers]
        self.fields["teacher"].choices = [("", gettext_lazy("All teachers")), *people]  # type: ignore[attr-defined]


LABELS = dict(PostingSlot.STANDINGS)
SHAPES: Final = {
    "met": "check",
    "late": "history",
    "scheduled": "calendar-check",
    "with_school": "time",
    "open": "minus",
    "awaited": "warning",
    "missing": "cross",
    "upcoming": "calendar-alt",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table. `icon` is HTML, "" if the class has no posting day. Phones also show
    `day`. `more` says how an unposted update stands ("sent back", "draft"), that an update for the
    next day was submitted since, or that someone explained why there is none."""

    day: str
    word: Any
    icon: str
    standing: str
    more: Any = None


def cells_of(
    rows: Iterable[ClassRow],
    days: Sequence[dt.date],
    newest: dt.date | None = None,
    explained: Collection[tuple[uuid.UUID, dt.date]] = (),
) -> Iterator[tuple[ClassRow, list[Cell]]]:
    """Yields each row with its cells. Only cells of the day `newest` mention drafts. `explained`
    has the classes and days for which someone explained why there was no update in time.

    Texts and icons are computed once: hundreds of cells share a dozen days and eight standings."""
    columns = [(day, day_text(day), day == newest) for day in days]
    for row in rows:
        yield (
            row,
            [
                Cell(
                    text,
                    LABELS.get(standing, ""),
                    _icon(SHAPES[standing]) if standing in SHAPES else "",
                    standing,
                    _("explained")
                    if standing in TO_EXPLAIN and (row.classroom.translation_key, day) in explained
                    else _more(row)
                    if is_newest
                    else None,
                )
                for (day, text, is_newest), standing in zip(columns, row.cells, strict=True)
            ],
        )


def _more(row: ClassRow) -> Any:
    return _("submitted for the next day") if row.is_in_since else row.begun


@lru_cache(maxsize=len(SHAPES))
def _icon(name: str) -> str:
    """Returns Wagtail's icon. It is cached because it contains no translated text."""
    return render_to_string("wagtailadmin/shared/icon.html", icon(name))


ON_A_SCREEN = 50


class SchoolView(WagtailAdminTemplateMixin, TemplateView):
    """The classes of one school by posting days; only counts for accounts that may not see
    names."""

    template_name = "classroom/admin/school.html"
    page_title = gettext_lazy("Posting days")
    header_icon = "calendar-check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.school = get_object_or_404(SchoolPage, pk=self.kwargs["school_id"])
        if not can_see_school(self.request.user, self.school):
            raise PermissionDenied
        self.glance = glance_at(self.school, until=_day(self.request.GET.get("until", "")))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.school.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, glance = self.request.user, self.glance
        return {
            **super().get_context_data(**kwargs),
            "school": self.school,
            "glance": glance,
            "days": [day_text(day) for day in glance.days],
            "counts": self._counts(),
            "standings": [LABELS[key] for key in STANDINGS],
            **(self._with_names() if can_see_names(user, self.school) else {"names": False}),
        }

    def _counts(self) -> list[tuple[str, list[tuple[Any, int]]]]:
        return [
            (day_text(day), [(LABELS[key], counts.get(key, 0)) for key in STANDINGS])
            for day, counts in self.glance.counts()
        ]

    def _with_names(self) -> dict[str, Any]:
        glance = self.glance
        grades = {grade for row in glance.rows for grade in row.classroom.grade_levels}
        form = FilterForm(self.request.GET, grades=grades, teachers=teachers_in(glance.rows))
        choice = form.cleaned_data if form.is_valid() else {}
        rows = chosen(
            glance.rows,
            grade=choice.get("grade", ""),
            teacher=choice.get("teacher", ""),
            waiting=choice.get("waiting", False),
        )
        visible = Paginator(rows, ON_A_SCREEN).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        chosen_rows = query.copy()
        chosen_rows.pop("until", None)
        return {
            "names": True,
            "chosen_rows": chosen_rows.urlencode(),
            "filter": form,
            "shown": visible,
            "query": query.urlencode(),
            "rows": list(
                cells_of(
                    visible,
                    glance.days,
                    glance.newest,
                    days_explained(row.classroom.translation_key for row in visible),
                )
            ),
            "waiting": sum(row.is_waiting for row in glance.rows),
            "newest": day_text(glance.newest) if glance.newest else "",
            "feedback": self._feedback(),
        }

    def _feedback(self) -> dict[str, Any]:
        classes = [row.classroom.pk for row in self.glance.rows]
        wants = wants_notes(self.school)
        return {
            "clause": clause(FEEDBACK_CLAUSE),
            "counts": counts_of(classes, timezone.localdate()) if wants else None,
        }


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def urls() -> list[Any]:
    return [path("school/<int:school_id>/", SchoolView.as_view(), name="classroom_school")]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is SchoolPage and can_see_school(user, page):
        yield Button(
            _("Posting days"),
            reverse("classroom_school", args=[page.pk]),
            icon_name="calendar-check",
            priority=25,
        )
