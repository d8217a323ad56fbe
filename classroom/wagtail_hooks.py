"""Registers the screens, buttons and panels of classes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from district_cms.publishing.forms.page import BUTTONS_THAT_ASK
from district_cms.web.accounts import SignedInRequest

from . import school
from .assignments import handover, new_teacher, next_year
from .assignments import views as assignments
from .assignments.viewsets import ClassroomTeacherViewSet, class_assignment_viewset
from .composer import views as composer
from .editing import views as editing
from .home import feedback, principal
from .home.feedback import FeedbackPanel
from .home.panels import YourClassesPanel, reminders_panel, with_own_pages
from .home.principal import YourSchoolPanel
from .ledger.at_deadline import views as record
from .models import UpdatePage
from .permissions import current_classroom_ids
from .rosters import views as rosters
from .starting import views as starting
from .turnover import views as turnover


@hooks.register("register_admin_viewset")
def register_class_assignments() -> ClassroomTeacherViewSet:
    return class_assignment_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [*editing.URLS, *composer.URLS]


hooks.register("register_admin_urls", assignments.urls)
hooks.register("register_admin_urls", next_year.urls)
hooks.register("register_admin_urls", turnover.urls)
hooks.register("register_admin_urls", new_teacher.urls)
hooks.register("register_admin_urls", rosters.urls)
hooks.register("register_admin_urls", school.urls)
hooks.register("register_admin_urls", feedback.urls)
hooks.register("register_admin_urls", principal.urls)
hooks.register("register_page_header_buttons", school.header_buttons)
hooks.register("register_admin_urls", record.urls)
hooks.register("register_page_header_buttons", record.header_button)


@hooks.register("construct_homepage_panels")
def add_home_panels(request: SignedInRequest, panels: list[Any]) -> None:
    own = [YourClassesPanel(), rosters.RosterPanel(), YourSchoolPanel(), FeedbackPanel()]
    panels[:] = [*own, *with_own_pages(panels, request.user)]


hooks.register("register_account_settings_panel", reminders_panel)
hooks.register("construct_page_action_menu", editing.submit_first)
hooks.register("construct_page_action_menu", editing.ask_before_taking_back, order=10)


# First: a hook that leads to another screen ends the others.
hooks.register("after_create_page", handover.assign_to_teachers_above, order=-10)
hooks.register("after_copy_page", handover.assign_to_teachers_above, order=-10)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_my_classes(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Takes teachers back to the home screen after posting: it shows how their classes stand and
    what is next."""
    posted = any(button in request.POST for button in BUTTONS_THAT_ASK)
    if not posted or request.POST.get("next") or page.specific_class is not UpdatePage:
        return None
    if not current_classroom_ids(request.user).filter(classroom_id=page.get_parent().pk).exists():
        return None
    return redirect(f"{reverse('wagtailadmin_home')}#your-classes-section")


hooks.register("register_page_header_buttons", editing.other_sections_button)
hooks.register("register_admin_urls", starting.urls)
hooks.register("register_admin_viewset", starting.viewset)
hooks.register("register_page_header_buttons", starting.template_button)
