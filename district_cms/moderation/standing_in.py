"""Stand-ins whom principals choose, and what is passed on to them after some school days."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import school_ids_led_by, schools_led_by
from district_cms.procedure.cadence import YearCalendar
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest
from district_cms.web.queue.isolation import Item, isolated

from .models import PassedOn, ReviewSettings, SchoolApprovalTask, StandIn
from .models.approval import MAY_STAND_IN
from .review.queue import pages_of

DAY = dt.timedelta(days=1)
# Days; a longer wait changes nothing.
LONGEST = 400


def school_days_since(since: dt.date, today: dt.date, calendars: Iterable[YearCalendar]) -> int:
    """Returns the number of whole school days after the day `since` and before `today`."""
    years = list(calendars)
    days = min((today - since).days, LONGEST)
    return sum(
        any(year.is_school_day(today - DAY * back) for year in years) for back in range(1, days)
    )


def to_choose_from(school: Page) -> Any:
    """Returns who can stand in at a school: its staff with access to the editor, except its
    principals."""
    held = StaffRole.objects.current().filter(role__in=MAY_STAND_IN, school_id=school.pk)
    approves = [role for role in MAY_STAND_IN if ROLE_MATRIX[role].approves]
    principals = held.filter(role__in=approves).values("staff_id")
    here = held.values("staff_id")
    able = Staff.objects.active().filter(user__is_active=True)
    return able.filter(pk__in=here).exclude(pk__in=principals)


def stand_ins_by_school() -> dict[int, list[User]]:
    """Returns {id of a school: the accounts of its stand-ins}. One query."""
    accounts: dict[int, list[User]] = {}
    for row in StandIn.objects.able().select_related("staff__user").order_by("pk"):
        if row.staff.user is not None:
            accounts.setdefault(row.school_id, []).append(row.staff.user)
    return accounts


def chosen_for(user: User) -> list[tuple[Page, list[str]]]:
    """Returns the schools that this account leads, each with the names of its stand-ins. One
    query."""
    schools = schools_led_by(user)
    names: dict[int, list[str]] = {school.pk: [] for school in schools}
    rows = StandIn.objects.able().filter(school_id__in=names).select_related("staff")
    for row in rows.order_by("staff__family_name", "pk"):
        names[row.school_id].append(row.staff.full_name)
    return [(school, names[school.pk]) for school in schools]


# The name under which failures of this loop are recorded.
PASSING = "passing on"


@transaction.atomic
def choose_stand_ins(*, school: SchoolPage, staff: Iterable[Staff], user: User) -> None:
    """Makes exactly these people the stand-ins of a school. Raises `PermissionDenied` for somebody
    who does not lead the school, and for people who may not stand in there."""
    if school.pk not in school_ids_led_by(user):
        raise PermissionDenied(_("Only the principals of a school choose who stands in for them."))
    wanted = {one.pk: one for one in staff}
    allowed = set(to_choose_from(school).filter(pk__in=wanted).values_list("pk", flat=True))
    if allowed != set(wanted):
        raise PermissionDenied(_("One of these people cannot stand in at this school."))
    rows = StandIn.objects.filter(school=school)
    for row in rows.exclude(staff_id__in=wanted):
        row.delete()
    known = set(rows.values_list("staff_id", flat=True))
    for pk, one in wanted.items():
        if pk not in known:
            StandIn.objects.create(school=school, staff=one, chosen_by=user.get_full_name())
    record(
        action="review.stand_ins_chosen",
        actor=user,
        page=school,
        stand_ins=sorted(one.full_name for one in wanted.values()),
    )


def pass_on(*, now: dt.datetime | None = None) -> int:
    """Passes on steps that waited too long, where principals chose a stand-in. Returns their
    number."""
    today = timezone.localdate(now or timezone.now())
    after = ReviewSettings.load().pass_on_after
    stand_ins = stand_ins_by_school()
    if not stand_ins:
        return 0
    years = SchoolYear.objects.prefetch_related("no_school_days")
    calendars = [year.calendar() for year in years]
    known = set(PassedOn.objects.values_list("task_state_id", flat=True))
    states = [state for state in _waiting() if state.pk not in known]
    pages = pages_of(states)
    paths = {school_path(page.path) for page in pages.values()}
    schools = dict(Page.objects.filter(path__in=paths).values_list("path", "pk"))
    passed = 0
    for state in states:
        page = pages.get(state.workflow_state.object_id)
        school = schools.get(school_path(page.path)) if page is not None else None
        days = school_days_since(timezone.localdate(state.started_at), today, calendars)
        others = [each for each in stand_ins.get(school or 0, []) if not _wrote(state, each)]
        if days >= after and others and page is not None and school is not None:
            with isolated(Item(PASSING, str(state.pk), page.get_admin_display_title())) as tried:
                _pass_one_on(state=state, page=page, school=school, days=days, to=others)
            passed += not tried.failed
    return passed


@transaction.atomic
def _pass_one_on(*, state: TaskState, page: Any, school: int, days: int, to: list[User]) -> None:
    _row, created = PassedOn.objects.get_or_create(
        task_state_id=state.pk, defaults={"school_id": school, "school_days": days}
    )
    if created:
        names = [each.get_full_name() for each in to]
        record(action="review.passed_on", actor="nightly", page=page, days=days, to=names)


def _wrote(state: TaskState, user: User) -> bool:
    author = state.revision.user_id if state.revision is not None else None
    return user.pk in (state.workflow_state.requested_by_id, author)


def _waiting() -> list[TaskState]:
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
    )
    return list(states.select_related("workflow_state", "revision").order_by("pk"))


class StandInsForm(forms.Form):
    staff: "forms.ModelMultipleChoiceField[Staff]" = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who can approve what has waited too long?"),
        help_text=gettext_lazy(
            "They see only what was passed on to them. Choose nobody to keep it all."
        ),
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


class StandInsView(WagtailAdminTemplateMixin, FormView):
    template_name = "moderation/admin/stand_ins.html"
    form_class = StandInsForm
    page_title = gettext_lazy("Who stands in")
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.kwargs["school_id"] not in school_ids_led_by(self.request.user):
            raise PermissionDenied
        self.school = get_object_or_404(SchoolPage, pk=self.kwargs["school_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = StandIn.objects.filter(school=self.school).values_list("staff_id", flat=True)
        return {
            **super().get_form_kwargs(),
            "people": to_choose_from(self.school),
            "initial": {"staff": list(chosen)},
        }

    def form_valid(self, form: StandInsForm) -> HttpResponse:
        staff = form.cleaned_data["staff"]
        choose_stand_ins(school=self.school, staff=staff, user=self.request.user)
        names = ", ".join(one.full_name for one in staff)
        text = (
            _("Now these people stand in for you: %(names)s.") % {"names": names}
            if names
            else _("Nobody stands in for you now.")
        )
        messages.success(self.request, text)
        return redirect("moderation_review")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("moderation_review"), "label": _("Review")}
        return [*super().get_breadcrumbs_items(), queue, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = ReviewSettings.load().pass_on_after
        return {**super().get_context_data(**kwargs), "school": self.school, "after": after}
