"""Panels of the home screen: what waits, and the schools where nobody can approve."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from district_cms.people.roles import Role
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import school_ids_led_by, stands_in_district_wide

from ..models.standing_in import passed_to
from ..reading_later.selectors import to_read
from .reviewers import schools_alone, stand_in_names
from .selectors import review_queue
from .views import may_review

# How many are named on the first screen.
FIRST = 10


class AwaitingYourReviewPanel(Component):
    """What waits for this account, oldest first; the first thing on the screen of a principal. In
    place of Wagtail's own, which asks about each page by itself."""

    name = "awaiting_your_review"
    template_name = "moderation/admin/awaiting_panel.html"
    order = 1

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not (may_review(user) or passed_to(user)):
            return {"entries": [], "unread": 0}
        entries, unread = review_queue(user), len(to_read(user))
        return {"entries": entries[:FIRST], "number": len(entries), "unread": unread}


class StandInPanel(Component):
    """What a stand-in for the whole district does while every school has its principal: nothing
    else would be on their first screen."""

    name = "stand_in"
    template_name = "moderation/admin/stand_in.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        # The permissions are known already: nobody else's first screen asks for roles.
        may_be_one = not user.is_superuser and user.has_perms(ROLE_MATRIX[Role.STAND_IN].models)
        approves = may_be_one and school_ids_led_by(user)
        return {"shown": may_be_one and not approves and stands_in_district_wide(user)}


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
