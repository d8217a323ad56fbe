"""The way back for whoever has lost a second step: who resets it for whom, and what is noted."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.people.second_step import services
from district_cms.people.second_step.requirement import has_second_step
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import make_account, make_superuser
from tests.factories.sign_in import code_of, is_in, type_code, type_password, with_app

pytestmark = pytest.mark.django_db


def reset(client: Client, account: User, reason: str = "Lost her phone; I called her.") -> Any:
    return client.post(reverse("reset_second_step", args=[account.pk]), {"reason": reason})


def test_an_administrator_resets_it_with_a_reason_that_the_log_keeps(
    client: Client, teacher: User
) -> None:
    key, _codes = with_app(teacher)
    elsewhere = Client()
    type_password(elsewhere, teacher)
    type_code(elsewhere, code_of(key))
    administrator = make_account(Role.ADMINISTRATOR)
    client.force_login(administrator)
    reset(client, teacher, "")
    assert has_second_step(teacher)
    reset(client, teacher)
    entry = AuditEntry.objects.get(action="second_step.reset")
    assert entry.actor == administrator.email
    assert entry.data == {
        "account": teacher.email,
        "reason": "Lost her phone; I called her.",
        "before": "app: yes, passkeys: 0",
        "after": "none",
    }
    assert Message.objects.filter(address=teacher.email, subject__contains="was reset").exists()
    assert type_password(Client(), teacher)["Location"] == "/admin/"


@pytest.mark.parametrize("end", ["reset", "removed"])
def test_with_it_end_the_sessions_that_are_open_wholly_or_half(
    client: Client, teacher: User, time_machine: TimeMachineFixture, end: str
) -> None:
    """A lost phone is signed in as well; and half a sign-in must not become a whole one."""
    before, lost, half = Client(), Client(), Client()
    type_password(before, teacher)
    key, _codes = with_app(teacher)
    type_password(lost, teacher)
    type_code(lost, code_of(key))
    type_password(half, teacher)
    time_machine.shift(60)
    assert (is_in(before), is_in(lost), is_in(half)) == (False, True, False)
    if end == "reset":
        client.force_login(make_account(Role.ADMINISTRATOR))
        reset(client, teacher)
    else:
        type_password(client, teacher)
        type_code(client, code_of(key))
        client.post(reverse("mfa_deactivate_totp"))
        assert is_in(client)  # who takes it away stays signed in
    for each in (before, lost, half):
        assert not is_in(each)
        form = each.get(reverse("wagtailadmin_login"))
        assert "Password" in form.content.decode()
    type_password(lost, teacher)
    assert is_in(lost)


def test_an_administrator_resets_none_of_an_account_with_more_rights(
    client: Client, teacher: User
) -> None:
    with_app(teacher)
    teacher.user_permissions.add(Permission.objects.get(codename="change_group"))
    client.force_login(make_account(Role.ADMINISTRATOR))
    reset(client, teacher)
    assert has_second_step(teacher)
    assert not AuditEntry.objects.filter(action="second_step.reset").exists()


def test_who_may_reset_whom(client: Client, district: District) -> None:
    administrator, superuser = make_account(Role.ADMINISTRATOR), make_superuser()
    office = make_account(Role.COMMUNICATIONS)
    people = {
        "teacher": district.teacher,
        "principal": district.principal,
        "office": office,
        "administrator": administrator,
        "superuser": superuser,
    }
    for account in people.values():
        with_app(account)
    allowed = set()
    for actor_name, actor in people.items():
        for name, account in people.items():
            session = Client()
            session.force_login(User.objects.get(pk=actor.pk))
            reset(session, account)
            if not has_second_step(account):
                allowed.add((actor_name, name))
                with_app(account)
    assert allowed == {
        *(("administrator", name) for name in ("teacher", "principal", "office")),
        *(("superuser", name) for name in ("teacher", "principal", "office", "administrator")),
    }


def test_on_the_server_the_last_administrator_is_let_in_again(teacher: User) -> None:
    superuser = make_superuser()
    with_app(superuser)
    call_command("reset_second_step", superuser.email, "--reason", "phone in the lake")
    assert not has_second_step(superuser)
    assert AuditEntry.objects.get(action="second_step.reset").actor == "reset_second_step"


def test_the_log_says_nothing_when_the_change_fails(
    teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class MailIsDown(Exception):
        pass

    def broken(*args: Any, **kwargs: Any) -> None:
        raise MailIsDown

    with_app(teacher)
    monkeypatch.setattr("district_cms.people.second_step.services.mails.tell", broken)
    with pytest.raises(MailIsDown):
        services.reset(account=teacher, actor="test", reason="none")
    assert has_second_step(teacher)
    assert not AuditEntry.objects.filter(action="second_step.reset").exists()
