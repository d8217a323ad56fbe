"""The addresses of the screens beside the page form."""

from typing import Final

from django.urls import path

from . import moving, taking_back, views

URLS: Final = (
    path(
        "classes/<int:classroom_id>/start-from-last/",
        views.start_from_last_update,
        name="classroom_start_from_last",
    ),
    path("classes/<int:classroom_id>/same-days/", views.same_days, name="classroom_same_days"),
    path(
        "updates/<int:update_id>/other-sections/",
        views.OtherSectionsView.as_view(),
        name="classroom_other_sections",
    ),
    path(
        "updates/<int:update_id>/move/",
        moving.MoveUpdateView.as_view(),
        name="classroom_move_update",
    ),
    path(
        "updates/<int:update_id>/take-back/",
        taking_back.TakeBackView.as_view(),
        name="classroom_take_back",
    ),
)
