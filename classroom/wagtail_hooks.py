"""Registers the room's screens, buttons and panels."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.publishing.forms.page import BUTTONS_THAT_ASK
from district_cms.web.accounts import SignedInRequest

from .composer import urls as composer
from .editing import views
from .models import ClassroomPage, UpdatePage
from .panels import YourClassesPanel, YourSchoolPanel
from .permissions import current_classroom_ids
from .viewsets import ClassroomTeacherViewSet, class_assignment_viewset


@hooks.register("register_admin_viewset")
def register_class_assignments() -> ClassroomTeacherViewSet:
    return class_assignment_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path(
            "classes/<int:classroom_id>/start-from-last/",
            views.start_from_last_update,
            name="classroom_start_from_last",
        ),
        path("classes/<int:classroom_id>/same-days/", views.same_days, name="classroom_same_days"),
        path(
            "updates/<int:update_id>/other-sections/",
            views.OtherSectionsView.as_view(),
            name="classroom_other_sections",
        ),
        path(
            "updates/<int:update_id>/move/",
            views.MoveUpdateView.as_view(),
            name="classroom_move_update",
        ),
        *composer.URLS,
    ]


@hooks.register("construct_homepage_panels")
def add_home_panels(request: SignedInRequest, panels: list[Any]) -> None:
    panels[:0] = [YourClassesPanel(), YourSchoolPanel()]


@hooks.register("construct_page_action_menu")
def submit_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """A teacher's usual next step with an update is to submit it; drafts save themselves."""
    parent = context.get("parent_page")
    is_update = isinstance(context.get("page"), UpdatePage) or (
        parent is not None and parent.specific_class is ClassroomPage
    )
    by_name = {item.name: item for item in menu_items}
    if is_update and "action-submit" in by_name and "action-publish" not in by_name:
        menu_items.remove(by_name["action-submit"])
        menu_items.insert(0, by_name["action-submit"])


@hooks.register("before_unpublish_page")
def say_whose_links_break(request: SignedInRequest, page: Page) -> Any:
    return views.ask_about_links(request, [page])


@hooks.register("before_delete_page")
def say_whose_links_break_for_good(request: SignedInRequest, page: Page) -> Any:
    return views.ask_about_links(request, [page], deletes=True)


@hooks.register("before_bulk_action")
def say_whose_links_break_together(
    request: SignedInRequest, action_type: str, objects: list[Any], action: Any
) -> Any:
    if action_type in {"delete", "unpublish"} and issubclass(action.model, Page):
        return views.ask_about_links(request, objects)
    return None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_my_classes(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Whoever teaches the class sees after posting how their classes stand, and what is next."""
    posted = any(button in request.POST for button in BUTTONS_THAT_ASK)
    if not posted or request.POST.get("next") or page.specific_class is not UpdatePage:
        return None
    if not current_classroom_ids(request.user).filter(classroom_id=page.get_parent().pk).exists():
        return None
    return redirect(f"{reverse('wagtailadmin_home')}#your-classes-section")


@hooks.register("register_page_header_buttons")
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
