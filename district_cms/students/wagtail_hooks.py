"""Registers the screens about students."""

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from .page_check import is_on
from .views import HiddenReport, ReleaseView, hidden_item, release_item
from .viewsets import StudentViewSet, student_viewset


@hooks.register("register_admin_viewset")
def register_students() -> StudentViewSet:
    return student_viewset


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    results = HiddenReport.as_view(results_only=True)
    return [
        path("students/release/", ReleaseView.as_view(), name="students_release"),
        path("students/hidden/", HiddenReport.as_view(), name="students_hidden"),
        path("students/hidden/results/", results, name="students_hidden_results"),
    ]


hooks.register("register_admin_menu_item", lambda: release_item)
hooks.register("register_reports_menu_item", lambda: hidden_item)


@hooks.register("insert_global_admin_css")
def hide_the_fields_of_the_list() -> str:
    """Without the list of students, nobody can name one by key."""
    if is_on():
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/no_students.css"))
