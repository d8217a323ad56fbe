"""Screens reached from the staff record: someone leaves, or is away for a while."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from district_cms.people.leaving import holdings_of
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.permissions import may_manage_account
from district_cms.people.roles import Role
from district_cms.schools.frame import school_path
from district_cms.schools.typed_dates.fields import TypedDateField
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ..addresses import class_and_year
from ..models import ClassroomTeacher, Leave
from . import services
from .handover import first_day_after
from .leaving import assignments_of, steps
from .new_teacher import schools_for


class OnStaffRecord(WagtailAdminTemplateMixin, FormView):
    """Base of these screens. Each subclass checks permissions and sets `staff`."""

    header_icon = "user"
    request: SignedInRequest
    staff: Staff

    @property
    def back_url(self) -> str:
        return reverse("staff:edit", args=[self.staff.pk])

    def get_page_subtitle(self) -> str:
        return self.staff.full_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("staff:index"), "label": _("Staff")},
            {"url": self.back_url, "label": self.staff.full_name},
            {"url": "", "label": self.page_title},
        ]


LONGEST_AGO = dt.timedelta(days=60)
FARTHEST_AHEAD = dt.timedelta(days=730)


def teachers_for(rows: Iterable[ClassroomTeacher], *, but: Staff) -> list[Staff]:
    """Returns who may take over these classes: teachers of their schools who have an account. One
    query."""
    schools = {school_path(row.classroom.path) for row in rows}
    today = timezone.localdate()
    roles = StaffRole.objects.current(today).filter(role=Role.TEACHER, school__path__in=schools)
    people = Staff.objects.active().filter(
        pk__in=roles.values("staff_id"), user__is_active=True, last_day=None
    )
    return list(people.exclude(pk=but.pk).order_by("family_name", "given_name", "pk"))


def check_not_far_ahead(day: dt.date) -> None:
    """Raises `ValidationError` for a mistyped year."""
    if day > timezone.localdate() + FARTHEST_AHEAD:
        raise forms.ValidationError(_("This day is more than two years ahead."))


class _TakeoverForm(forms.Form):
    def __init__(
        self, *args: Any, staff: Staff, rows: list[ClassroomTeacher], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.rows = rows
        self.people = {str(each.pk): each for each in teachers_for(rows, but=staff)}
        self.choices = [(pk, each.full_name) for pk, each in self.people.items()]


class LeavingForm(_TakeoverForm):
    """The last day, and who has each class from the day after."""

    last_day = TypedDateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The account ends that night."),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Who has the classes after that"),
        choices=[
            (ClassroomTeacher.Part.LEAD, gettext_lazy("takes them over")),
            (ClassroomTeacher.Part.SUBSTITUTE, gettext_lazy("substitutes until someone is found")),
        ],
        initial=ClassroomTeacher.Part.LEAD,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.rows:
            self.fields[field_of(row)] = forms.ChoiceField(
                label=class_and_year(row.classroom, timezone.localdate()),
                choices=[("", _("Nobody yet")), *self.choices],
                required=False,
            )
        if not self.rows:
            del self.fields["part"]

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if day < timezone.localdate() - LONGEST_AGO:
            raise forms.ValidationError(_("This day is more than 60 days ago."))
        check_not_far_ahead(day)
        return day

    @property
    def successors(self) -> dict[int, Staff]:
        chosen = {row.classroom_id: self.cleaned_data[field_of(row)] for row in self.rows}
        return {classroom: self.people[pk] for classroom, pk in chosen.items() if pk}

    @property
    def class_fields(self) -> list[Any]:
        return [self[field_of(row)] for row in self.rows]


class LeaveForm(_TakeoverForm):
    """The first and last day away, and who has the classes."""

    first_day = TypedDateField(label=gettext_lazy("First day away"))
    last_day = TypedDateField(label=gettext_lazy("Last day away"))
    substitute = forms.ChoiceField(
        label=gettext_lazy("Substitute"),
        required=False,
        help_text=gettext_lazy(
            "Has all classes on these days. With a substitute, the teacher gets no reminders."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["substitute"]
        field.choices = [("", _("Nobody")), *self.choices]

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        check_not_far_ahead(day)
        return day

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("This day has passed."))
        return cleaned

    @property
    def chosen(self) -> Staff | None:
        return self.people.get(self.cleaned_data["substitute"])


def field_of(row: ClassroomTeacher) -> str:
    return f"class_{row.classroom_id}"


def may_hand_over(actor: User, staff: Staff) -> bool:
    """Returns True if the actor may change the record, its account and class assignments. Nobody
    can end their own account."""
    return _may_ask(actor, staff) and (staff.user is None or may_manage_account(actor, staff.user))


def _may_ask(actor: User, staff: Staff) -> bool:
    return staff.user_id != actor.pk and actor.has_perms(
        ["people.change_staff", "classroom.change_classroomteacher"]
    )


class _StaffStepView(OnStaffRecord):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.staff = get_object_or_404(
            Staff.objects.active().select_related("user"), pk=self.kwargs["pk"]
        )
        if not may_hand_over(self.request.user, self.staff):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rows(self) -> list[ClassroomTeacher]:
        return list(assignments_of(self.staff))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "staff": self.staff, "rows": self.rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "staff": self.staff, "back": self.back_url}


class LeavingView(_StaffStepView):
    """Shows what the person has, then what will happen, and does it once confirmed. If something
    changes in between, asks for confirmation again."""

    template_name = "classroom/admin/leaving.html"
    form_class = LeavingForm
    page_title = gettext_lazy("Someone leaves")

    def get_initial(self) -> dict[str, Any]:
        """Returns the choices made before, if a last day is already set."""
        if self.staff.last_day is None:
            return {}
        chosen = [row for row in self.rows if row.goes_to_id is not None]
        return {
            "last_day": self.staff.last_day,
            **{field_of(row): str(row.goes_to_id) for row in chosen},
            "part": chosen[0].goes_to_part if chosen else ClassroomTeacher.Part.LEAD,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "holdings": list(holdings_of(self.staff)),
            "leaves_on": weekday_text(self.staff.last_day) if self.staff.last_day else "",
            "decided": self._decided() if services.can_stay(self.staff) else None,
        }

    def _decided(self) -> list[str]:
        """Returns the handovers that are canceled if the person stays."""
        day: Any = self.staff.last_day
        return [
            _("%(class)s: %(name)s, from %(day)s")
            % {
                "class": class_and_year(row.classroom, timezone.localdate()),
                "name": row.goes_to.full_name,
                "day": weekday_text(first_day_after(row, day)),
            }
            for row in self.rows
            if row.goes_to is not None
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stays" in request.POST:
            if services.stay(staff=self.staff, actor=self.request.user):
                messages.success(request, _("%(name)s stays.") % {"name": self.staff.full_name})
            else:
                messages.warning(request, _("There is no last day to take back."))
            return redirect(self.back_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LeavingForm) -> HttpResponse:
        last_day, part = form.cleaned_data["last_day"], form.cleaned_data.get("part", "")
        preview = list(steps(self.staff, self.rows, last_day, form.successors, part))
        digest = hashlib.sha256(repr(preview).encode()).hexdigest()
        if self.request.POST.get("shown") != digest:
            return self.render_to_response(
                self.get_context_data(form=form, steps=preview, shown=digest)
            )
        services.leave_for_good(
            staff=self.staff,
            last_day=last_day,
            successors=form.successors,
            part=part,
            actor=self.request.user,
        )
        messages.success(
            self.request,
            _("It is done: the last day of %(name)s is %(day)s.")
            % {"name": self.staff.full_name, "day": weekday_text(last_day)},
        )
        return redirect("staff:index")


class LeaveView(_StaffStepView):
    template_name = "classroom/admin/leave.html"
    form_class = LeaveForm
    page_title = gettext_lazy("On leave")

    @cached_property
    def leave(self) -> Leave | None:
        return Leave.objects.filter(staff=self.staff).select_related("substitute").first()

    def get_initial(self) -> dict[str, Any]:
        if self.leave is None:
            return {}
        return {
            "first_day": self.leave.first_day,
            "last_day": self.leave.last_day,
            "substitute": str(self.leave.substitute_id or ""),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "leave": self.leave, "rows": self.rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "back" in request.POST and self.leave is not None:
            services.be_back(leave=self.leave, actor=self.request.user)
            messages.success(request, _("%(name)s is back.") % {"name": self.staff.full_name})
            return redirect(self.back_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LeaveForm) -> HttpResponse:
        leave = services.be_on_leave(
            staff=self.staff,
            first_day=form.cleaned_data["first_day"],
            last_day=form.cleaned_data["last_day"],
            substitute=form.chosen,
            actor=self.request.user,
        )
        messages.success(
            self.request,
            _("%(name)s is on leave from %(first)s to %(last)s.")
            % {
                "name": self.staff.full_name,
                "first": weekday_text(leave.first_day),
                "last": weekday_text(leave.last_day),
            },
        )
        return redirect(self.back_url)


def urls() -> list[Any]:
    return [
        path("staff-leaves/<int:pk>/", LeavingView.as_view(), name="classroom_leaving"),
        path("staff-on-leave/<int:pk>/", LeaveView.as_view(), name="classroom_leave"),
    ]


def buttons(staff: Staff | None, actor: User) -> list[HeaderButton]:
    """Returns the buttons on the record of someone who works here. Who sees the record may manage
    its account, and the screens check again. Without a record: the button above the list."""
    if staff is None:
        url = reverse("classroom_new_teacher")
        label = _("New teacher")
        return (
            [HeaderButton(label, url, icon_name="plus", priority=30)] if schools_for(actor) else []
        )
    if not staff.active or not _may_ask(actor, staff):
        return []
    leaving = reverse("classroom_leaving", args=[staff.pk])
    leave = reverse("classroom_leave", args=[staff.pk])
    return [
        HeaderButton(_("On leave"), leave, icon_name="calendar-alt", priority=30),
        HeaderButton(_("Someone leaves"), leaving, icon_name="logout", priority=40),
    ]
