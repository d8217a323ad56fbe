"""The home screen of principals: who is late, one button to remind them, and the posting days."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from district_cms.people.selectors import schools_led_by
from district_cms.procedure.clauses import clause
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again

from ..addresses import class_name
from ..reminders.services import remind_school, reminders_today
from ..selectors import school_progress

MONTH_CLAUSE = "frequency-minimum"


class YourSchoolPanel(Component):
    """The panel below the principal's reviews."""

    name = "your_school"
    template_name = "classroom/admin/your_school.html"
    order = 2

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        schools = schools_led_by(parent_context["request"].user)
        if not schools:
            return {"progress": None}
        progress = school_progress(schools)
        reminders = reminders_today(schools) if progress.waiting else {}
        return {
            "progress": progress,
            "is_today": progress.day == timezone.localdate(),
            "schools": [
                (
                    school,
                    [
                        (room.pk, class_name(room))
                        for room in progress.waiting
                        if room.path.startswith(school.path)
                    ],
                    reminders.get(school.translation_key),
                )
                for school in schools
            ],
            "month_clause": clause(MONTH_CLAUSE),
            "csrf_token": parent_context["csrf_token"],
        }


def remind(request: SignedInRequest, school_id: int) -> HttpResponse:
    """Mails the teachers of the classes that are late; for the school's principal."""
    if request.method != "POST":
        return press_again(request, "wagtailadmin_home")
    school = get_object_or_404(SchoolPage, pk=school_id)
    day = school_progress([school]).day
    number = remind_school(school=school, day=day, user=request.user)
    if number is None:
        messages.info(request, _("They were reminded today already."))
    elif number:
        text = ngettext(
            "%(number)d teacher gets an email.", "%(number)d teachers get an email.", number
        )
        messages.success(request, text % {"number": number})
    else:
        messages.warning(
            request, _("Nobody got an email: no teacher of these classes has an account.")
        )
    return redirect(f"{reverse('wagtailadmin_home')}#your-school-section")


def urls() -> list[Any]:
    return [path("school/<int:school_id>/remind/", remind, name="classroom_remind")]
