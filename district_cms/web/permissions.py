"""Permissions on Wagtail's own screens for models that allow less than Wagtail offers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.permission_policies import ModelPermissionPolicy

from .accounts import Account


class ReadOnlyPermissionPolicy(ModelPermissionPolicy):
    """Allows viewing by the role matrix, and adding, changing and deleting to nobody.

    For records. An action on a record has its own screen and permission.
    """

    def user_has_permission(self, user: Account, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Account, actions: Any) -> bool:
        return "view" in actions and bool(super().user_has_permission(user, "view"))


class PerObjectPermission:
    """A mixin for Wagtail's views of one object, which check only whether the user may change
    *any*.

    Place it before the view in the bases; the model's policy decides about the object. Raises
    `PermissionDenied` before anything is shown or changed.
    """

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        view: Any = self
        instance = super().get_object(*args, **kwargs)  # type: ignore[misc]
        actions = {view.permission_required} if view.permission_required else None
        allowed = view.permission_policy.user_has_any_permission_for_instance(
            view.request.user, actions or set(view.any_permission_required), instance
        )
        if not allowed:
            raise PermissionDenied
        return instance
