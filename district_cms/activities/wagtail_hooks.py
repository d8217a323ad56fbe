"""Registers the screens, buttons and panel of the package."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from district_cms.publishing.forms.page import BUTTONS_THAT_ASK
from district_cms.web.accounts import SignedInRequest

from . import views
from .models import PostPage
from .panels import YourActivitiesPanel

hooks.register("register_admin_urls", views.urls)
hooks.register("register_page_header_buttons", views.header_buttons)
hooks.register("construct_page_action_menu", views.submit_first)


@hooks.register("construct_homepage_panels")
def add_home_panel(request: SignedInRequest, panels: list[Any]) -> None:
    panels.append(YourActivitiesPanel())


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_my_activities(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Returns people to their activities after posting."""
    posted = any(button in request.POST for button in BUTTONS_THAT_ASK)
    if not posted or request.POST.get("next") or page.specific_class is not PostPage:
        return None
    return redirect(f"{reverse('wagtailadmin_home')}#your-activities-section")
