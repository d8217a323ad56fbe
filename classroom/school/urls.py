"""The addresses of a school at a glance, in the editor."""

from typing import Any

from django.urls import path

from .views import RemindView, SchoolView


def urls() -> list[Any]:
    return [
        path("school/<int:school_id>/", SchoolView.as_view(), name="classroom_school"),
        path(
            "school/<int:school_id>/remind/", RemindView.as_view(), name="classroom_school_remind"
        ),
    ]
