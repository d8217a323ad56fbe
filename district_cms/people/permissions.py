"""Who may manage an account, and who may change pictures and documents."""

from collections.abc import Iterable
from itertools import count
from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
)
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.permissions import MediaPermissionPolicy
from district_cms.schools.frame import SCHOOL_DEPTH, school_path

from .models import Staff, StaffRole, User
from .roles.matrix import REVIEWS, ROLE_MATRIX, Scope
from .selectors import schools_led_by

# Models of group permissions at a node of a tree, with the lookup of the node's path.
_IN_TREES = (
    (GroupPagePermission, "page__path"),
    (GroupCollectionPermission, "collection__path"),
)


def unmanageable_accounts(actor: User) -> Any:
    """Returns the accounts with a permission that `actor` lacks, as a query. Empty for a superuser.

    Makes five queries to find their groups; a district has few.
    """
    if actor.is_superuser:
        return User.objects.none()
    beyond = Permission.objects.exclude(pk__in=_permissions_of(actor).values("pk"))
    # Administrators may not read what employees submit, but still manage the office's accounts. The
    # audit log records what they do to one.
    for name in REVIEWS:
        room, _dot, codename = name.partition(".")
        beyond = beyond.exclude(content_type__app_label=room, codename=codename)
    groups = {
        *Group.objects.filter(permissions__in=beyond).values_list("pk", flat=True),
        *_groups_beyond_in_trees(actor),
        *_groups_beyond_at_sites(actor),
    }
    is_beyond = Q(is_superuser=True) | Q(user_permissions__in=beyond) | Q(groups__in=groups)
    return User.objects.filter(pk__in=User.objects.filter(is_beyond).values("pk"))


def may_manage_account(actor: User, target: User) -> bool:
    """Returns True if `actor` has every permission that `target` has."""
    if actor.is_superuser:
        return True
    return (
        not target.is_superuser and not unmanageable_accounts(actor).filter(pk=target.pk).exists()
    )


class AccountPermissionPolicy(ModelPermissionPolicy):
    """Follows the role matrix, but only for accounts that the user may manage."""

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
        return User.objects.exclude(pk__in=unmanageable_accounts(user).values("pk"))


class GroupPermissionPolicy(ModelPermissionPolicy):
    """Lets no screen change a group: `apply_roles` writes them from the role matrix."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


class StaffPermissionPolicy(ModelPermissionPolicy):
    """Follows the role matrix. A record gives roles to its account, so users who may not manage the
    account may only view the record."""

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
    """Yields groups with a permission at a node where the actor's groups do not have it."""
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


KINDS: Final = ("image", "document")


class SchoolsLibraryPolicy(MediaPermissionPolicy):
    """The policy for pictures and documents. Makes one more query per request and account when
    asked about certain files."""

    def get_all_permissions_for_user(self, user: User) -> Any:
        granted = super().get_all_permissions_for_user(user)
        if not _is_someone(user):
            return granted
        rows = list(granted)
        if any(row.collection.is_root() for row in rows):
            return rows
        return [*rows, *_of_schools(user)]

    def user_has_permission(self, user: User, action: str) -> bool:
        return self.user_has_any_permission(user, {action})

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Each screen's menu calls this with an account whose tasks are already known."""
        wanted = set(actions)
        if wanted & _MEDIA_ACTIONS and _is_someone(user) and _has_task_at_a_school(user):
            return True
        return any(super(SchoolsLibraryPolicy, self).user_has_permission(user, a) for a in wanted)


def register_library_policies() -> None:
    """Registers the policy for exactly these models; otherwise Wagtail's own apps would replace
    it."""
    for model, auth_model in (
        (DistrictImage, "wagtailimages.Image"),
        (DistrictDocument, "wagtaildocs.Document"),
    ):
        policy = SchoolsLibraryPolicy(
            model, auth_model=auth_model, owner_field_name="uploaded_by_user"
        )
        register_permission_policy(model, policy, exact_class=True)


def collections_of_schools(user: User) -> QuerySet[Collection]:
    """Returns the collections of the schools where this account has a role today, or a task on a
    page: a substitute's class may be at another school."""
    held = StaffRole.objects.current().filter(
        staff__user_id=user.pk, staff__active=True, role__in=_AT_SCHOOLS
    )
    tasks = {school_path(page.path) for page in _task_pages(user)}
    collections: QuerySet[Collection] = Collection.objects.filter(
        Q(school_page__in=held.values("school_id")) | Q(school_page__path__in=tasks)
    )
    return collections


_AT_SCHOOLS: Final = frozenset(
    role
    for role, grants in ROLE_MATRIX.items()
    if grants.media and grants.pages in {Scope.OWN_CLASSROOMS, Scope.OWN_SCHOOLS}
)


_MEDIA_ACTIONS: Final = frozenset({"add", "choose", "change", "delete"})


def _is_someone(user: User) -> bool:
    return user.is_active and not user.is_anonymous and not user.is_superuser


def _has_task_at_a_school(user: User) -> bool:
    """Makes no query once the account's page permissions are cached."""
    below = any(page.depth > SCHOOL_DEPTH for page in _task_pages(user))
    return below or bool(schools_led_by(user))


def _task_pages(user: User) -> list[Page]:
    policy = policy_registry.get_by_type(Page)
    return [held.page for held in policy.get_cached_permissions_for_user(user)]


def _of_schools(user: User) -> Iterable[GroupCollectionPermission]:
    # Wagtail puts permissions into sets, and Django cannot hash a row without a key: negative keys,
    # which no stored row has.
    keys = count(-1, -1)
    actions = frozenset().union(*(ROLE_MATRIX[role].media for role in _AT_SCHOOLS))
    for collection in collections_of_schools(user):
        for action in sorted(actions):
            for kind in KINDS:
                yield GroupCollectionPermission(
                    pk=next(keys),
                    collection=collection,
                    permission=Permission(codename=f"{action}_{kind}"),
                )
