"""What someone else changes about an account is in the sealed log and in its owner's mailbox."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.sign_in.forms import ChangeForm
from district_cms.people.tasks import send_invitations
from district_cms.schools.models import SchoolPage
from notifications.models import Message
from tests.factories.district import account_of
from tests.factories.people import PASSWORD, fresh, make_account, make_staff, make_superuser
from tests.factories.sign_in import is_in

from .test_staff_file import ELENA, faults, take
from .test_staff_form import form as staff_form

pytestmark = pytest.mark.django_db

OTHER = "another long pass phrase"
OWN = "seven quiet herons at noon"


@pytest.fixture
def administrator(school: SchoolPage) -> User:
    return make_account(Role.ADMINISTRATOR)


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def save_account(client: Client, account: User, **fields: str) -> Any:
    name = {"first_name": account.first_name, "last_name": account.last_name}
    sent = {"email": account.email, **name, "is_active": "on", **fields}
    return client.post(reverse("wagtailusers_users:edit", args=[account.pk]), sent)


def save_staff(client: Client, staff: Staff, *roles: tuple[str, Any], **more: Any) -> Any:
    sent = staff_form(roles=list(roles), saved=staff, **{"user": staff.user_id, **more})
    return client.post(reverse("staff:edit", args=[staff.pk]), sent)


def changes() -> list[dict[str, Any]]:
    """What the newest entry about accounts says."""
    entry = AuditEntry.objects.filter(action="people.accounts_changed").latest("pk")
    return list(entry.data["changes"])


def mails(account: User) -> list[Message]:
    return list(Message.objects.filter(address=account.email).order_by("created_at"))


def test_a_role_given_and_removed_is_logged_with_before_and_after_and_mailed(
    office: Client, administrator: User, school: SchoolPage
) -> None:
    staff = make_staff((Role.TEACHER, school))
    save_staff(office, staff, ("communications", None))
    teacher = "Teacher (Juniper Creek Elementary)"
    [change] = changes()
    assert change["account"] == account_of(staff).email
    assert change["before"]["roles"] == teacher
    assert change["after"]["roles"] == f"Communications office (district); {teacher}"
    assert AuditEntry.objects.latest("pk").actor == administrator.email
    gone = staff.roles.get(role=Role.COMMUNICATIONS)
    save_staff(office, staff, removed=(gone.pk,))
    assert changes()[0]["after"]["roles"] == teacher
    texts = [mail.text for mail in mails(account_of(staff))]
    assert [administrator.get_full_name() in text for text in texts] == [True, True]
    assert f"Roles: {teacher} → Communications office (district); {teacher}." in texts[0]


@pytest.mark.parametrize("rows, more, is_own", [
    ([("communications", None)], {}, True),
    ([], {"roles-0-until": "2030-01-01"}, True),
    ([], {}, False),  # another record with roles, for the own account
])  # fmt: skip
def test_nobody_gives_a_role_to_themselves_on_a_screen(
    client: Client, school: SchoolPage, rows: list[Any], more: dict[str, str], is_own: bool
) -> None:
    own, other = make_staff((Role.ADMINISTRATOR, None)), make_staff((Role.COMMUNICATIONS, None))
    client.force_login(account_of(own))
    if not is_own:
        Staff.objects.filter(pk=own.pk).update(user=None)
    before = list(StaffRole.objects.values_list("staff__user", "role", "until").order_by("pk"))
    answer = save_staff(client, own if is_own else other, *rows, user=own.user_id, **more)
    assert "You cannot give a role to yourself." in answer.text
    after = StaffRole.objects.values_list("staff__user", "role", "until").order_by("pk")
    assert list(after) == before


def test_nor_by_a_list_but_the_server_may_and_the_log_says_so(
    administrator: User, school: SchoolPage
) -> None:
    line = f"Person,{administrator.last_name},{administrator.email},Boss,,communications office,"
    assert faults(administrator, line) == [(2, "role-self")]
    take(None, line)
    [change] = changes()
    assert "Communications office (district)" in change["after"]["roles"]
    assert AuditEntry.objects.get(action="people.accounts_changed").actor == "import_staff"
    assert "Someone at the server changed your account." in mails(administrator)[-1].text


def test_an_account_that_is_made_is_logged_by_form_staff_form_and_list(
    office: Client, administrator: User, school: SchoolPage
) -> None:
    name = {"first_name": "Ada", "last_name": "Finch"}
    office.post(reverse("wagtailusers_users:add"), {"email": "ada@larkspur.example", **name})
    assert [change["account"] for change in changes()] == ["ada@larkspur.example"]
    new = staff_form(roles=[("teacher", school)], email="bo@larkspur.example", invite="on")
    office.post(reverse("staff:add"), new)
    assert [(each["account"], each["before"]) for each in changes()] == [
        ("bo@larkspur.example", {})
    ]
    take(administrator, f"{ELENA},teacher,T-1", accounts=True)
    assert changes()[0]["after"]["roles"] == "Teacher (Juniper Creek Elementary)"
    made = User.objects.get(email="ada@larkspur.example")
    send_invitations([made.invitation.pk])
    assert [mail.subject.partition(" at ")[0] for mail in mails(made)] == ["Your account"]


def test_a_reactivated_account_is_logged_and_its_owner_gets_a_mail(
    office: Client, school: SchoolPage
) -> None:
    account = make_account(Role.TEACHER, school)
    save_account(office, account, is_active="")
    save_account(office, fresh(account))
    assert [changes()[0][when]["active"] for when in ("before", "after")] == ["no", "yes"]
    assert "You can sign in: no → yes." in mails(account)[-1].text


def test_a_password_set_by_someone_else_is_mailed_about_and_changed_at_first_use(
    office: Client, administrator: User, school: SchoolPage
) -> None:
    account = make_account(Role.TEACHER, school)
    save_account(office, account, password1=OTHER, password2=OTHER)
    entry = AuditEntry.objects.get(action="people.password_changed")
    assert (entry.actor, entry.data) == (administrator.email, {"account": account.email})
    [mail] = mails(account)
    assert f"{administrator.get_full_name()} set a new password" in mail.text
    assert OTHER not in mail.text + mail.html
    owner = Client()
    sent = {"username": account.email, "password": OTHER}
    screen = owner.post(reverse("wagtailadmin_login"), sent, follow=True)
    assert "Someone else set the password that you just used." in screen.text
    assert not is_in(owner)
    address = screen.redirect_chain[-1][0]
    same = owner.post(address, {"new_password1": OTHER, "new_password2": OTHER})
    assert "Someone else knows this password." in same.text
    owner.post(address, {"new_password1": OWN, "new_password2": OWN})
    assert not fresh(account).must_change_password
    owner.post(reverse("wagtailadmin_login"), {**sent, "password": OWN})
    assert is_in(owner)
    assert mails(account)[-1].subject.startswith("Your password was changed")


def test_the_owner_gets_a_mail_after_the_own_change_and_after_one_on_the_server(
    school: SchoolPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(Role.TEACHER, school)
    words = {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN}
    form = ChangeForm(account, words)
    assert form.is_valid()
    form.save()
    assert "The password of your account was changed." in mails(account)[-1].text
    assert not fresh(account).must_change_password
    command = "django.contrib.auth.management.commands.changepassword.getpass.getpass"
    monkeypatch.setattr(command, lambda prompt: OTHER)
    call_command("changepassword", account.email, verbosity=0)
    assert "Someone at the server set a new password" in mails(account)[-1].text
    assert (
        AuditEntry.objects.filter(action="people.password_changed").latest("pk").actor == "operator"
    )
    assert fresh(account).must_change_password


def test_no_screen_changes_a_group_or_several_accounts_at_once(
    client: Client, school: SchoolPage
) -> None:
    account = make_account(Role.TEACHER, school)
    client.force_login(make_superuser())
    assert AuditEntry.objects.filter(action="people.superuser_created").count() == 1
    group = Group.objects.get(name="Teachers")
    before = set(group.permissions.all())
    for name, args in (("add", []), ("edit", [group.pk]), ("delete", [group.pk])):
        address = reverse(f"wagtailusers_groups:{name}", args=args)
        assert client.post(address, {"name": "Taken"}).status_code == 302
    assert (Group.objects.get(name="Teachers"), set(group.permissions.all())) == (group, before)
    for action in ("assign_role", "set_active_state"):
        address = reverse("wagtail_bulk_action", args=["people", "user", action])
        assert client.post(f"{address}?id={account.pk}", {"role": group.pk}).status_code == 404
