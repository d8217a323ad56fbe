"""Registers the office's lists of students."""

from wagtail import hooks

from .viewsets import StudentViewSet, listed_student_viewset, student_viewset


@hooks.register("register_admin_viewset")
def register_students() -> list[StudentViewSet]:
    return [student_viewset, listed_student_viewset]
