"""The record of a class: its posting days, and of each what stood on the page when it ended."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.deviations.permissions import reads_all
from district_cms.deviations.selectors import of_classes
from district_cms.people.selectors import leads_school_of
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import date_text

from ...addresses import class_name
from ...models import ClassroomPage, PostingSlot
from .permissions import can_see_record, can_see_standings
from .reasons import RecordReasonForm, has_given_reason, keep_reason
from .selectors import evidence_of

RECORD = "classroom_record"
EVIDENCE = "classroom_evidence"


class RecordView(WagtailAdminTemplateMixin, TemplateView):
    """The posting days of a class, oldest first; how each stands is not for everyone."""

    template_name = "classroom/admin/record.html"
    header_icon = "calendar-check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        classes = ClassroomPage.objects.select_related("school_year")
        self.classroom: ClassroomPage = get_object_or_404(classes, pk=self.kwargs["classroom_id"])
        if not can_see_record(self.request.user, self.classroom):
            raise PermissionDenied
        told = can_see_standings(self.request.user, self.classroom)
        self.is_told = told or has_given_reason(self.request, self.classroom)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Why someone needs to know how the class stands."""
        form = RecordReasonForm(request.POST)
        if self.is_told:
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
        told = can_see_standings(self.request.user, self.classroom)
        # A reason that is recorded opens the standings, and not what someone said of themselves.
        reads = told or (self.is_told and reads_all(self.request.user))
        rows = of_classes([self.classroom.translation_key]) if reads else []
        said = {row.nominal_date: row for row in rows}
        return {
            **super().get_context_data(**kwargs),
            "classroom": self.classroom,
            "name": class_name(self.classroom),
            "can_explain": told,
            "teaches": told and not leads_school_of(self.request.user, self.classroom),
            "slots": [
                (slot, date_text(slot.day or slot.nominal_date), said.get(slot.nominal_date))
                for slot in self.slots.order_by("nominal_date")
            ],
            "now": timezone.now(),
            **self._reason(kwargs),
        }

    def _reason(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        form = kwargs.get("reason_form") or RecordReasonForm()
        return {"is_told": self.is_told, "reason_form": form}


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
    """Of one posting day that is over: the text, its SHA-256, who approved it, and when."""

    template_name = "classroom/admin/evidence.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.nominal = day_of_address(self.kwargs["nominal"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("What was on the page")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of a day that there is not nothing is read: no reason is recorded either."""
        self.find_slot()
        return super().post(request, *args, **kwargs)

    def find_slot(self) -> PostingSlot:
        days = self.slots.filter(due_at__isnull=False)
        found: PostingSlot = get_object_or_404(days, nominal_date=self.nominal)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slot = self.find_slot()
        assert slot.due_at is not None
        is_over = slot.due_at < timezone.now()
        evidence = evidence_of(slot) if is_over and self.is_told else None
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
