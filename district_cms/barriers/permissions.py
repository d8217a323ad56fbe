"""Who may look at reports of barriers, and who may act on them; both from the role matrix."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


def may_look(user: Any) -> bool:
    return bool(user.has_perm("barriers.view_barrierreport"))


def may_act(user: Any) -> bool:
    return may_look(user) and bool(user.has_perm("barriers.change_barrierreport"))


class BarrierPermissionPolicy(ModelPermissionPolicy):
    """What Wagtail's own screens may offer: looking. A report's words are changed by nobody; what
    is done about it is added by our own screen."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may_look(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and may_look(user)
