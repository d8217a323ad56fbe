"""Who may edit which page: Wagtail's policy, plus permissions from a person's own rows. And who may
see whether classes posted in time.

A group per classroom would fill the editor's forms with thousands of groups. Instead, the rows of
`ClassroomTeacher` (a teacher's classes), of `OwnPages` that other packages register, and of
`StaffRole` (a principal's schools) become unsaved page permissions of the account.
`people.roles.matrix` says what each scope may do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import or_
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from district_cms.people.models import StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.roles.matrix import ROLE_MATRIX, Scope, roles_with_scope
from district_cms.people.selectors import (
    leads_school_of,
    school_ids_led_by,
    schools_led_by,
    schools_without_principal,
)

from .models import ClassroomPage, ClassroomTeacher

# A roster makes accounts, staff and classes.
IMPORT_ROSTERS: Final = (
    *("people.add_user", "people.change_staff"),
    "classroom.add_classroomteacher",
)


def actions_of(scope: Scope) -> frozenset[str]:
    """Returns the page actions that the matrix gives to any role of this scope."""
    return frozenset().union(*(ROLE_MATRIX[role].page_actions for role in roles_with_scope(scope)))


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Pages that belong to the people who write them. `ids` returns a query of the pages that an
    account may edit today. `accounts` returns a query of the accounts that have such pages; given a
    query of pages, of the accounts that have one of these."""

    ids: Callable[[User], Any]
    accounts: Callable[[Any], Any]


_registered: list[OwnPages] = []


def register_own_pages(own: OwnPages) -> None:
    """Gives the owners of these pages the rights that teachers have in their classes. Registering
    the same object twice changes nothing."""
    if own not in _registered:
        _registered.append(own)


def _own_pages() -> list[OwnPages]:
    return [TAUGHT, *_registered]


def _all_own(user: int) -> QuerySet[Page]:
    # A single list of ids: the database would evaluate an "or" of two queries for every page.
    first, *others = (each.ids(User(pk=user)) for each in _own_pages())
    pages: QuerySet[Page] = Page.objects.filter(pk__in=first.union(*others, all=True))
    return pages


class ClassroomPagePermissionPolicy(PagePermissionPolicy):
    """The permission policy of every page type. Adds two queries per request and account."""

    def get_all_permissions_for_user(self, user: User) -> Any:
        granted = super().get_all_permissions_for_user(user)
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return granted
        return [*granted, *self._own(user)]

    def _own(self, user: User) -> Iterable[GroupPagePermission]:
        # Wagtail puts permissions into sets, and Django cannot hash an object without a key. These
        # get negative keys, which no row has.
        keys = count(-1, -1)
        yield from _unsaved(_all_own(user.pk), actions_of(Scope.OWN_CLASSROOMS), keys)
        yield from _unsaved(schools_led_by(user), actions_of(Scope.OWN_SCHOOLS), keys)

    def users_with_any_permission(self, actions: Any, include_superusers: bool = True) -> Any:
        by_group = super().users_with_any_permission(actions, include_superusers)
        wanted = _widened(actions)
        people = Q(pk__in=by_group.values("pk"))
        if wanted & actions_of(Scope.OWN_CLASSROOMS):
            people |= _any_of(Q(pk__in=each.accounts(None)) for each in _own_pages())
        if wanted & actions_of(Scope.OWN_SCHOOLS):
            people |= Q(pk__in=_leading_accounts(StaffRole.objects.current()))
            people |= Q(pk__in=_standing_in())
        return _accounts(people)

    def users_with_any_permission_for_instance(
        self, actions: Any, instance: Any, include_superusers: bool = True
    ) -> Any:
        by_group = super().users_with_any_permission_for_instance(
            actions, instance, include_superusers
        )
        chain = Page.objects.ancestor_of(instance, inclusive=True).values("pk")
        wanted = set(actions)
        people = Q(pk__in=by_group.values("pk"))
        if wanted & actions_of(Scope.OWN_CLASSROOMS):
            people |= _any_of(Q(pk__in=each.accounts(chain)) for each in _own_pages())
        if wanted & actions_of(Scope.OWN_SCHOOLS):
            roles = StaffRole.objects.current().filter(school_id__in=chain)
            people |= Q(pk__in=_leading_accounts(roles))
            alone = schools_without_principal().filter(pk__in=chain)
            people |= Q(Exists(alone)) & Q(pk__in=_standing_in())
        return _accounts(people)


def current_classroom_ids(user: User) -> Any:
    """Returns a query of the ids of the classrooms that this account may edit today."""
    return (
        ClassroomTeacher.objects.current(timezone.localdate())
        .filter(staff__user_id=user.pk, staff__active=True)
        .values("classroom_id")
    )


def _unsaved(
    pages: Any, actions: frozenset[str], keys: Iterator[int]
) -> Iterable[GroupPagePermission]:
    permissions = [Permission(codename=f"{action}_page") for action in sorted(actions)]
    for page in pages:
        for permission in permissions:
            yield GroupPagePermission(pk=next(keys), page=page, permission=permission)


def _widened(actions: Any) -> set[str]:
    # As in Wagtail: whoever may add pages may also change the pages they added.
    return {*actions, "add"} if "change" in actions else set(actions)


def _any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def _teaching_accounts(classrooms: Any = None) -> Any:
    rows = ClassroomTeacher.objects.current()
    if classrooms is not None:
        rows = rows.filter(classroom_id__in=classrooms)
    return rows.filter(staff__active=True, staff__user__isnull=False).values("staff__user_id")


TAUGHT = OwnPages(ids=current_classroom_ids, accounts=_teaching_accounts)


def _leading_accounts(rows: Any) -> Any:
    return rows.filter(
        role__in=roles_with_scope(Scope.OWN_SCHOOLS),
        staff__active=True,
        staff__user__isnull=False,
    ).values("staff__user_id")


def _standing_in() -> Any:
    rows = StaffRole.objects.current().filter(role=Role.STAND_IN, staff__active=True)
    return rows.filter(staff__user__isnull=False).values("staff__user_id")


def _accounts(people: Q) -> Any:
    return get_user_model()._default_manager.filter(is_active=True).filter(people).distinct()


ALL_POSTING_DAYS: Final = "classroom.view_postingslot"


def can_see_all_days(user: User) -> bool:
    """Returns True if the account may see the posting days of any class. How each class stands
    becomes visible only once a reason is recorded."""
    return bool(user.is_active and user.has_perm(ALL_POSTING_DAYS))


def can_see_standings(user: User, classroom: ClassroomPage) -> bool:
    """Returns True for the class's teachers and the school's principals: only they see who is
    late."""
    if not user.is_active:
        return False
    if leads_school_of(user, classroom):
        return True
    return bool(current_classroom_ids(user).filter(classroom_id=classroom.pk).exists())


def can_see_record(user: User, classroom: ClassroomPage) -> bool:
    return can_see_all_days(user) or can_see_standings(user, classroom)


def can_see_names(user: User, school: Page) -> bool:
    """Returns True if the account is a principal of the school today, or stands in for one."""
    return bool(user.is_active and school.pk in school_ids_led_by(user))


def can_see_school(user: User, school: Page) -> bool:
    """Returns True if the account may open the school's screen. Without the names it shows counts
    only."""
    return can_see_names(user, school) or can_see_all_days(user)
