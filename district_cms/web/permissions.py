"""Who may do what on Wagtail's own screens, where a model asks for less than Wagtail offers."""

from typing import Any

from django.core.exceptions import PermissionDenied
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


class PerObjectPermission:
    """For views of Wagtail's about one object, which ask whether someone may change *any*.

    Placed before the view in the bases; the model's policy says what holds for the object. Raises
    `PermissionDenied` before anything of it is shown or changed.
    """

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        view: Any = self
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        actions = {view.permission_required} if view.permission_required else None
        allowed = view.permission_policy.user_has_any_permission_for_instance(
            view.request.user, actions or set(view.any_permission_required), found
        )
        if not allowed:
            raise PermissionDenied
        return found
