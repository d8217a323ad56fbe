"""The addresses of the screens beside the page form."""

from typing import Final

from django.urls import path

from . import taking_back, views

URLS: Final = (
    path(
        "updates/<int:update_id>/other-sections/",
        views.OtherSectionsView.as_view(),
        name="classroom_other_sections",
    ),
    path(
        "updates/<int:update_id>/take-back/",
        taking_back.TakeBackView.as_view(),
        name="classroom_take_back",
    ),
)
