"""The composer's addresses among the editor's screens."""

from typing import Any, Final

from django.urls import path

from .drafts import ComposeDraftView
from .moments import say_moment
from .screens import DoneView
from .views import ComposeView

URLS: Final[list[Any]] = [
    path("updates/compose/", ComposeView.as_view(), name="classroom_compose"),
    path(
        "updates/compose/moment/<slug:classes>/",
        say_moment,
        name="classroom_compose_moment",
    ),
    path(
        "updates/<int:update_id>/compose/",
        ComposeDraftView.as_view(),
        name="classroom_compose_draft",
    ),
    path("updates/<int:update_id>/on-its-way/", DoneView.as_view(), name="classroom_compose_done"),
]
