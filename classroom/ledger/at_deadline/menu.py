"""The record on a class's page in the editor, and its addresses."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User

from ...models import ClassroomPage
from .explaining import WHY, WhyView
from .permissions import can_see_all_days
from .views import EVIDENCE, RECORD, EvidenceView, RecordView


def header_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is not ClassroomPage:
        return
    # Whoever may edit it teaches it or leads its school, and that is known already.
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
