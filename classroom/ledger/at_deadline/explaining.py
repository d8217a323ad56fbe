"""Why a class had no update in time for a posting day: its teachers say it, its principals ask."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.deviations.forms import ExplainForm, QuestionForm
from district_cms.deviations.models import Deviation
from district_cms.deviations.permissions import can_answer
from district_cms.deviations.services.explanations import ask, explain_day
from district_cms.people.models import Staff
from district_cms.people.selectors import leads_school_of
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ...addresses import class_name
from ...models import ClassroomTeacher, PostingSlot
from ...permissions import current_classroom_ids
from .permissions import can_see_standings
from .posting_day import posting_day_of
from .rules import TO_EXPLAIN
from .views import RECORD, OneDayView, day_of_address

WHY = "classroom_why"


class WhyView(OneDayView):
    """Explain it, or ask. What was explained stands there until someone decides about it."""

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
        found: PostingSlot = get_object_or_404(over, day=self.day)
        return found

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
        """Who teaches the class today and can sign in, the one who leads it first."""
        rows = ClassroomTeacher.objects.current().filter(
            classroom=self.classroom, staff__active=True, staff__user__is_active=True
        )
        rows = rows.select_related("staff__user", "staff__supervisor")
        found = sorted(rows, key=lambda row: (row.part != ClassroomTeacher.Part.LEAD, row.pk))
        return found[0].staff if found else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = self.find_slot()
        row = Deviation.objects.filter(
            class_uuid=self.classroom.translation_key, nominal_date=slot.nominal_date
        ).first()
        form, whom, user = kwargs.get("form"), self._whom(), self.request.user
        if form is None and self.teaches:
            said = {"ground": row.ground, "words": row.words} if row else {}
            form = ExplainForm(initial=said)
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
            # A class may have moved to this school since; and who was asked, teach it no longer.
            "decides": row is not None and bool(row.explained_at) and can_answer(user, row),
            "may_ask": row is None or not (row.explained_at or row.staff == whom),
            "form": form or QuestionForm(),
            "clauses": [clause("deviation-reasons"), clause("deviation-explain")],
        }
