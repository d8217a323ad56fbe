"""Who may do what on Wagtail's own screens, where a model asks for less than Wagtail offers."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from .accounts import Account


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Looking is given by the role matrix; adding, changing and deleting to nobody.

    For records. What may be done about one is a screen of its own, with its own permission.
    """

    def user_has_permission(self, user: Account, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Account, actions: Any) -> bool:
        return "view" in actions and bool(super().user_has_permission(user, "view"))
