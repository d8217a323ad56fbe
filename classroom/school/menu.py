"""“Posting days” on a school's page in the editor."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.schools.models import SchoolPage

from .permissions import can_see_school


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is SchoolPage and can_see_school(user, page):
        yield Button(
            _("Posting days"),
            reverse("classroom_school", args=[page.pk]),
            icon_name="calendar-check",
            priority=25,
        )
