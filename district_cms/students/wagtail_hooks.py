"""Registers the office's list of high-school students."""

from wagtail import hooks

from .viewsets import StudentViewSet, student_viewset


@hooks.register("register_admin_viewset")
def register_students() -> StudentViewSet:
    return student_viewset
