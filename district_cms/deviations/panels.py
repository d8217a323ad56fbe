"""The panel on the editor's first screen, and the items of the reports menu."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from .permissions import leads_school, reads_all_authorizations, reads_all_explanations
from .selectors import first_screen


class DeviationsPanel(Component):
    """Lists open questions and decisions; hidden if there are none."""

    name = "explanations"
    template_name = "deviations/admin/panel.html"

    def __init__(self, user: User) -> None:
        self.news = first_screen(user)
        # Open tasks are above the person's classes, decisions below them.
        waits = self.news["asked"] or self.news["to_read"] or self.news["to_decide"]
        self.order = 9 if waits else 12

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"news": self.news}


class ExplanationsMenuItem(MenuItem):
    """Hidden from people who only supervise: the first screen and the staff area link there."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return reads_all_explanations(request.user) or leads_school(request.user)


class AuthorizationsMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return reads_all_authorizations(request.user) or leads_school(request.user)


def explanations_item() -> MenuItem:
    return ExplanationsMenuItem(
        _("What was done differently"),
        reverse_lazy("deviations:others"),
        icon_name="comment",
        order=57,
    )


def authorizations_item() -> MenuItem:
    return AuthorizationsMenuItem(
        _("Personal phones and accounts"),
        reverse_lazy("authorizations:others"),
        icon_name="mobile-alt",
        order=58,
    )
