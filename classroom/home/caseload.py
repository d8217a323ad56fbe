"""Classes that someone follows without teaching them: chosen and read in the staff area."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any, Concatenate, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length, Substr
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from district_cms.deviations.selectors import first_page
from district_cms.people.models import Staff
from district_cms.schools.choices import GRADE_LEVELS
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest

from ..addresses import class_name
from ..models import CaseloadChoice, ClassroomPage, ClassroomTeacher, TeacherPage
from ..presentation.agenda import Entry, FamilyClass, entries
from ..presentation.cards import class_card
from ..presentation.running import in_its_turn, running, teaching
from ..presentation.week import last_day


class SchoolOrGradeForm(forms.Form):
    """A school, and one of its grades or all. The person's own school is preselected."""

    school: "forms.ModelChoiceField[SchoolPage]" = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=gettext_lazy("School"),
        empty_label=gettext_lazy("Choose a school"),
        error_messages={
            "required": gettext_lazy("Choose a school."),
            "invalid_choice": gettext_lazy("Choose a school from the list."),
        },
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Grade"),
        choices=[("", gettext_lazy("All grades")), *GRADE_LEVELS],
        required=False,
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own messages are clearer
        schools = SchoolPage.objects.live().public().order_by("title")
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["school"].initial = staff.schools.first()


MOST_FOUND: Final = 30
MOST_WORDS: Final = 6
_SCHOOL: Final = SCHOOL_DEPTH * Page.steplen


@dataclass(frozen=True, slots=True)
class Followed:
    """A class in the list. `card` has what its school's page says about it."""

    room: ClassroomPage
    name: str
    school: str
    teachers: str
    card: dict[str, Any]

    def has(self, words: Sequence[str]) -> bool:
        """Returns True if all of these lowercase words are in its name, its teachers' or its
        school's."""
        text = f"{self.name} {self.teachers} {self.school}".casefold()
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, and how many classes it covers now."""

    choice: CaseloadChoice
    classes: int


@dataclass(frozen=True, slots=True)
class InWeek:
    """An entry with a day, and its class."""

    entry: Entry
    of: Followed


def words_of(query: str) -> list[str]:
    """Returns the words of a search query."""
    return query.casefold().split()[:MOST_WORDS]


def choices_of(staff: Staff) -> QuerySet[CaseloadChoice]:
    """Returns a person's own choices: schools, then grades, then single classes. One query."""
    own = CaseloadChoice.objects.filter(staff=staff).select_related("school", "classroom")
    return own.order_by(F("school__title").asc(nulls_last=True), "grade", "classroom__title", "pk")


def chosen(staff: Staff, today: dt.date) -> tuple[list[Chosen], list[ClassroomPage]]:
    """Returns the person's choices, and the running classes that they cover, each once. Three
    queries."""
    choices = list(choices_of(staff))
    if not choices:
        return [], []
    wanted = Q(pk__in=[choice.classroom_id for choice in choices if choice.classroom_id])
    for below in {choice.school.path for choice in choices if choice.school}:
        wanted |= Q(path__startswith=below)
    # Grades are filtered in Python: a class stores them as a list, which not every database can
    # search.
    rooms = [
        room
        for room in _open_classes(today).filter(wanted)
        if any(choice.covers(room) for choice in choices)
    ]
    counted = [Chosen(choice, sum(map(choice.covers, rooms))) for choice in choices]
    return counted, rooms


def listed(rooms: Sequence[ClassroomPage], today: dt.date, request: HttpRequest) -> list[Followed]:
    """Returns these classes with their teachers. One query."""
    by_room = teaching(list(rooms), today)
    return [
        Followed(
            room=room,
            name=class_name(room),
            school=room.title_of_school or "",
            teachers=", ".join(row.name_for_families for row in by_room[room.pk]),
            card=class_card(room, request),
        )
        for room in rooms
    ]


def week_of(
    classes: Sequence[Followed], now: dt.datetime, today: dt.date
) -> list[tuple[dt.date, list[InWeek]]]:
    """Returns what is due and coming up in these classes in the next week, by day. At most four
    queries, none without a class."""
    by_page = {each.room.translation_key: each for each in classes}
    if not by_page:
        return []
    rooms = [
        FamilyClass(each.room.translation_key, each.room.pk, each.name, each.school)
        for each in classes
    ]
    coming = entries(rooms, now, today, last_day(today))
    lines = [InWeek(entry, by_page[entry.of_class]) for entry in coming]
    return [(day, list(rows)) for day, rows in groupby(lines, key=lambda line: line.entry.day)]


def matching_classes(query: str, today: dt.date) -> list[ClassroomPage]:
    """Returns running classes of the district whose names, schools or teachers match the words, one
    more than are shown. Two queries, none without a word."""
    words = words_of(query)
    if not words:
        return []
    rooms = _open_classes(today).annotate(above=Left("path", Length("path") - Page.steplen))
    for condition in _conditions(words, today):
        rooms = rooms.filter(condition)
    return list(rooms[: MOST_FOUND + 1])


def _conditions(words: Sequence[str], today: dt.date) -> Iterator[Q]:
    for word in words:
        teachers = ClassroomTeacher.objects.current(today).filter(
            Q(staff__given_name__icontains=word) | Q(staff__family_name__icontains=word)
        )
        # "Ms. Rivera": the name that families use.
        pages = TeacherPage.objects.live().filter(title__icontains=word)
        schools = SchoolPage.objects.live().filter(title__icontains=word)
        yield (
            Q(title__icontains=word)
            | Q(section__icontains=word)
            | Q(pk__in=teachers.values("classroom_id"))
            | Q(above__in=pages.values("path"))
            | Q(school_path__in=schools.values("path"))
        )


def _open_classes(today: dt.date) -> Any:
    """Returns running classes that everyone may read."""
    return (
        ClassroomPage.objects.live()
        .public()
        .filter(running(today), in_its_turn(today))
        .annotate(
            school_path=Substr("path", 1, _SCHOOL),
            title_of_school=SchoolPage.objects.filter(path=OuterRef("school_path")).values("title"),
        )
        .select_related("school_year", "standing")
        .order_by("title_of_school", "title", "section", "path")
    )


MOST: Final = 100


@transaction.atomic
def follow(
    *,
    staff: Staff,
    school: SchoolPage | None = None,
    grade: str = "",
    classroom: ClassroomPage | None = None,
) -> CaseloadChoice:
    """Adds a school, one of its grades, or a class to the person's choices; adding it again changes
    nothing.

    Raises `ValidationError` above the limit of `MOST` choices."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    wanted = {"staff": staff, "school": school, "grade": grade, "classroom": classroom}
    existing = CaseloadChoice.objects.filter(**wanted).first()
    if existing is not None:
        return existing
    if CaseloadChoice.objects.filter(staff=staff).count() >= MOST:
        raise ValidationError(
            _("You can follow %(most)d schools, grades and classes. Stop following one first.")
            % {"most": MOST}
        )
    return CaseloadChoice.objects.create(**wanted)


LONGEST_QUERY: Final = 100


def _own_page[**Rest](
    view: Callable[Concatenate[SignedInRequest, Staff, Rest], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, Rest], HttpResponse]:
    """Passes the user's staff record to the view while the person works here. Redirects people
    without a record to the page where they can ask for one."""

    @wraps(view)
    def wrapped(
        request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        staff = Staff.objects.active().filter(user_id=request.user.pk).first()
        if staff is None:
            return redirect("signatures:my_signature")
        return view(request, staff, *args, **kwargs)

    return never_cache(login_required(wrapped))


@require_safe
@_own_page
def overview(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Shows the classes, all or those matching a search, and what is due and coming up in them."""
    today = timezone.localdate()
    query = _query(request)
    _choices, rooms = chosen(staff, today)
    every = listed(rooms, today, request)
    words = words_of(query)
    visible = [each for each in every if each.has(words)]
    context = {
        "query": query,
        "number": len(every),
        "classes": visible,
        "week": week_of(visible, timezone.now(), today),
        "until": last_day(today),
        # The home page of people without access to the editor.
        **first_page(request.user),
    }
    return render(request, "classroom/caseload/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_own_page
def choose(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Shows what the person follows, adds a school or grade, and searches for single classes."""
    if request.method != "POST":
        return _choosing(request, staff, SchoolOrGradeForm(staff=staff))
    form = SchoolOrGradeForm(request.POST, staff=staff)
    if form.is_valid():
        try:
            choice = follow(staff=staff, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You follow %(what)s now.") % {"what": choice})
            return redirect("caseload_choose")
    return _choosing(request, staff, form)


@require_POST
@_own_page
def follow_class(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Follows a single class from the search results."""
    open_to_all = ClassroomPage.objects.live().public().filter(running(timezone.localdate()))
    room = get_object_or_404(open_to_all, pk=pk)
    try:
        follow(staff=staff, classroom=room)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("You follow %(what)s now.") % {"what": class_name(room)})
    return _back(str(request.POST.get("q", "")))


@require_POST
@_own_page
def stop_following(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Deletes one of the person's own choices."""
    choice = get_object_or_404(choices_of(staff), pk=pk)
    choice.delete()
    messages.success(request, _("You no longer follow %(what)s.") % {"what": choice})
    return redirect("caseload_choose")


def _choosing(request: HttpRequest, staff: Staff, form: SchoolOrGradeForm) -> HttpResponse:
    today = timezone.localdate()
    query = _query(request)
    choices, rooms = chosen(staff, today)
    by_key = {each.room.pk: each for each in listed(rooms, today, request)}
    matches = matching_classes(query, today)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "choices": [(each, by_key.get(each.choice.classroom_id or 0)) for each in choices],
        "found": listed(matches[:MOST_FOUND], today, request),
        "more": len(matches) > MOST_FOUND,
        "followed": set(by_key),
    }
    status = 422 if form.errors else 200
    return render(request, "classroom/caseload/choose.html", context, status=status)


def _query(request: HttpRequest) -> str:
    return str(request.GET.get("q", ""))[:LONGEST_QUERY].strip()


def _back(query: str) -> HttpResponse:
    """Redirects to the search in which the class was found."""
    query_string = QueryDict(mutable=True)
    query_string["q"] = query[:LONGEST_QUERY]
    return redirect(f"{reverse('caseload_choose')}?{query_string.urlencode()}")


urlpatterns = [
    path("", overview, name="caseload"),
    path("choose/", choose, name="caseload_choose"),
    path("follow/<int:pk>/", follow_class, name="caseload_follow"),
    path("stop/<int:pk>/", stop_following, name="caseload_stop"),
]
