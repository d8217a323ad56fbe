"""The district requires the second step of some roles: from when, of whom, and what then opens."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import SignInSettings, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.second_step.requirement import SUPERUSERS, apply_requirement
from district_cms.people.tasks import nightly
from tests.factories.people import make_account, make_superuser
from tests.factories.sign_in import is_in, set_up_app, type_password, with_app
from tests.integration.people.second_step.conftest import NOW

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
OVERVIEW = "/admin/sign-in/"


@pytest.fixture
def administrator(school: Any) -> User:
    return make_account(Role.ADMINISTRATOR)


def require(*names: str, grace_days: int = 14) -> None:
    """As the screen saves it."""
    rule = SignInSettings.load()
    rule.required_of, rule.grace_days = list(names), grace_days
    rule.save()
    apply_requirement(now=NOW)


def required_from(user: User) -> dt.datetime | None:
    return User.objects.get(pk=user.pk).second_step_required_from


@pytest.mark.parametrize("names, held", [
    ((), set()),
    ((Role.TEACHER,), {"teacher"}),
    ((Role.ADMINISTRATOR, Role.COMMUNICATIONS), {"administrator", "office"}),
    ((SUPERUSERS,), {"superuser"}),
    ((*Role, SUPERUSERS), {"teacher", "principal", "administrator", "office", "counselor",
                             "superuser"}),
])  # fmt: skip
def test_who_must_have_a_second_step(names: tuple[str, ...], held: set[str], school: Any) -> None:
    people = {
        "teacher": make_account(Role.TEACHER, school),
        "principal": make_account(Role.PRINCIPAL, school),
        "administrator": make_account(Role.ADMINISTRATOR),
        "office": make_account(Role.COMMUNICATIONS),
        "counselor": make_account(Role.COUNSELOR),
        "superuser": make_superuser(),
    }
    require(*names)
    assert {name for name, user in people.items() if required_from(user)} == held


def test_in_production_it_is_required_of_administrators_and_superusers_whatever_was_chosen(
    client: Client, administrator: User, settings: Settings
) -> None:
    written = (settings.BASE_DIR / "district_cms/settings/production.py").read_text()
    assert 'SECOND_STEP_ALWAYS_REQUIRED_OF = ["superusers", "administrator"]' in written
    settings.SECOND_STEP_ALWAYS_REQUIRED_OF = [SUPERUSERS, "administrator"]
    superuser, office = make_superuser(), make_account(Role.COMMUNICATIONS)
    type_password(client, administrator)
    assert is_in(client)
    assert required_from(administrator) == NOW + 14 * DAY
    require(Role.COMMUNICATIONS, grace_days=7)
    assert required_from(superuser) == required_from(office) == NOW + 7 * DAY


def test_during_the_grace_period_each_sign_in_shows_a_reminder(
    client: Client, administrator: User
) -> None:
    require(Role.ADMINISTRATOR, grace_days=10)
    type_password(client, administrator)
    page = client.get("/admin/").content.decode()
    assert "From Friday, November 20, 9:00 am you need a second step" in page
    assert f'<a href="{OVERVIEW}">Set up your second step</a>' in page
    assert client.get(OVERVIEW).status_code == 200
    assert is_in(client)


def test_afterwards_one_can_only_set_it_up(
    client: Client, administrator: User, time_machine: TimeMachineFixture
) -> None:
    require(Role.ADMINISTRATOR)
    time_machine.shift(15 * DAY)
    answer = type_password(client, administrator, go_to="/admin/users/")
    assert answer["Location"] == OVERVIEW
    assert "requires a second step" in client.get(OVERVIEW).content.decode()
    for address in ("/admin/", "/admin/users/", "/admin/account/", "/admin/api/main/pages/"):
        assert "/admin/login/" in client.get(address)["Location"]
    _key, done = set_up_app(client)
    assert done.context["go_to"] == "/admin/users/"
    assert is_in(client)


def test_a_session_that_lasts_longer_than_the_grace_ends_with_it(
    client: Client, administrator: User, time_machine: TimeMachineFixture
) -> None:
    require(Role.ADMINISTRATOR, grace_days=3)
    type_password(client, administrator)
    time_machine.shift(2 * DAY)
    assert is_in(client)
    time_machine.shift(2 * DAY)
    assert not is_in(client)


def test_without_days_of_grace_it_holds_at_once(client: Client, administrator: User) -> None:
    type_password(client, administrator)
    require(Role.ADMINISTRATOR, grace_days=0)
    assert not is_in(client)


def test_people_with_a_second_step_notice_nothing(client: Client, administrator: User) -> None:
    with_app(administrator)
    require(Role.ADMINISTRATOR, grace_days=0)
    assert type_password(client, administrator)["Location"] == reverse("mfa_authenticate")


def test_grace_begins_for_each_when_it_first_holds_and_does_not_begin_again(
    administrator: User, school: Any, time_machine: TimeMachineFixture
) -> None:
    require(Role.ADMINISTRATOR)
    time_machine.shift(5 * DAY)
    late = make_account(Role.ADMINISTRATOR)
    nightly()
    assert required_from(administrator) == NOW + 14 * DAY
    assert required_from(late) == NOW + 19 * DAY


def test_it_ends_with_the_role_and_with_the_rule(administrator: User) -> None:
    require(Role.ADMINISTRATOR)
    StaffRole.objects.filter(staff__user=administrator).delete()
    nightly()
    assert required_from(administrator) is None
    other = make_account(Role.ADMINISTRATOR)
    nightly()
    assert required_from(other)
    require()
    assert required_from(other) is None


def test_a_role_that_began_since_the_night_is_seen_at_sign_in(
    client: Client, administrator: User
) -> None:
    SignInSettings.objects.update_or_create(
        pk=SignInSettings.load().pk,
        defaults={"required_of": [Role.ADMINISTRATOR], "grace_days": 0},
    )
    assert type_password(client, administrator)["Location"] == OVERVIEW


def test_after_a_reset_one_sets_it_up_at_once(
    client: Client, administrator: User, time_machine: TimeMachineFixture
) -> None:
    other = make_account(Role.ADMINISTRATOR)
    with_app(other)
    require(Role.ADMINISTRATOR)
    time_machine.shift(20 * DAY)
    with_app(administrator)
    client.force_login(User.objects.get(pk=administrator.pk))
    client.post(reverse("reset_second_step", args=[other.pk]), {"reason": "lost"})
    assert type_password(Client(), other)["Location"] == OVERVIEW


# ------------------------------------------------------------------------------ the screen

SCREEN = "/admin/settings/people/signinsettings/"


def save(client: Client, *names: str) -> Any:
    address = client.get(SCREEN)["Location"]
    return client.post(address, {"required_of": list(names), "grace_days": "7"})


def test_an_administrator_decides_it_and_the_log_keeps_it(
    client: Client, administrator: User, school: Any
) -> None:
    principal = make_account(Role.PRINCIPAL, school)
    client.force_login(administrator)
    save(client, Role.PRINCIPAL)
    assert required_from(principal) == NOW + 7 * DAY
    entry = AuditEntry.objects.get(action="second_step.requirement_changed")
    assert entry.actor == administrator.email
    assert entry.data == {"required_of": ["principal"], "grace_days": 7}


def test_only_known_roles_can_be_chosen(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    assert save(client, "everyone").status_code == 200
    assert SignInSettings.load().required_of == []


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_nobody_else_does(client: Client, school: Any, role: Role) -> None:
    client.force_login(make_account(role, school))
    assert client.get(SCREEN, follow=True).redirect_chain[-1][0] == "/admin/"


# ------------------------------------------------------------------------------ the report

REPORT = "/admin/reports/second-step/"


def test_the_report_says_who_still_has_to_set_it_up(client: Client, administrator: User) -> None:
    done = make_account(Role.ADMINISTRATOR)
    with_app(done)
    require(Role.ADMINISTRATOR)
    client.force_login(administrator)
    page = client.get(REPORT).content.decode()
    missing = "Missing, required from Tuesday, November 24, 9:00 am"
    assert page.index(missing) < page.index(done.email)
    only_missing = client.get(REPORT, {"is_on": "false"}).content.decode()
    assert done.email not in only_missing
    assert client.get(REPORT, {"export": "csv"}).getvalue().count(b"@larkspur.example") == 2


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_the_report_is_for_administrators(client: Client, school: Any, role: Role) -> None:
    client.force_login(make_account(role, school))
    assert client.get(REPORT, follow=True).redirect_chain[-1][0] == "/admin/"
    assert REPORT not in client.get("/admin/").content.decode()
