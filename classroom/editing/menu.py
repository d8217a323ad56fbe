"""The buttons of an update's form, at its head and at its foot."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.moderation.review.editor import EndOfReview
from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from ..models import ClassroomPage, UpdatePage


def submit_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """A teacher's usual next step with an update is to submit it; drafts save themselves."""
    parent = context.get("parent_page")
    is_update = isinstance(context.get("page"), UpdatePage) or (
        parent is not None and parent.specific_class is ClassroomPage
    )
    if is_update:
        put_submit_first(menu_items)


def put_submit_first(menu_items: list[Any]) -> None:
    """For whoever cannot publish."""
    by_name = {item.name: item for item in menu_items}
    if "action-submit" in by_name and "action-publish" not in by_name:
        menu_items.remove(by_name["action-submit"])
        menu_items.insert(0, by_name["action-submit"])


class TakeBackItem(EndOfReview):
    """In the editor's foot, in place of the button that asks nothing."""

    def get_url(self, parent_context: Any) -> str:
        return reverse("classroom_take_back", args=[parent_context["page"].pk])


def ask_before_taking_back(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    if isinstance(context.get("page"), UpdatePage):
        items[:] = [
            TakeBackItem(order=item.order) if type(item) is EndOfReview else item for item in items
        ]


def other_sections_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is UpdatePage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Post to my other sections too"),
            reverse("classroom_other_sections", args=[page.pk]),
            icon_name="copy",
            priority=25,
        )
