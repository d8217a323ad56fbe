"""Registers this app's screens."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from . import menus, sidebar
from . import menus as guides
from . import setting_up as setting_up
from .choosers import AccountChooserViewSet, StaffChooserViewSet, account_chooser, staff_chooser
from .invitations import views as invitations
from .second_step.panels import second_step_panel, sign_ins_panel
from .second_step.permissions import offers_reset
from .second_step.report import report_item, report_urls
from .second_step.views import ResetView
from .viewsets import StaffViewSet, staff_viewset

hooks.register("register_account_settings_panel", second_step_panel)
hooks.register("register_account_settings_panel", sign_ins_panel)
hooks.register("register_reports_menu_item", report_item)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_admin_urls", invitations.urls)
hooks.register("register_admin_urls", guides.urls)
hooks.register("register_help_menu_item", guides.menu_item)
hooks.register("register_admin_urls", setting_up.urls)
hooks.register("register_settings_menu_item", setting_up.menu_item)
hooks.register("construct_homepage_panels", setting_up.add_panel)
hooks.register("register_user_listing_buttons", invitations.account_button)
hooks.register("construct_main_menu", sidebar.group_menu, order=1000)
hooks.register("construct_help_menu", menus.without_foreign_help)
hooks.register(
    "construct_homepage_summary_items", menus.without_counts_of_the_whole_site, order=1000
)
hooks.register("construct_homepage_summary_items", menus.with_one_site_lookup)
hooks.register("construct_homepage_summary_items", menus.with_pages_counted_seldom, order=900)


@hooks.register("register_admin_viewset")
def register_staff_viewset() -> StaffViewSet:
    return staff_viewset


@hooks.register("register_admin_viewset")
def register_choosers() -> list[StaffChooserViewSet | AccountChooserViewSet]:
    return [staff_chooser, account_chooser]


@hooks.register("register_admin_urls")
def register_reset() -> list[Any]:
    return [path("second-step/<int:pk>/reset/", ResetView.as_view(), name="reset_second_step")]


@hooks.register("register_user_listing_buttons")
def register_reset_button(user: Any, request_user: Any) -> Iterator[Button]:
    if offers_reset(request_user, user):
        yield Button(
            _("Reset the second step"),
            reverse("reset_second_step", args=[user.pk]),
            icon_name="lock-open",
            priority=40,
        )
