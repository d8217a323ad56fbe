"""Wagtail's account screens with the district's permissions."""

from wagtail.users.apps import WagtailUsersAppConfig


class DistrictUsersConfig(WagtailUsersAppConfig):
    user_viewset = "district_cms.people.accounts.DistrictUserViewSet"

    def ready(self) -> None:
        super().ready()
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy
        from wagtail.users.views.bulk_actions import (
            AssignRoleBulkAction,
            DeleteBulkAction,
            SetActiveStateBulkAction,
        )

        from . import permissions
        from .models import Staff, User

        register_permission_policy(User, permissions.AccountPermissionPolicy(User))
        register_permission_policy(Group, permissions.GroupPermissionPolicy(Group))
        register_permission_policy(Staff, permissions.StaffPermissionPolicy(Staff))
        # Roles come from the staff record, accounts are not deleted in bulk, and none of these
        # actions checks an object-level permission.
        for action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
            action.models = []
