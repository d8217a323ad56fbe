"""Wagtail's account screens, held to the house's rules."""

from wagtail.users.apps import WagtailUsersAppConfig


class DistrictUsersConfig(WagtailUsersAppConfig):
    user_viewset = "district_cms.people.accounts.DistrictUserViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy
        from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

        from .accounts import AccountPermissionPolicy
        from .models import User

        register_permission_policy(User, AccountPermissionPolicy(User))
        # Roles come from the staff record, and these two ask no object-level permission.
        for action in (AssignRoleBulkAction, SetActiveStateBulkAction):
            action.models = []
