"""Which collections of pictures and documents come with a role: those of one's schools.

As with pages (see `classroom.permissions`), rows of the staff record are turned into unsaved
permissions of the account that asks; a group for each school would fill the editor's forms.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, Page
from wagtail.permissions import policy_registry, register_permission_policy

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.permissions import MediaPermissionPolicy
from district_cms.schools.frame import SCHOOL_DEPTH, school_path

from ..models import StaffRole, User
from ..roles.matrix import ROLE_MATRIX, Scope
from ..selectors import schools_led_by

KINDS: Final = ("image", "document")


class SchoolsLibraryPolicy(MediaPermissionPolicy):
    """Registered for pictures and for documents. A query more per request and account, where it is
    about certain ones."""

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
        """The menu of each screen asks, of people whose tasks are known already."""
        wanted = set(actions)
        if wanted & _GIVEN and _is_someone(user) and _has_task_at_a_school(user):
            return True
        return any(super(SchoolsLibraryPolicy, self).user_has_permission(user, a) for a in wanted)


def register_library_policies() -> None:
    """For exactly these models, or Wagtail's own apps would put theirs in its place."""
    for model, auth_model in (
        (DistrictImage, "wagtailimages.Image"),
        (DistrictDocument, "wagtaildocs.Document"),
    ):
        policy = SchoolsLibraryPolicy(
            model, auth_model=auth_model, owner_field_name="uploaded_by_user"
        )
        register_permission_policy(model, policy, exact_class=True)


def collections_of_schools(user: User) -> QuerySet[Collection]:
    """The collections of the schools where this account has a role today, or a task on a page: a
    substitute's class may stand in another school."""
    held = StaffRole.objects.current().filter(
        staff__user_id=user.pk, staff__active=True, role__in=_AT_SCHOOLS
    )
    tasks = {school_path(page.path) for page in _task_pages(user)}
    found: QuerySet[Collection] = Collection.objects.filter(
        Q(school_page__in=held.values("school_id")) | Q(school_page__path__in=tasks)
    )
    return found


_AT_SCHOOLS: Final = frozenset(
    role
    for role, grants in ROLE_MATRIX.items()
    if grants.media and grants.pages in {Scope.OWN_CLASSROOMS, Scope.OWN_SCHOOLS}
)


_GIVEN: Final = frozenset({"add", "choose", "change", "delete"})


def _is_someone(user: User) -> bool:
    return user.is_active and not user.is_anonymous and not user.is_superuser


def _has_task_at_a_school(user: User) -> bool:
    """No query once the account's page permissions are known."""
    below = any(page.depth > SCHOOL_DEPTH for page in _task_pages(user))
    return below or bool(schools_led_by(user))


def _task_pages(user: User) -> list[Page]:
    policy = policy_registry.get_by_type(Page)
    return [held.page for held in policy.get_cached_permissions_for_user(user)]


def _of_schools(user: User) -> Iterable[GroupCollectionPermission]:
    # Wagtail puts permissions into sets, and Django hashes nothing without a key: they get keys
    # that no row has.
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
