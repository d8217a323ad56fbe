"""Who may manage whose account: nobody reaches someone who may do more than they may themselves.

Otherwise whoever may set passwords could sign in as anyone. What counts are the rights that an
account would have if it were active: activating it is part of managing it. What a teacher's or a
principal's own rows give (see `classroom.permissions`) lies below every grant to the district.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import Staff, User
from ..roles.matrix import REVIEWS

# Rows that give a group something at one node of a tree, with the way to the node's path.
_IN_TREES = (
    (GroupPagePermission, "page__path"),
    (GroupCollectionPermission, "collection__path"),
)


def out_of_reach(actor: User) -> Any:
    """The accounts with a right that `actor` lacks, as a query. Empty for a superuser.

    Five queries to find the groups in question, of which a district has few.
    """
    if actor.is_superuser:
        return User.objects.none()
    beyond = Permission.objects.exclude(pk__in=_permissions_of(actor).values("pk"))
    # Administrators do not read what employees hand in, and still set up the office's accounts:
    # whatever they do to one is in the log.
    for name in REVIEWS:
        room, _dot, codename = name.partition(".")
        beyond = beyond.exclude(content_type__app_label=room, codename=codename)
    groups = {
        *Group.objects.filter(permissions__in=beyond).values_list("pk", flat=True),
        *_groups_beyond_in_trees(actor),
        *_groups_beyond_at_sites(actor),
    }
    found = Q(is_superuser=True) | Q(user_permissions__in=beyond) | Q(groups__in=groups)
    return User.objects.filter(pk__in=User.objects.filter(found).values("pk"))


def may_manage_account(actor: User, target: User) -> bool:
    """Whether `actor` has every right that `target` has."""
    if actor.is_superuser:
        return True
    return not target.is_superuser and not out_of_reach(actor).filter(pk=target.pk).exists()


class AccountPermissionPolicy(ModelPermissionPolicy):
    """As the role matrix says, and only accounts that are not out of reach."""

    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: User
    ) -> bool:
        return self.user_has_any_permission(user, actions) and may_manage_account(user, instance)

    def instances_user_has_permission_for(self, user: User, action: str) -> Any:
        return self.instances_user_has_any_permission_for(user, {action})

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        if not self.user_has_any_permission(user, actions):
            return User.objects.none()
        return User.objects.exclude(pk__in=out_of_reach(user).values("pk"))


class GroupPermissionPolicy(ModelPermissionPolicy):
    """No screen changes a group: `apply_roles` writes what the role matrix says."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


class StaffPermissionPolicy(ModelPermissionPolicy):
    """As the role matrix says. A record hands out its account's roles: whoever may not manage the
    account may look at the record, and no more."""

    def user_has_permission_for_instance(self, user: User, action: str, instance: Staff) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Staff
    ) -> bool:
        held = {action for action in actions if self.user_has_permission(user, action)}
        if held <= {"view"} or instance.user is None:
            return bool(held)
        return "view" in held or may_manage_account(user, instance.user)


def _permissions_of(user: User) -> Any:
    return Permission.objects.filter(Q(user=user) | Q(group__user=user))


def _groups_beyond_in_trees(actor: User) -> Iterable[int]:
    """Groups that may do something at a node where nothing of the actor's reaches."""
    own = set(actor.groups.values_list("pk", flat=True))
    for model, path in _IN_TREES:
        rows = list(model._default_manager.values_list("group_id", "permission_id", path))
        held = [(permission, at) for group, permission, at in rows if group in own]
        for group, permission, at in rows:
            if not any(permission == p and at.startswith(above) for p, above in held):
                yield group


def _groups_beyond_at_sites(actor: User) -> Iterable[int]:
    rows = GroupSitePermission.objects.all()
    own = set(actor.groups.values_list("pk", flat=True))
    held = {(row.permission_id, row.site_id) for row in rows if row.group_id in own}
    for row in rows:
        if (row.permission_id, row.site_id) not in held:
            yield row.group_id
