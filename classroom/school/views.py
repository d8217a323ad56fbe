"""A school at a glance: who has posted for which day, a reminder, an export."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.deviations.selectors import days_explained
from district_cms.procedure.clauses import clause
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.unpressed import press_again
from district_cms.web.times import day_text, moment_text

from ..home.feedback.panel import CLAUSE as FEEDBACK_CLAUSE
from ..home.feedback.selectors import counts_of, wants_notes
from .cells import LABELS, cells_of
from .forms import FilterForm
from .permissions import can_see_names, can_see_school
from .selectors import STANDINGS, chosen, glance_at, teachers_in
from .services import remind, reminder_of, to_remind

ON_A_SCREEN = 50


class SchoolView(WagtailAdminTemplateMixin, TemplateView):
    """The classes of one school by posting days; for whoever sees no names, how many."""

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
            (day_text(day), [(LABELS[key], found.get(key, 0)) for key in STANDINGS])
            for day, found in self.glance.counts()
        ]

    def _with_names(self) -> dict[str, Any]:
        glance = self.glance
        grades = {grade for row in glance.rows for grade in row.classroom.grade_levels}
        form = FilterForm(self.request.GET, grades=grades, teachers=teachers_in(glance.rows))
        asked = form.cleaned_data if form.is_valid() else {}
        rows = chosen(
            glance.rows,
            grade=asked.get("grade", ""),
            teacher=asked.get("teacher", ""),
            waiting=asked.get("waiting", False),
        )
        shown = Paginator(rows, ON_A_SCREEN).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        chosen_rows = query.copy()
        chosen_rows.pop("until", None)
        return {
            "names": True,
            "chosen_rows": chosen_rows.urlencode(),
            "filter": form,
            "shown": shown,
            "query": query.urlencode(),
            "rows": list(
                cells_of(
                    shown,
                    glance.days,
                    glance.newest,
                    days_explained(row.classroom.translation_key for row in shown),
                )
            ),
            "waiting": sum(row.waits for row in glance.rows),
            "newest": day_text(glance.newest) if glance.newest else "",
            "reminded": reminder_of(self.school, glance.newest),
            "feedback": self._feedback(),
            "to_remind": [
                (account.get_full_name(), classes) for account, classes in to_remind(glance).items()
            ],
        }

    def _feedback(self) -> dict[str, Any]:
        classes = [row.classroom.pk for row in self.glance.rows]
        wants = wants_notes(self.school)
        return {
            "clause": clause(FEEDBACK_CLAUSE),
            "counts": counts_of(classes, timezone.localdate()) if wants else None,
        }


class RemindView(SchoolView):
    """Send the prepared message."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, "classroom_school", self.school.pk)

    def post(self, request: SignedInRequest, school_id: int) -> HttpResponse:
        sent = remind(school=self.school, glance=self.glance, user=request.user)
        if sent is None:
            messages.info(request, self._why_not())
        else:
            text = ngettext(
                "%(number)d teacher gets your reminder.",
                "%(number)d teachers get your reminder.",
                sent.teachers,
            )
            messages.success(request, text % {"number": sent.teachers})
        return redirect("classroom_school", school_id)

    def _why_not(self) -> str:
        before = reminder_of(self.school, self.glance.newest)
        if before is None:
            return _("Nobody needs a reminder now, so nothing was sent.")
        return _("%(name)s sent this reminder already, on %(when)s. It goes out once.") % {
            "name": before.by,
            "when": moment_text(before.at),
        }


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
