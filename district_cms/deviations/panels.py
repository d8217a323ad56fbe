"""First screens: what someone is asked to explain, what waits to be read, and what was decided."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from district_cms.people.models import User

from .selectors import on_home


class ExplanationsPanel(Component):
    """Nothing where nothing waits."""

    name = "explanations"
    template_name = "deviations/admin/panel.html"

    def __init__(self, user: User) -> None:
        self.found = on_home(user, timezone.now())
        # What waits for the account stands above its classes, what was decided below them.
        self.order = 9 if self.found.asked or self.found.to_read else 12

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        found = self.found
        return {"asked": found.asked, "to_read": len(found.to_read), "decided": found.decided}
