"""Queries about people that several apps use."""

from collections.abc import Iterable
from typing import Any, Final, cast

from django.core.cache import cache
from django.db.models import Exists, Q, QuerySet
from django.db.models.functions import Lower
from wagtail.models import Page

from district_cms.checks.privacy import name_key
from district_cms.schools.models import SchoolPage

from .models import Staff, StaffRole, User
from .roles import Role

# The delay after which the privacy checks know a new employee's name.
_NAMES_CACHED_SECONDS: Final = 300


def schools_led_by(user: User) -> tuple[Page, ...]:
    """Returns the schools where this account approves today, as plain pages: as principal, as a
    stand-in, or as a district stand-in wherever there is no principal. One query per request and
    account."""
    if user.schools_led is None:
        user.schools_led = tuple(_schools_led(user.pk))
    return user.schools_led


def leads_school_of(user: User, page: Page) -> bool:
    """Returns True if the page belongs to one of those schools, by its place in the tree."""
    return any(page.path.startswith(school.path) for school in schools_led_by(user))


def _schools_led(user: int) -> QuerySet[Page]:
    held = StaffRole.objects.current().filter(staff__user_id=user, staff__active=True)
    own = held.filter(role=Role.PRINCIPAL, school__isnull=False).values("school_id")
    alone = Exists(held.filter(role=Role.STAND_IN)) & Q(
        pk__in=schools_without_principal().values("pk")
    )
    # Starts from the schools, which are few: a condition on all pages would scan them.
    schools = SchoolPage.objects.filter(Q(pk__in=own) | alone).order_by()
    pages: QuerySet[Page] = Page.objects.filter(pk__in=schools.values("pk"))
    return pages


def school_ids_led_by(user: User) -> frozenset[int]:
    """Returns the ids of the schools that this account leads, see `schools_led_by`."""
    return frozenset(page.pk for page in schools_led_by(user))


def roles_of(user: User) -> frozenset[Role]:
    """Returns the roles that the account holds today; all for a superuser. At most one query."""
    if user.is_superuser:
        return frozenset(Role)
    held = StaffRole.objects.current().filter(staff__user_id=user.pk, staff__active=True)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def staff_name_keys() -> frozenset[str]:
    """Returns the names of everyone who works here, as the privacy checks compare them. Called when
    a page says something about a person; at most one query in five minutes."""
    names = cache.get_or_set("people.staff_name_keys", _read_staff_name_keys, _NAMES_CACHED_SECONDS)
    return cast("frozenset[str]", names)


def _read_staff_name_keys() -> frozenset[str]:
    names = Staff.objects.active().values_list("given_name", "family_name")
    return frozenset(name_key(f"{given} {family}") for given, family in names)


def staff_addresses(addresses: Iterable[str]) -> set[str]:
    """Returns those of these normalized addresses that belong to someone who works here, by their
    record or their account. Two queries."""
    wanted = set(addresses)
    by_record = Staff.objects.active().annotate(folded=Lower("email")).filter(folded__in=wanted)
    by_account = User.objects.filter(is_active=True, staff__active=True, email__in=wanted)
    return {
        *by_record.values_list("folded", flat=True),
        *by_account.values_list("email", flat=True),
    }


def principals_of(school_id: int) -> QuerySet[Staff]:
    """Returns the principals of a school, ordered by name."""
    return Staff.objects.with_role(Role.PRINCIPAL, school_id)


def reviewers_of(school_id: int) -> list[Any]:
    """Returns the active accounts that may approve pages of a school today: its principals and
    stand-ins, or else the district's stand-ins."""
    own = [row.staff.user for row in _approving().filter(school_id=school_id)]
    return own or district_stand_ins()


def district_stand_ins() -> list[Any]:
    """Returns the active accounts that approve wherever a school has no principal."""
    return [row.staff.user for row in approving_everywhere()]


def approving_everywhere() -> Any:
    """Returns the roles of the district stand-ins, as a query."""
    return _approving(Role.STAND_IN)


def is_district_stand_in(user: User) -> bool:
    """Returns True if the account is a district stand-in, whether or not a school needs one now."""
    return bool(_approving(Role.STAND_IN).filter(staff__user_id=user.pk).exists())


def schools_without_principal() -> Any:
    """Returns live schools where no active account is principal or stand-in today, as a query."""
    return SchoolPage.objects.live().exclude(pk__in=_approving().values("school_id"))


def _approving(role: Role = Role.PRINCIPAL) -> Any:
    rows = StaffRole.objects.current().filter(
        role=role, staff__active=True, staff__user__is_active=True
    )
    # Filters by `school__isnull`: a district role has no school, and a NULL in `NOT IN` would
    # exclude every row.
    rows = rows.filter(school__isnull=role == Role.STAND_IN)
    return rows.select_related("staff__user").order_by("pk")
