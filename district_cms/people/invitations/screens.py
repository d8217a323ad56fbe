"""Where the screens of invitations stand, and the button that leads there."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from .services import invitation_of
from .views import InvitationIndexView, InvitationView


def urls() -> list[Any]:
    return [
        path("invitations/", InvitationIndexView.as_view(), name="invitations"),
        path(
            "invitations/results/",
            InvitationIndexView.as_view(results_only=True),
            name="invitations_results",
        ),
        path("invitations/<int:pk>/", InvitationView.as_view(), name="invitation"),
    ]


def account_button(user: Any, request_user: Any) -> Iterator[Button]:
    """In the list of accounts, which holds only those that its reader may manage."""
    waits = invitation_of(user) is not None or not user.has_usable_password()
    if waits and user.pk != request_user.pk and request_user.has_perm("people.change_user"):
        yield Button(
            _("Invitation"), reverse("invitation", args=[user.pk]), icon_name="mail", priority=35
        )
