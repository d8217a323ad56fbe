"""The account screens: who may change which account, and what such a form offers.

Roles come from the staff record and from nowhere else, so the forms offer no groups. Nobody
becomes a superuser in a browser: that is done on the server, by `createsuperuser`.
"""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from .models import User


class AccountPermissionPolicy(ModelPermissionPolicy):
    """As the permissions say, but only a superuser touches a superuser's account."""

    def user_has_any_permission_for_instance(self, user: User, actions: Any, instance: Any) -> bool:
        if instance.is_superuser and not user.is_superuser:
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> Any:
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if user.is_superuser else found.filter(is_superuser=False)


ORDER = ["first_name", "last_name", "email", "password1", "password2", "is_active"]


class AccountCreationForm(UserCreationForm):
    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["groups"], self.fields["is_superuser"]


class AccountEditForm(UserEditForm):
    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("groups")
        self.fields.pop("is_superuser", None)


class DistrictUserViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm
