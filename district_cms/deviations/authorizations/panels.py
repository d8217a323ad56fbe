"""First screens: what waits for a decision, and what was decided or ends soon of one’s own."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from district_cms.people.models import User

from .selectors import on_home


class AuthorizationsPanel(Component):
    """Nothing where nothing waits."""

    name = "authorizations"
    template_name = "deviations/admin/authorizations_panel.html"

    def __init__(self, user: User) -> None:
        self.found = on_home(user, timezone.now())
        self.order = 10 if self.found.to_decide else 13

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"found": self.found}
