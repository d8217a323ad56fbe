"""Who may edit which page: in the editor, and according to the policy."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from time_machine import travel
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from classroom.models import ClassroomTeacher, UpdatePage
from classroom.permissions import ClassroomPagePermissionPolicy
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.pages import make_draft, update_content
from tests.factories.people import fresh, make_account, make_staff, make_superuser
from tests.integration.conftest import NOVEMBER, Clock, moment

pytestmark = pytest.mark.django_db

PLACES = ("class", "update", "teacher page", "school", "home page", "other school")
T, _ = True, False

# Who may edit what, in the order of PLACES.
MAY_EDIT = {
    "lead teacher": (T, T, _, _, _, _),
    "co-teacher": (T, T, _, _, _, _),
    "substitute on the last day": (T, T, _, _, _, _),
    "substitute after the last day": (_, _, _, _, _, _),
    "teacher who has left": (_, _, _, _, _, _),
    "teacher with a closed account": (_, _, _, _, _, _),
    "another teacher of the school": (_, _, _, _, _, _),
    "principal": (T, T, T, T, _, _),
    "principal of the other school": (_, _, _, _, _, T),
    "principal who has left": (_, _, _, _, _, _),
    "communications office": (T, T, T, T, T, T),
    "district administrator": (T, T, T, T, T, T),
    "counselor": (_, _, _, _, _, _),
    "superuser": (T, T, T, T, T, T),
}
# What they may do with a class in addition to editing it.
ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
ON_A_CLASS = {
    "lead teacher": (T, T, _, _, _, _),
    "co-teacher": (T, T, _, _, _, _),
    "substitute on the last day": (T, T, _, _, _, _),
    "principal": (T, T, T, T, T, _),
    "communications office": (T, T, T, T, T, T),
    "district administrator": (T, T, T, T, T, T),
    "superuser": (T, T, T, T, T, T),
}
NOTHING = (_, _, _, _, _, _)


@dataclass
class Cast:
    """All people in the tables, and the pages that the tables name."""

    district: District
    people: dict[str, User]
    pages: dict[str, Page]

    def user(self, who: str) -> User:
        return fresh(self.people[who])


@pytest.fixture(scope="module")
def cast(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with django_db_blocker.unblock(), transaction.atomic():
        with travel(moment(NOVEMBER), tick=False):
            made = make_cast(built)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def on_the_same_day(november: dt.datetime) -> None:
    """The substitute's last day."""


def make_cast(district: District) -> Cast:
    school, room = district.school, district.classroom
    today = dt.date(2026, 11, 10)

    def teaching(part: str, until: dt.date | None = None) -> Staff:
        staff = make_staff((Role.TEACHER, school))
        ClassroomTeacher.objects.create(classroom=room, staff=staff, part=part, until=until)
        return staff

    left, closed = teaching("co-teacher"), teaching("co-teacher")
    former = make_staff((Role.PRINCIPAL, school))
    Staff.objects.filter(pk__in=[left.pk, former.pk]).update(active=False)
    User.objects.filter(staff=closed).update(is_active=False)
    people = {
        "lead teacher": district.teacher,
        "co-teacher": account_of(teaching("co-teacher")),
        "substitute on the last day": account_of(teaching("substitute", today)),
        "substitute after the last day": account_of(
            teaching("substitute", today - dt.timedelta(days=1))
        ),
        "teacher who has left": account_of(left),
        "teacher with a closed account": account_of(closed),
        "another teacher of the school": make_account(Role.TEACHER, school),
        "principal": district.principal,
        "principal of the other school": district.other_principal,
        "principal who has left": account_of(former),
        "communications office": make_account(Role.COMMUNICATIONS),
        "district administrator": make_account(Role.ADMINISTRATOR),
        "counselor": make_account(Role.COUNSELOR),
        "superuser": make_superuser(),
    }
    update = make_draft(room, **update_content(district.curriculum))
    pages = {
        "class": room,
        "update": update,
        "teacher page": district.teacher_page,
        "school": school,
        "home page": district.home,
        "other school": district.other_school,
    }
    return Cast(
        district, people, {name: Page.objects.get(pk=page.pk) for name, page in pages.items()}
    )


@pytest.fixture
def policy() -> ClassroomPagePermissionPolicy:
    found = policy_registry.get_by_type(UpdatePage)
    assert isinstance(found, ClassroomPagePermissionPolicy)
    return found


@pytest.mark.parametrize("model", get_page_models())
def test_the_policy_is_the_one_of_every_page_type(model: type[Page]) -> None:
    assert isinstance(policy_registry.get_by_type(model), ClassroomPagePermissionPolicy)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("who", MAY_EDIT)
def test_updates_can_be_added_to_the_classes_that_one_may_edit(
    who: str, cast: Cast, client: Client
) -> None:
    client.force_login(cast.user(who))
    add = ["classroom", "updatepage", cast.pages["class"].pk]
    opened = client.get(reverse("wagtailadmin_pages:add", args=add)).status_code == 200
    assert opened is MAY_EDIT[who][0]


@pytest.mark.parametrize("who", MAY_EDIT)
def test_the_policy_gives_each_action_on_a_class_as_the_table_says(
    who: str, cast: Cast, policy: PagePermissionPolicy
) -> None:
    user, room = cast.user(who), cast.pages["class"]
    given = tuple(policy.user_has_permission_for_instance(user, action, room) for action in ACTIONS)
    assert given == ON_A_CLASS.get(who, NOTHING)


@pytest.mark.parametrize("who", MAY_EDIT)
def test_the_policy_lists_the_pages_that_one_may_edit(
    who: str, cast: Cast, policy: PagePermissionPolicy
) -> None:
    listed = policy.instances_user_has_any_permission_for(cast.user(who), ["change"])
    ids = set(listed.values_list("pk", flat=True))
    named = tuple(cast.pages[place].pk in ids for place in PLACES)
    assert named == MAY_EDIT[who]


@pytest.mark.parametrize("who", MAY_EDIT)
def test_people_who_may_edit_some_page_may_edit_pages_at_all(
    who: str, cast: Cast, policy: PagePermissionPolicy
) -> None:
    assert policy.user_has_permission(cast.user(who), "change") is any(MAY_EDIT[who])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_users_for_a_page_are_those_whom_the_policy_allows(
    place: str, action: str, cast: Cast, policy: PagePermissionPolicy
) -> None:
    page = cast.pages[place]
    listed = set(policy.users_with_any_permission_for_instance([action], page))
    let = {
        user
        for user in cast.people.values()
        if policy.user_has_permission_for_instance(fresh(user), action, page)
    }
    assert listed & set(cast.people.values()) == let
    assert set(policy.users_with_permission_for_instance(action, page)) == listed


@pytest.mark.parametrize("action", ACTIONS)
def test_the_users_for_any_page_are_those_whom_the_policy_allows(
    action: str, cast: Cast, policy: PagePermissionPolicy
) -> None:
    listed = set(policy.users_with_any_permission([action]))
    let = {u for u in cast.people.values() if policy.user_has_permission(fresh(u), action)}
    assert listed & set(cast.people.values()) == let
    assert set(policy.users_with_permission(action)) == listed


def test_superusers_are_left_out_of_lists_on_request(
    cast: Cast, policy: PagePermissionPolicy
) -> None:
    root = cast.people["superuser"]
    room = cast.pages["class"]
    assert root in policy.users_with_any_permission(["publish"])
    assert root not in policy.users_with_any_permission(["publish"], include_superusers=False)
    assert root not in policy.users_with_any_permission_for_instance(
        ["publish"], room, include_superusers=False
    )


def test_a_visitor_may_nothing(cast: Cast, policy: PagePermissionPolicy) -> None:
    visitor = AnonymousUser()
    assert not policy.user_has_any_permission(visitor, ACTIONS)
    assert not policy.user_has_permission_for_instance(visitor, "change", cast.pages["class"])


@pytest.mark.parametrize("day, may", [
    ("2026-11-11 23:59", True),
    ("2026-11-12 00:00", False),
])  # fmt: skip
def test_an_anonymous_visitor_has_no_permissions(
    day: str, may: bool, clock: Clock, cast: Cast, client: Client
) -> None:
    district = cast.district
    staff = make_staff((Role.TEACHER, district.school))
    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=staff,
        part=ClassroomTeacher.Part.SUBSTITUTE,
        until=dt.date(2026, 11, 11),
    )
    clock(day)
    client.force_login(account_of(staff))
    address = reverse("wagtailadmin_pages:edit", args=[district.classroom.pk])
    assert (client.get(address).status_code == 200) is may


def test_a_teacher_never_publishes_in_their_own_class(cast: Cast) -> None:
    district = cast.district
    update = make_draft(district.classroom, owner=district.teacher, title="Mine")
    may = update.permissions_for_user(district.teacher)
    assert may.can_edit()
    assert not may.can_publish()
    assert not may.can_unpublish()
    assert not may.can_lock()
