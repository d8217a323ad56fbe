"""Registers the accessibility report."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reports import AccessibilityReportMenuItem, report_urls


@hooks.register("register_reports_menu_item")
def accessibility_report_item() -> MenuItem:
    return AccessibilityReportMenuItem(
        gettext_lazy("Accessibility"),
        reverse_lazy("site_audit_report"),
        icon_name="glasses",
        order=50,
    )


hooks.register("register_admin_urls", report_urls)
