"""On the home screen of who assigns roles: the schools where nobody can approve."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from .reviewers import schools_alone, stand_in_names


class SchoolsAlonePanel(Component):
    """Shown until each school has a principal."""

    name = "schools_alone"
    template_name = "moderation/admin/schools_alone.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not parent_context["request"].user.has_perm("people.change_staff"):
            return {"rows": []}
        rows = schools_alone()
        return {"rows": rows, "names": stand_in_names() if rows else []}
