"""The room's screens in the editor: their addresses, and the buttons of an activity's page."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from classroom.editing.views import put_submit_first
from classroom.models import ClassroomPage
from district_cms.people.models import User
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.web.accounts import SignedInRequest

from .models import ActivityPage, PostPage
from .paste.views import PasteView
from .permissions import can_choose_leaders
from .views import LeadersView, for_district


def urls() -> list[Any]:
    leaders = "activities/<int:activity_id>/leaders/"
    return [
        path(leaders, LeadersView.as_view(), name="activities_leaders"),
        path("activities/district/", for_district, name="activities_for_district"),
        path("pages/<int:page_id>/paste/", PasteView.as_view(), name="activities_paste"),
    ]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is ActivityPage and can_choose_leaders(user, page):
        yield Button(
            _("Who may post"),
            reverse("activities_leaders", args=[page.pk]),
            icon_name="group",
            priority=25,
        )
    if page.specific_class in (ActivityPage, ClassroomPage) and (
        page.permissions_for_user(user).can_add_subpage()
    ):
        yield Button(
            _("Paste a message"),
            reverse("activities_paste", args=[page.pk]),
            icon_name="clipboard-list",
            priority=26,
        )


def submit_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """The usual next step with a post is to submit it; drafts save themselves. The district's news
    is published: no school's principal is asked about it."""
    page, parent = context.get("page"), context.get("parent_page")
    if parent is not None and parent.specific_class is ActivityPage:
        depth = parent.depth + 1
    elif isinstance(page, PostPage):
        depth = page.depth
    else:
        return
    if depth == SCHOOL_DEPTH + 1:
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]
    put_submit_first(menu_items)
