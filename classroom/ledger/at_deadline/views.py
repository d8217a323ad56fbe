"""The record of a class: its posting days, what the page showed when each ended, and why.

Unknown values are None."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

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
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash, record
from district_cms.deviations.forms import ExplainForm, QuestionForm
from district_cms.deviations.models import Deviation
from district_cms.deviations.permissions import can_answer, reads_all_explanations
from district_cms.deviations.selectors import of_classes
from district_cms.deviations.services.explanations import PostingDay, ask, explain_day
from district_cms.moderation.review.content import Part, content_of
from district_cms.people.models import Staff, User
from district_cms.people.selectors import leads_school_of
from district_cms.procedure.clauses import clause
from district_cms.publishing.models import RevisionFindings
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import date_text, weekday_text

from ...addresses import class_name
from ...models import ClassroomPage, ClassroomTeacher, Posting, PostingSlot, UpdatePage
from ...permissions import (
    can_see_all_days,
    can_see_record,
    can_see_standings,
    current_classroom_ids,
)
from ..history import PUBLISHED, WITHDRAWN
from .rules import TO_EXPLAIN, Event, StateAtDeadline, Then, at_moment

_SUBMITTED = "wagtail.workflow.start"


@dataclass(frozen=True, slots=True)
class Text:
    """A stored revision. `logged_at` is when the audit log recorded the same SHA-256."""

    revision_id: int
    saved_at: dt.datetime
    title: str
    parts: list[Part]
    language: str
    sha256: str
    logged_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence about one posting day. `revision_id` is the revision that was live, or else the one
    that had been submitted by then; `text` is None if it is no longer stored. `counts` is True if
    the update counts for the posting day."""

    posting: Posting
    counts: bool
    state: StateAtDeadline
    page: UpdatePage | None
    revision_id: int | None
    text: Text | None
    handed_in_by: str
    approved_by: str
    approved_at: dt.datetime | None


def evidence_of(slot: PostingSlot) -> Evidence | None:
    """Returns the evidence about the update that counts for the posting day; if none does, about
    the newest one that was live when the day ended; None without either. At most nine queries."""
    if slot.due_at is None:
        return None
    posting, counts = _posting_of(slot, slot.due_at)
    if posting is None:
        return None
    page = UpdatePage.objects.filter(translation_key=posting.page_uuid).first()
    log = _log_of(page)
    checked = _checked(posting.page_uuid)
    events = [*_events(log), *_passages(checked)]
    state = at_moment(events, slot.due_at, was_live=posting.last_published_at is not None)
    revision_id = _revision_id(state, checked, slot.due_at)
    approval = _approval(revision_id)
    return Evidence(
        posting=posting,
        counts=counts,
        state=state,
        page=page,
        revision_id=revision_id,
        text=_text(revision_id, posting.page_uuid),
        handed_in_by=next((_name(entry) for entry in log if entry.action == _SUBMITTED), ""),
        approved_by=_person(approval.finished_by) if approval else "",
        approved_at=approval.finished_at if approval else None,
    )


def _posting_of(slot: PostingSlot, deadline: dt.datetime) -> tuple[Posting | None, bool]:
    postings = Posting.objects.filter(classroom_id=slot.classroom_id)
    if slot.met_by is not None:
        return Posting.objects.filter(page_uuid=slot.met_by).first(), True
    live = postings.filter(published_at__lte=deadline, last_published_at__isnull=False)
    return live.order_by("-published_at", "-pk").first(), False


def _log_of(page: UpdatePage | None) -> list[PageLogEntry]:
    if page is None:
        return []
    actions = PUBLISHED | WITHDRAWN | {_SUBMITTED}
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=actions)
    return list(entries.select_related("user").order_by("timestamp", "pk"))


def _events(log: list[PageLogEntry]) -> Iterator[Event]:
    for entry in log:
        if entry.action != _SUBMITTED:
            live = entry.action in PUBLISHED
            revision_id = entry.revision_id if live else None
            yield Event(entry.timestamp, live, revision_id, _name(entry))


def _checked(uuid: UUID) -> list[tuple[str, int | None, dt.datetime]]:
    rows = RevisionFindings.objects.filter(page_uuid=uuid).order_by("at", "pk")
    return list(rows.values_list("outcome", "revision_id", "at"))


def _passages(checked: list[tuple[str, int | None, dt.datetime]]) -> Iterator[Event]:
    for outcome, revision_id, at in checked:
        if outcome == RevisionFindings.Outcome.LIVE:
            yield Event(at, live=True, revision_id=revision_id)


def _revision_id(
    state: StateAtDeadline,
    checked: list[tuple[str, int | None, dt.datetime]],
    deadline: dt.datetime,
) -> int | None:
    if state.then is Then.STOOD and state.event is not None:
        return state.event.revision_id
    if state.then is not Then.NOT_YET:
        return None
    handed_in = [
        revision_id
        for outcome, revision_id, at in checked
        if outcome != RevisionFindings.Outcome.LIVE and at <= deadline
    ]
    return handed_in[-1] if handed_in else None


def _approval(revision_id: int | None) -> TaskState | None:
    if revision_id is None:
        return None
    states = TaskState.objects.filter(
        revision_id=revision_id, status=TaskState.STATUS_APPROVED, finished_at__isnull=False
    )
    return states.select_related("finished_by").order_by("-finished_at", "-pk").first()


def _text(revision_id: int | None, uuid: UUID) -> Text | None:
    revision = Revision.objects.filter(pk=revision_id).first() if revision_id else None
    if revision is None:
        return None
    page: Any = revision.as_object()
    sha256 = content_hash(page)
    logged = AuditEntry.objects.filter(
        page_uuid=uuid, revision_id=revision.pk, content_hash=sha256
    ).order_by("at", "pk")
    return Text(
        revision_id=revision.pk,
        saved_at=revision.created_at,
        title=page.title,
        parts=content_of(page),
        language=page.content_language,
        sha256=sha256,
        logged_at=logged.values_list("at", flat=True).first(),
    )


def _name(entry: PageLogEntry) -> str:
    return _person(entry.user)


def _person(user: Any) -> str:
    return str(user.get_full_name() or user) if user is not None else ""


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
        return _("Why there was no update in time")

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
