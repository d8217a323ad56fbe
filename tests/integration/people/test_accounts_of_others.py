"""Who reaches whose account: every address of accounts and groups, for every pair of roles.

Nobody changes, resets, deactivates, copies, deletes or gives roles over the account of someone
who may do more than they may themselves, however the address was found.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import GroupPagePermission

from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.people import PASSWORD, fresh, make_account, make_staff, make_superuser

pytestmark = pytest.mark.django_db

T, _ = True, False
TARGETS = (
    *Role,
    "no role",
    "superuser",
    "inactive superuser",
    "administrator and more",
    "webmaster",
)
NEW = "another long pass phrase"
# Whose account each may manage, in the order of TARGETS.
MANAGES = {
    Role.TEACHER: (_, _, _, _, _, _, _, _, _, _, _),
    Role.PRINCIPAL: (_, _, _, _, _, _, _, _, _, _, _),
    Role.COMMUNICATIONS: (_, _, _, _, _, _, _, _, _, _, _),
    Role.ADMINISTRATOR: (T, T, T, T, T, T, T, _, _, _, _),
    Role.COUNSELOR: (_, _, _, _, _, _, _, _, _, _, _),
    Role.STAND_IN: (_, _, _, _, _, _, _, _, _, _, _),
    "superuser": (T, T, T, T, T, T, T, T, T, T, T),
}


def account_with(kind: str, school: SchoolPage) -> User:
    """An account of one kind, each with a staff record."""
    if kind in set(Role):
        return make_account(Role(kind), school)
    user = make_staff().user
    assert user is not None
    if "superuser" in kind:
        User.objects.filter(pk=user.pk).update(is_superuser=True)
    if kind == "inactive superuser":
        User.objects.filter(pk=user.pk).update(is_active=False)
    if kind == "administrator and more":
        user.groups.add(Group.objects.get(name="District administrators"))
        user.user_permissions.add(Permission.objects.get(codename="change_group"))
    if kind == "webmaster":
        # Not one model permission, but a page action where no administrator has one.
        group = Group.objects.create(name="Webmasters")
        publish = Permission.objects.get(codename="publish_page")
        root = school.get_root()
        GroupPagePermission.objects.create(group=group, page=root, permission=publish)
        user.groups.add(group)
    return fresh(user)


def addresses_of(namespace: str, pk: int | None) -> Iterator[str]:
    """Every address of a viewset about this object; with None, those about no object."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    for pattern in resolver.url_patterns:
        assert isinstance(pattern, URLPattern)
        if bool(pattern.pattern.converters) is (pk is not None):
            yield reverse(f"{namespace}:{pattern.name}", args=[] if pk is None else [pk])


def bulk_addresses(chosen: int | str) -> Iterator[str]:
    for action in ("assign_role", "set_active_state", "delete"):
        address = reverse("wagtail_bulk_action", args=["people", "user", action])
        yield f"{address}?id={chosen}"


def attack(target: User) -> dict[str, Any]:
    """One form that every one of these screens would take for its own."""
    group = Group.objects.get(name="District administrators")
    return {
        "email": "taken.over@larkspur.example",
        "first_name": "Taken",
        "last_name": "Over",
        "password1": NEW,
        "password2": NEW,
        "is_superuser": "on",
        "groups": [group.pk],
        "role": group.pk,
        "mark_as_active": "False",
        # and of a staff record
        "given_name": "Taken",
        "family_name": "Over",
        "title": "Taken",
        "user": target.pk,
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-role": "administrator",
    }


def kept(target: User) -> dict[str, Any]:
    """Everything of an account that someone could take over."""
    row = User.objects.filter(pk=target.pk).values(
        "email", "password", "first_name", "last_name", "is_active", "is_superuser"
    )
    record = Staff.objects.filter(user=target.pk)
    return {
        "account": row.get(),
        "groups": sorted(target.groups.values_list("name", flat=True)),
        "permissions": sorted(target.user_permissions.values_list("codename", flat=True)),
        "staff": list(record.values_list("pk", "title", "active")),
        "roles": list(record.values_list("roles__role", "roles__school")),
    }


@pytest.mark.parametrize("actor_kind", Role)
def test_no_address_reaches_the_account_of_someone_with_more_rights(
    actor_kind: str, school: SchoolPage
) -> None:
    client = Client()
    client.force_login(account_with(actor_kind, school))
    pairs = zip(TARGETS, MANAGES[actor_kind], strict=True)
    beyond = [kind for kind, manages in pairs if not manages]
    if len(beyond) == len(TARGETS):  # who manages nobody is refused before anybody is looked at
        beyond = ["no role", Role.ADMINISTRATOR, "superuser"]
    targets = {kind: account_with(kind, school) for kind in beyond}
    # What is about all accounts, or about none, is asked once, in the name of the last.
    about_accounts = [*addresses_of("wagtailusers_users", None), *bulk_addresses("all")]
    about_others = [
        *addresses_of("wagtailusers_groups", None),
        *addresses_of("wagtailusers_groups", Group.objects.get(name="Teachers").pk),
        *addresses_of("staff", None),
    ]
    last = [*targets][-1]
    faults = []
    for target_kind, target in targets.items():
        before = kept(target)
        record = Staff.objects.get(user=target)
        about_account = [*addresses_of("wagtailusers_users", target.pk), *bulk_addresses(target.pk)]
        about_account += about_accounts if target_kind == last else []
        others = [*addresses_of("staff", record.pk)]
        others += about_others if target_kind == last else []
        for address in [*about_account, *others]:
            answers = [client.get(address), client.post(address, attack(target))]
            codes = [answer.status_code for answer in answers]
            if 500 in codes:
                faults.append(f"{target_kind}: {address} answers {codes}")
            if kept(target) != before:
                faults.append(f"{target_kind}: {address} changed the account")
                before = kept(target)
            if address in about_account and any(target.email in a.text for a in answers):
                faults.append(f"{target_kind}: {address} shows the account")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("actor_kind", MANAGES)
def test_each_manages_the_accounts_of_the_table(actor_kind: str, school: SchoolPage) -> None:
    client = Client()
    client.force_login(account_with(actor_kind, school))
    found = []
    for target_kind in TARGETS:
        target = account_with(target_kind, school)
        form = {
            "email": target.email,
            "first_name": "Changed",
            "last_name": "Name",
            "password1": NEW,
            "password2": NEW,
            "is_active": "on",
        }
        client.post(reverse("wagtailusers_users:edit", args=[target.pk]), form)
        after = fresh(target)
        assert after.first_name != "Changed"  # the name comes from the staff record
        found.append(after.check_password(NEW))
    assert tuple(found) == MANAGES[actor_kind]


@pytest.mark.parametrize("actor_kind", MANAGES)
def test_the_list_shows_the_accounts_in_the_table(actor_kind: str, school: SchoolPage) -> None:
    targets = [account_with(kind, school) for kind in TARGETS]
    client = Client()
    client.force_login(account_with(actor_kind, school))
    for name in ("index", "index_results"):
        text = client.get(reverse(f"wagtailusers_users:{name}"), {"p": 1}).text
        assert tuple(target.email in text for target in targets) == MANAGES[actor_kind]


@pytest.mark.parametrize("actor_kind", [Role.ADMINISTRATOR, "superuser"])
def test_the_staff_form_offers_the_accounts_of_the_table_and_its_own(
    actor_kind: str, school: SchoolPage
) -> None:
    targets = [account_with(kind, school) for kind in TARGETS]
    client = Client()
    client.force_login(account_with(actor_kind, school))
    field = client.get(reverse("staff:add")).context["form"].fields["user"]
    offered = set(field.queryset)
    assert tuple(target in offered for target in targets) == MANAGES[actor_kind]


def test_a_staff_record_cannot_be_moved_onto_a_superusers_account(
    client: Client, school: SchoolPage
) -> None:
    root = make_superuser()
    own = make_staff((Role.TEACHER, school))
    client.force_login(make_account(Role.ADMINISTRATOR))
    sent = {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "active": "on",
        "user": root.pk,
        "roles-TOTAL_FORMS": "0",
        "roles-INITIAL_FORMS": "0",
    }
    response = client.post(reverse("staff:edit", args=[own.pk]), sent)
    assert set(response.context["form"].errors) == {"user"}
    assert Staff.objects.get(pk=own.pk).user == own.user


def test_the_list_of_staff_leads_nobody_to_a_record_that_they_may_not_change(
    client: Client, school: SchoolPage
) -> None:
    record = Staff.objects.get(user=account_with("superuser", school))
    other = make_staff((Role.TEACHER, school))
    client.force_login(make_account(Role.ADMINISTRATOR))
    text = client.get(reverse("staff:index")).text
    assert reverse("staff:edit", args=[other.pk]) in text
    assert reverse("staff:edit", args=[record.pk]) not in text


def test_an_account_cannot_be_copied(client: Client) -> None:
    root = make_superuser()
    client.force_login(root)
    address = reverse("wagtailusers_users:edit", args=[root.pk])
    assert client.get(address.replace("edit", "copy")).status_code == 404
    assert "/copy/" not in client.get(reverse("wagtailusers_users:index")).text


def test_an_administrator_still_changes_their_own_account(
    client: Client, school: SchoolPage
) -> None:
    user = make_staff((Role.ADMINISTRATOR, None)).user
    assert user is not None
    client.force_login(user)
    form = {
        "email": user.email,
        "first_name": "Ada",
        "last_name": "Finch",
        "password1": NEW,
        "password2": NEW,
    }
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), form)
    assert fresh(user).check_password(NEW)
    assert fresh(user).is_active
    assert not fresh(user).check_password(PASSWORD)
