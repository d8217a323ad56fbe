"""Registers the office's lists of students, and the screens about what may be published."""

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from .page_check import is_on
from .views import URL_NAME, release, release_item
from .viewsets import StudentViewSet, listed_student_viewset, student_viewset


@hooks.register("register_admin_viewset")
def register_students() -> list[StudentViewSet]:
    return [student_viewset, listed_student_viewset]


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("releases/", release, name=URL_NAME)]


hooks.register("register_admin_menu_item", release_item)


@hooks.register("insert_global_admin_css")
def without_student_keys() -> str:
    """Hides the fields that name students by key while the list is off."""
    sheet = static("css/admin/no_students.css")
    return "" if is_on() else format_html('<link rel="stylesheet" href="{}">', sheet)
