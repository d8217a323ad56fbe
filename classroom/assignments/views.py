"""From the staff record: someone leaves, in one guided step; someone is away for a while."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from district_cms.people.leaving import holdings_of
from district_cms.people.models import Staff, User
from district_cms.people.permissions import may_manage_account
from district_cms.web.times import weekday_text

from ..models import ClassroomTeacher, Leave
from . import services
from .forms import LeaveForm, LeavingForm, field_of
from .holding import assignments_of
from .on_record import OnStaffRecord
from .wording import Leaving


def may_hand_over(actor: User, staff: Staff) -> bool:
    """Whoever may change the record, its account and class assignments; nobody ends themselves."""
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
    """What the person holds; then what will happen; then it happens. What changes in between is
    shown again."""

    template_name = "classroom/admin/leaving.html"
    form_class = LeavingForm
    page_title = gettext_lazy("Someone leaves")

    @cached_property
    def leaving(self) -> Leaving:
        return Leaving(self.staff, self.rows)

    def get_initial(self) -> dict[str, Any]:
        """Who was chosen before, where a last day is decided already."""
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
            "decided": list(self.leaving.decided()) if services.can_stay(self.staff) else None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "stays" in request.POST:
            if services.stay(staff=self.staff, actor=self.request.user):
                messages.success(request, _("%(name)s stays.") % {"name": self.staff.full_name})
            else:
                messages.warning(request, _("There is no last day to take back."))
            return redirect(self.back_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LeavingForm) -> HttpResponse:
        steps = list(
            self.leaving.steps(
                form.cleaned_data["last_day"], form.successors, form.cleaned_data.get("part", "")
            )
        )
        digest = hashlib.sha256(repr(steps).encode()).hexdigest()
        if self.request.POST.get("shown") != digest:
            return self.render_to_response(
                self.get_context_data(form=form, steps=steps, shown=digest)
            )
        services.leave_for_good(
            staff=self.staff,
            last_day=form.cleaned_data["last_day"],
            successors=form.successors,
            part=form.cleaned_data.get("part", ""),
            actor=self.request.user,
        )
        messages.success(
            self.request,
            _("It is done: the last day of %(name)s is %(day)s.")
            % {
                "name": self.staff.full_name,
                "day": weekday_text(form.cleaned_data["last_day"]),
            },
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


def buttons(staff: Staff, actor: User) -> list[HeaderButton]:
    """On the staff record of someone who works here; whoever has it open may manage its account,
    and the screens ask again."""
    if not staff.active or not _may_ask(actor, staff):
        return []
    leaving = reverse("classroom_leaving", args=[staff.pk])
    leave = reverse("classroom_leave", args=[staff.pk])
    return [
        HeaderButton(_("On leave"), leave, icon_name="calendar-alt", priority=30),
        HeaderButton(_("Someone leaves"), leaving, icon_name="logout", priority=40),
    ]
