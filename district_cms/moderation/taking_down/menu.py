"""“Take it down now”, wherever someone may look for it: editor, public page, home screen."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import BaseItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User

from . import views
from .permissions import can_take_down, is_of_a_kind
from .selectors import down_for, is_up

LAST = 20000
"""Below "Page locked", which would not be the button's own word any more."""


class TakeDownItem(ActionMenuItem):
    """In the editor's foot, for whoever may edit the page, also while it is locked for them."""

    name = "action-take-down"
    label = gettext_lazy("Take it down now")
    icon_name = "download"
    order = LAST

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or page is None or not is_of_a_kind(page):
            return False
        tester = self.get_user_page_permissions_tester(context)
        return bool(tester.can_edit() and is_up(page))

    def get_url(self, parent_context: Any) -> str:
        return reverse("moderation_take_down", args=[parent_context["page"].pk])


class TakeDownUserbarItem(BaseItem):
    """In the user bar of the public page."""

    template_name = "moderation/admin/userbar_take_down.html"

    def __init__(self, page: Page) -> None:
        self.page = page

    def render_html(self, parent_context: Any = None) -> str:
        request = (parent_context or {}).get("request")
        if request is None or getattr(request, "is_preview", False) or not self.page.live:
            return ""
        if not can_take_down(request.user, self.page):
            return ""
        return str(super().render_html(parent_context))


class TakenDownPanel(Component):
    """On the home screen of principals and the office: what is down, until it is put back."""

    name = "taken_down"
    template_name = "moderation/admin/taken_down_panel.html"
    order = 25

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"rows": down_for(parent_context["request"].user)}


def without_unpublish(items: list[Any], request: HttpRequest, context: Any) -> None:
    """For these pages there is one way down, which also takes files and waiting messages."""
    page = context.get("page")
    if page is not None and is_of_a_kind(page):
        items[:] = [item for item in items if item.name != "action-unpublish"]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if is_of_a_kind(page) and can_take_down(user, page) and is_up(page):
        yield Button(
            _("Take it down now"),
            reverse("moderation_take_down", args=[page.pk]),
            icon_name="download",
            priority=20,
        )


def userbar_item(request: HttpRequest, items: list[Any], page: Any) -> None:
    if page is not None and is_of_a_kind(page):
        items.append(TakeDownUserbarItem(page))


def urls() -> list[Any]:
    return [
        path("take-down/<int:page_id>/", views.TakeDownView.as_view(), name="moderation_take_down"),
        path("put-back/<int:page_id>/", views.put_back_page, name="moderation_put_back"),
    ]
