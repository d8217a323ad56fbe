"""The screens of a class's record: its posting days, their evidence, and explanations."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.deviations.forms import ExplainForm, QuestionForm
from district_cms.deviations.models import Deviation
from district_cms.deviations.permissions import can_answer, reads_all_explanations
from district_cms.deviations.selectors import of_classes
from district_cms.deviations.services.explanations import PostingDay, ask, explain_day
from district_cms.people.models import Staff, User
from district_cms.people.selectors import leads_school_of
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import date_text, weekday_text

from ...addresses import class_name
from ...models import ClassroomPage, ClassroomTeacher, PostingSlot
from ...permissions import (
    can_see_all_days,
    can_see_record,
    can_see_standings,
    current_classroom_ids,
)
from .evidence import evidence_of
from .rules import TO_EXPLAIN


def posting_day_of(slot: PostingSlot) -> PostingDay:
    """Raises `ValueError` for a slot without a day."""
    if slot.day is None:
        raise ValueError("this slot has no day")
    classroom = slot.classroom
    return PostingDay(
        class_uuid=classroom.translation_key,
        class_name=class_name(classroom),
        school_id=classroom.get_parent().get_parent().pk,
        nominal_date=slot.nominal_date,
        day=slot.day,
    )


_REASONS: Final = "classroom.record_reasons"  # session key of {id of a class: ISO date}


class RecordReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to know where this class stands?"),
        help_text=gettext_lazy(
            "It is recorded with your name, and the school’s principals can ask for it."
        ),
        min_length=10,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Say why you need to know it.")},
    )


def has_entered_reason(request: SignedInRequest, classroom: ClassroomPage) -> bool:
    """Returns True if a reason was recorded in this session today and the permission still
    exists."""
    reason_day = request.session.get(_REASONS, {}).get(str(classroom.pk))
    return reason_day == timezone.localdate().isoformat() and can_see_all_days(request.user)


def keep_reason(request: SignedInRequest, classroom: ClassroomPage, reason: str) -> None:
    """Records the reason in the audit log, and in the session for today."""
    note_reading(classroom=classroom, user=request.user, reason=reason)
    today = timezone.localdate().isoformat()
    reasons_today = {
        pk: day for pk, day in request.session.get(_REASONS, {}).items() if day == today
    }
    request.session[_REASONS] = {**reasons_today, str(classroom.pk): today}


@transaction.atomic
def note_reading(*, classroom: ClassroomPage, user: User, reason: str) -> None:
    """Logs who reads the record, and why. Raises `PermissionDenied` for anyone who may not."""
    if not can_see_all_days(user):
        raise PermissionDenied(_("Only the district reads the record of any class."))
    record(action="class.record_read", actor=user, page=classroom, reason=reason)


RECORD = "classroom_record"
EVIDENCE = "classroom_evidence"


class RecordView(WagtailAdminTemplateMixin, TemplateView):
    """The posting days of a class, oldest first. Only some accounts see the standings."""

    template_name = "classroom/admin/record.html"
    header_icon = "calendar-check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        classes = ClassroomPage.objects.select_related("school_year")
        self.classroom: ClassroomPage = get_object_or_404(classes, pk=self.kwargs["classroom_id"])
        if not can_see_record(self.request.user, self.classroom):
            raise PermissionDenied
        may_see = can_see_standings(self.request.user, self.classroom)
        self.shows_standings = may_see or has_entered_reason(self.request, self.classroom)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Records the reason why someone needs to see the standings."""
        form = RecordReasonForm(request.POST)
        if self.shows_standings:
            return redirect(request.path)
        if not form.is_valid():
            context = self.get_context_data(reason_form=form)
            return self.render_to_response(context, status=422)
        keep_reason(request, self.classroom, form.cleaned_data["reason"])
        return redirect(request.path)

    @property
    def slots(self) -> Any:
        return PostingSlot.objects.filter(classroom=self.classroom)

    def get_page_title(self) -> str:
        return _("Posting days of %(class)s") % {"class": class_name(self.classroom)}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_see = can_see_standings(self.request.user, self.classroom)
        # A recorded reason opens the standings, but not teachers' own explanations.
        reads = may_see or (self.shows_standings and reads_all_explanations(self.request.user))
        rows = of_classes([self.classroom.translation_key]) if reads else []
        explanations = {row.nominal_date: row for row in rows}
        return {
            **super().get_context_data(**kwargs),
            "classroom": self.classroom,
            "name": class_name(self.classroom),
            "can_explain": may_see,
            "teaches": may_see and not leads_school_of(self.request.user, self.classroom),
            "slots": [
                (
                    slot,
                    date_text(slot.day or slot.nominal_date),
                    explanations.get(slot.nominal_date),
                )
                for slot in self.slots.order_by("nominal_date")
            ],
            "now": timezone.now(),
            **self._reason(kwargs),
        }

    def _reason(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        form = kwargs.get("reason_form") or RecordReasonForm()
        return {"shows_standings": self.shows_standings, "reason_form": form}


class OneDayView(RecordView):
    """A screen about one posting day, below the record of its class."""

    def get_page_subtitle(self) -> str:
        return class_name(self.classroom)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        record = {
            "url": reverse(RECORD, args=[self.classroom.pk]),
            "label": RecordView.get_page_title(self),
        }
        return [*above, record, here]


class EvidenceView(OneDayView):
    """The evidence about one past posting day: the text, its SHA-256, who approved it, and when."""

    template_name = "classroom/admin/evidence.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.nominal = day_of_address(self.kwargs["nominal"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("What was on the page")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Checks the day first, so that no reason is recorded for a day that does not exist."""
        self.find_slot()
        return super().post(request, *args, **kwargs)

    def find_slot(self) -> PostingSlot:
        days = self.slots.filter(due_at__isnull=False)
        slot: PostingSlot = get_object_or_404(days, nominal_date=self.nominal)
        return slot

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = self.find_slot()
        assert slot.due_at is not None
        is_over = slot.due_at < timezone.now()
        evidence = evidence_of(slot) if is_over and self.shows_standings else None
        return {
            **WagtailAdminTemplateMixin.get_context_data(self, **kwargs),
            "classroom": self.classroom,
            "name": class_name(self.classroom),
            "slot": slot,
            "day": date_text(slot.day or slot.nominal_date),
            "is_over": is_over,
            "evidence": evidence,
            "school": self.classroom.school_title,
            "printed_at": timezone.now(),
            "printed_on": date_text(timezone.localdate()),
            **self._reason(kwargs),
        }


def day_of_address(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


WHY = "classroom_why"


class WhyView(OneDayView):
    """Lets a teacher explain a missed posting day, and a principal ask about it. An explanation
    stays until someone decides about it."""

    template_name = "classroom/admin/why.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.day: dt.date = day_of_address(self.kwargs["day"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Why there was no update on time")

    def find_slot(self) -> PostingSlot:
        if not can_see_standings(self.request.user, self.classroom):
            raise PermissionDenied
        over = self.slots.filter(due_at__lt=timezone.now(), standing__in=TO_EXPLAIN)
        slot: PostingSlot = get_object_or_404(over, day=self.day)
        return slot

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slot = self.find_slot()
        if self.teaches:
            return self._explain(slot)
        return self._ask(slot)

    @property
    def teaches(self) -> bool:
        own = current_classroom_ids(self.request.user)
        return bool(own.filter(classroom_id=self.classroom.pk).exists())

    def _explain(self, slot: PostingSlot) -> HttpResponse:
        form = ExplainForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            explain_day(about=posting_day_of(slot), user=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("It is with the principals of your school."))
        return redirect("wagtailadmin_home")

    def _ask(self, slot: PostingSlot) -> HttpResponse:
        form, staff = QuestionForm(self.request.POST), self._whom()
        if staff is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        user, about = self.request.user, posting_day_of(slot)
        ask(user=user, staff=staff, about=about, question=form.cleaned_data["question"])
        messages.success(self.request, _("%(name)s gets an email.") % {"name": staff.full_name})
        return redirect(RECORD, self.classroom.pk)

    def _whom(self) -> Staff | None:
        """Returns the active teacher of the class, lead first, who can sign in."""
        rows = ClassroomTeacher.objects.current().filter(
            classroom=self.classroom, staff__active=True, staff__user__is_active=True
        )
        rows = rows.select_related("staff__user", "staff__supervisor")
        teachers = sorted(rows, key=lambda row: (row.part != ClassroomTeacher.Part.LEAD, row.pk))
        return teachers[0].staff if teachers else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = self.find_slot()
        row = Deviation.objects.filter(
            class_uuid=self.classroom.translation_key, nominal_date=slot.nominal_date
        ).first()
        form, whom, user = kwargs.get("form"), self._whom(), self.request.user
        if form is None and self.teaches:
            answers = {"ground": row.ground, "words": row.words} if row else {}
            form = ExplainForm(initial=answers)
        return {
            **WagtailAdminTemplateMixin.get_context_data(self, **kwargs),
            "classroom": self.classroom,
            "name": class_name(self.classroom),
            "slot": slot,
            "day": weekday_text(self.day),
            "row": row,
            "teaches": self.teaches,
            "leads": leads_school_of(user, self.classroom),
            "whom": whom,
            # The class may have moved to this school since, and the person asked may no longer
            # teach it.
            "decides": row is not None and bool(row.explained_at) and can_answer(user, row),
            "may_ask": row is None or not (row.explained_at or row.staff == whom),
            "form": form or QuestionForm(),
            "clauses": [clause("deviation-reasons"), clause("deviation-explain")],
        }


def header_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is not ClassroomPage:
        return
    # Whoever may edit the class teaches it or leads its school; this permission is already cached.
    if can_see_all_days(user) or page.permissions_for_user(user).can_edit():
        address = reverse(RECORD, args=[page.pk])
        yield Button(_("Posting days"), address, icon_name="calendar-check", priority=26)


def urls() -> list[Any]:
    address = "classes/<int:classroom_id>/record/"
    return [
        path(address, RecordView.as_view(), name=RECORD),
        path(f"{address}<str:day>/why/", WhyView.as_view(), name=WHY),
        path(f"{address}<str:nominal>/", EvidenceView.as_view(), name=EVIDENCE),
    ]
