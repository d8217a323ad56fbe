"""Continues classes in the next school year: which ones may, and their new pages and teachers."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages as with_buttons
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, PageViewRestriction

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.publishing.answers import inherit_confirmations
from district_cms.publishing.gate import PublishBlocked
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ..addresses import class_name
from ..models import ClassroomPage, ClassroomTeacher, Leave, TeacherPage
from ..starting.selectors import newest_of
from .handover import assign_for_each

Part = ClassroomTeacher.Part


@dataclass(frozen=True, slots=True)
class Offer:
    """A class of the year before. `teacher_page` is where it continues unless someone chooses
    another page; None if that is not known, and `why` gives the reason."""

    classroom: ClassroomPage
    name: str
    teacher_page: TeacherPage | None
    why: str


def years_to_fill(today: dt.date) -> list[SchoolYear]:
    """Returns the school years that are not over and have a year before them, the latest first."""
    years = list(SchoolYear.objects.order_by("first_day"))
    return [year for year in reversed(years[1:]) if year.last_day >= today]


def proposed(years: list[SchoolYear], today: dt.date) -> SchoolYear:
    """Returns the year that begins next, else the current one. `years` has the latest first."""
    return next((year for year in reversed(years) if year.first_day > today), years[0])


def year_before(year: SchoolYear) -> SchoolYear | None:
    return SchoolYear.objects.filter(first_day__lt=year.first_day).order_by("-first_day").first()


def left_over(school: SchoolPage, before: SchoolYear, into: SchoolYear) -> QuerySet[ClassroomPage]:
    """Returns the live classes of a school in the year before that nobody has continued in
    `into`."""
    continued = ClassroomPage.objects.filter(school_year=into, continues=OuterRef("pk"))
    classes = ClassroomPage.objects.live().filter(school_year=before).descendant_of(school)
    return classes.exclude(Exists(continued)).order_by("path")


def teacher_pages_at(school: SchoolPage, into: SchoolYear) -> list[TeacherPage]:
    """Returns the pages of teachers who work at the school when the year begins."""
    pages = TeacherPage.objects.live().child_of(school).select_related("staff")
    here = pages.filter(Q(staff__last_day=None) | Q(staff__last_day__gte=into.first_day))
    return list(here.filter(staff__active=True).order_by("title", "pk"))


def offers_for(
    classes: Iterable[ClassroomPage],
    pages: list[TeacherPage],
    before: SchoolYear,
    into: SchoolYear,
) -> list[Offer]:
    """Returns the offer for each of these classes of one school. Two queries."""
    classes = list(classes)
    rows = rows_at_end(classes, before)
    above = Page.objects.filter(path__in={_above(classroom) for classroom in classes})
    titles = dict(above.values_list("path", "title"))
    return [
        _offer(classroom, titles[_above(classroom)], rows[classroom.pk], pages, before, into)
        for classroom in classes
    ]


def _above(classroom: ClassroomPage) -> str:
    path: str = classroom.path[: -Page.steplen]
    return path


def rows_at_end(
    classes: Iterable[ClassroomPage], before: SchoolYear
) -> dict[int, list[ClassroomTeacher]]:
    """Returns {class: its teachers on the last day of its year, without substitutes, lead
    first}."""
    rows = ClassroomTeacher.objects.current(before.last_day).filter(classroom__in=list(classes))
    by_class: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for row in rows.exclude(part=Part.SUBSTITUTE).select_related("staff").order_by("pk"):
        by_class[row.classroom_id].append(row)
    for teachers in by_class.values():
        teachers.sort(key=lambda row: row.part != Part.LEAD)
    return by_class


def is_there(staff: Staff, on: dt.date) -> bool:
    """Returns True if the person still works here on that day, as far as is known."""
    return staff.active and (staff.last_day is None or staff.last_day >= on)


def _offer(
    classroom: ClassroomPage,
    now: str,
    rows: list[ClassroomTeacher],
    pages: list[TeacherPage],
    before: SchoolYear,
    into: SchoolYear,
) -> Offer:
    lead = next((row.staff for row in rows if row.part == Part.LEAD), None)
    page = _page_of(lead, classroom, pages) if lead is not None else None
    why = ""
    if classroom.ends_on is not None and classroom.ends_on < before.last_day:
        page, why = None, _("It ends on %(day)s.") % {"day": weekday_text(classroom.ends_on)}
    elif lead is None:
        why = _("Nobody teaches it when the year ends.")
    elif page is None and lead.last_day is not None and lead.last_day < into.first_day:
        facts = {"name": lead.full_name, "day": weekday_text(lead.last_day)}
        why = _("The last day of %(name)s is %(day)s.") % facts
    elif page is None and not lead.active:
        why = _("%(name)s does not work here anymore.") % {"name": lead.full_name}
    elif page is None:
        why = _("%(name)s has no live page at this school.") % {"name": lead.full_name}
    name = _("%(name)s (now %(teacher)s)") % {"name": class_name(classroom), "teacher": now}
    return Offer(classroom, name, page, why)


def _page_of(
    staff: Staff, classroom: ClassroomPage, pages: list[TeacherPage]
) -> TeacherPage | None:
    """Returns the teacher's page above the class, else the teacher's first page."""
    own = [page for page in pages if page.staff_id == staff.pk]
    here = (page for page in own if page.path == _above(classroom))
    return next(here, own[0] if own else None)


went_on = Signal()


# The fields that a new page takes over; those that hold for one year only are left out.
CARRIED = (
    "title",
    "subject",
    "grade_levels",
    "section",
    "room",
    "introduction",
    "good_to_know",
    "language",
)


# Contact fields, taken over if the teacher stays; another teacher's are in that person's staff
# record.
CONTACT = ("contact_email", "contact_phone", "contact_hours")


@dataclass(frozen=True, slots=True)
class GoneOn:
    """The class pages that were made; `drafts` are those that the checks did not let go live."""

    live: list[ClassroomPage] = field(default_factory=list)
    drafts: list[ClassroomPage] = field(default_factory=list)


def begins_on(into: SchoolYear, today: dt.date) -> dt.date | None:
    """Returns today if the year has begun, so that the class owes no earlier posting days; else
    None, which means the start of the year."""
    return today if into.first_day < today else None


@transaction.atomic
def go_on(
    *, chosen: Iterable[tuple[ClassroomPage, TeacherPage]], into: SchoolYear, actor: User
) -> GoneOn:
    """Makes the page of each class in `into`, below its next teacher's page.

    Pages that the checks refuse stay drafts. Skips classes that someone has continued in the
    meantime. Raises `PermissionDenied` if the account may not publish."""
    result = GoneOn()
    names = []
    for classroom, teacher_page in chosen:
        # The lock lets only one of two simultaneous requests continue the class.
        before = ClassroomPage.objects.select_for_update(of=("self",)).get(pk=classroom.pk)
        if before.continued_by.filter(school_year=into).exists():
            continue
        page = _draft(before, teacher_page, into, actor)
        (result.live if _publish(page, before, actor) else result.drafts).append(page)
        same_teacher = _assign(page, before, teacher_page, into)
        went_on.send(
            sender=ClassroomPage,
            page=page,
            before=before,
            same_teacher=same_teacher,
            actor=actor,
        )
        names.append(f"{class_name(page)}: {teacher_page.staff.full_name}")
    if names:
        record(action="classes.went_on", actor=actor, school_year=into.name, classes=names)
    return result


def _draft(
    before: ClassroomPage, teacher_page: TeacherPage, into: SchoolYear, actor: User
) -> ClassroomPage:
    stays = before.get_parent().pk == teacher_page.pk
    page = ClassroomPage(
        **{name: getattr(before, name) for name in (*CARRIED, *(CONTACT if stays else ()))},
        slug=before.slug,
        school_year=into,
        starts_on=begins_on(into, timezone.localdate()),
        continues=before,
        started_from=newest_of(before.started_from, teacher_page.path),
        live=False,
        owner=actor,
    )
    teacher_page.add_child(instance=page)
    _keep_closed(page, before)
    return page


def _keep_closed(page: ClassroomPage, before: ClassroomPage) -> None:
    """Copies the view restrictions of the old page, and of its ancestors that are not ancestors of
    the new page."""
    above = before.get_ancestors(inclusive=True)
    doors = PageViewRestriction.objects.filter(page__in=above)
    for door in doors.exclude(page__in=page.get_ancestors()):
        copied = PageViewRestriction.objects.create(
            page=page, restriction_type=door.restriction_type, password=door.password
        )

        copied.groups.set(door.groups.all())


def _publish(page: ClassroomPage, before: ClassroomPage, actor: User) -> bool:
    """Returns True if the page is live now."""
    revision = page.save_revision(user=actor, log_action="wagtail.create")
    inherit_confirmations(source=before, targets=[page], user=actor)
    try:
        with transaction.atomic():
            revision.publish(user=actor)
    except PublishBlocked:
        return False
    return True


def _assign(
    page: ClassroomPage, before: ClassroomPage, teacher_page: TeacherPage, into: SchoolYear
) -> bool:
    """Assigns the teacher of the page, last year's co-teachers who still work here (until their
    last day if one is known), and substitutes for the days of a leave. Returns True if the teacher
    is the same as before."""
    lead = teacher_page.staff
    parts = {lead.pk: (lead, Part.LEAD)}
    rows = rows_at_end([before], before.school_year)[before.pk]
    for row in rows:
        if row.part == Part.CO_TEACHER and is_there(row.staff, into.first_day):
            parts.setdefault(row.staff_id, (row.staff, Part.CO_TEACHER))
    for staff, part in parts.values():
        row = ClassroomTeacher.objects.create(classroom=page, staff=staff, part=part)
        if staff.last_day is not None:
            # As it would have been when the last day was recorded.
            row.end_with(staff.last_day, before=None)
    assign_for_each(Leave.objects.filter(staff__in=parts, last_day__gte=into.first_day))
    return any(row.staff_id == lead.pk and row.part == Part.LEAD for row in rows)


MAY: Final = "classroom.add_classroomteacher"
# The most pages that are made and published in one request.
AT_ONCE: Final = 20
# A database key has at most this many digits.
OF_CLASS: Final = re.compile(r"class_([0-9]{1,9})")


def of_class(classroom: ClassroomPage) -> str:
    return f"class_{classroom.pk}"


class WhereForm(forms.Form):
    """Chooses the school year to fill, and the school."""

    into: "forms.ModelChoiceField[SchoolYear]" = forms.ModelChoiceField(
        SchoolYear.objects.none(), label=gettext_lazy("School year"), empty_label=None
    )
    school: "forms.ModelChoiceField[SchoolPage]" = forms.ModelChoiceField(
        SchoolPage.objects.none(), label=gettext_lazy("School"), empty_label=None
    )

    def __init__(self, *args: Any, years: list[SchoolYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["into"].queryset = SchoolYear.objects.filter(pk__in=[year.pk for year in years])
        fields["school"].queryset = SchoolPage.objects.live().order_by("title")


class NextYearForm(forms.Form):
    """Chooses for each class the teacher page below which it continues, or none."""

    def __init__(
        self, *args: Any, offers: list[Offer], pages: list[TeacherPage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.pages = {str(page.pk): page for page in pages}
        choices = [
            ("", _("It does not continue")),
            *((pk, page.title) for pk, page in self.pages.items()),
        ]
        for offer in offers:
            self.fields[of_class(offer.classroom)] = forms.ChoiceField(
                label=offer.name,
                choices=choices,
                required=False,
                initial=str(offer.teacher_page.pk) if offer.teacher_page else "",
                help_text=offer.why,
            )

    @property
    def chosen(self) -> list[tuple[ClassroomPage, TeacherPage]]:
        wanted = [
            (offer.classroom, self.cleaned_data.get(of_class(offer.classroom)))
            for offer in self.offers
        ]
        return [(classroom, self.pages[pk]) for classroom, pk in wanted if pk]


class NextYearView(WagtailAdminTemplateMixin, FormView):
    template_name = "classroom/admin/next_year.html"
    form_class = NextYearForm
    page_title = gettext_lazy("Classes of the next school year")
    header_icon = "date"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(MAY):
            raise PermissionDenied
        self.years = years_to_fill(timezone.localdate())
        schools = SchoolPage.objects.live().order_by("title")
        self.first_school = schools.values_list("pk", flat=True).first()
        if not (self.years and self.first_school):
            return redirect("classroom_school_year")
        self.where = WhereForm(self._asked(), years=self.years)
        if not self.where.is_valid():
            return redirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    def _asked(self) -> dict[str, Any]:
        """Returns the choices in the address, else the year that begins next and the first
        school."""
        year = proposed(self.years, timezone.localdate())
        return {
            "into": self.request.GET.get("into", year.pk),
            "school": self.request.GET.get("school", self.first_school),
        }

    @cached_property
    def into(self) -> SchoolYear:
        year: SchoolYear = self.where.cleaned_data["into"]
        return year

    @cached_property
    def before(self) -> SchoolYear:
        year = year_before(self.into)
        assert year is not None  # of a year to fill there is one
        return year

    @cached_property
    def left(self) -> "QuerySet[ClassroomPage]":
        left = left_over(self.where.cleaned_data["school"], self.before, self.into)
        return left.select_related("started_from", "school_year")

    @cached_property
    def classes(self) -> Any:
        """Returns the classes on this screen, of all that are left."""
        return Paginator(self.left, AT_ONCE).get_page(self.request.GET.get("p"))

    @cached_property
    def sent(self) -> dict[int, str]:
        """Returns {class: key of a teacher page, or ""} from the POST."""
        matches = ((OF_CLASS.fullmatch(name), value) for name, value in self.request.POST.items())
        return {int(match[1]): str(value) for match, value in matches if match}

    def get_form(self, form_class: Any = None) -> Any:
        pages = teacher_pages_at(self.where.cleaned_data["school"], self.into)
        # Others may have made classes since the screen was rendered; it would show other classes
        # now.
        visible = self.left.filter(pk__in=self.sent)[:AT_ONCE] if self.sent else self.classes
        offers = offers_for(visible, pages, self.before, self.into)
        return NextYearForm(offers=offers, pages=pages, **self.get_form_kwargs())

    def form_valid(self, form: NextYearForm) -> HttpResponse:
        result = go_on(chosen=form.chosen, into=self.into, actor=self.request.user)
        self._say(result)
        query = {"into": self.into.pk, "school": self.where.cleaned_data["school"].pk}
        if self.classes.number > 1:
            query["p"] = self.classes.number
        return redirect(f"{self.request.path}?{urlencode(query)}")

    def _say(self, result: GoneOn) -> None:
        number = len(result.live)
        if number:
            words = ngettext(
                "%(number)d class has its page for %(year)s, and its teacher.",
                "%(number)d classes have their pages for %(year)s, and their teachers.",
                number,
            )
            messages.success(self.request, words % {"number": number, "year": self.into.name})
        for page in result.drafts:
            words = _("“%(title)s” is a draft, because the checks have questions about it.")
            edit = with_buttons.button(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Open it")
            )
            with_buttons.warning(self.request, words % {"title": class_name(page)}, buttons=[edit])
        wanted = sum(1 for page in self.sent.values() if page)
        if not wanted:
            messages.info(self.request, _("No class was chosen. Nothing has changed."))
        not_made = wanted - len(result.live) - len(result.drafts)
        if not_made:
            words = ngettext(
                "%(number)d class was not made: by now it has a page for %(year)s, or is not live.",
                "%(number)d classes were not made: by now they have pages for %(year)s, or are not "
                "live.",
                not_made,
            )
            messages.info(self.request, words % {"number": not_made, "year": self.into.name})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        school = self.where.cleaned_data["school"]
        there = ClassroomPage.objects.filter(school_year=self.into).descendant_of(school)
        return {
            **context,
            "where": self.where,
            "into": self.into,
            "before": self.before,
            "school": school,
            "classes": self.classes,
            "there": there.count(),
            "begins_today": begins_on(self.into, timezone.localdate()) is not None,
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("class-assignments:index"), "label": _("Class assignments")},
            {"url": reverse("classroom_school_year"), "label": _("Next school year")},
            {"url": "", "label": self.page_title},
        ]


def urls() -> list[Any]:
    return [path("classes/next-year/", NextYearView.as_view(), name="classroom_next_year")]
