"""Accounts by invitation: the link, what kills it, who may send it, and what the list says."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.invitations import services, views
from district_cms.people.invitations.services import link_of
from district_cms.people.models import Invitation, Staff, User
from district_cms.people.models.invitation import LASTS
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from district_cms.web import rate_limits
from notifications import tasks
from notifications.models import Message, MessageClass
from tests.factories.people import fresh, make_account, make_superuser
from tests.fakes.providers import Mailbox

pytestmark = pytest.mark.django_db

NEW = "four plain words together"
ADDRESS = "elena.rivera@larkspur.example"


@pytest.fixture
def elena(school: SchoolPage) -> User:
    account = User.objects.create_user(ADDRESS, None, first_name="Elena", last_name="Rivera")
    services.invite(accounts=[account], actor="office@larkspur.example")
    return account


def invitation() -> Invitation:
    return Invitation.objects.get(user__email=ADDRESS)


def choose(link: str) -> bool:
    """Whether someone who opens the link, in a browser of their own, can choose a password."""
    client = Client()
    opened = client.get(link, follow=True)
    if 'name="new_password1"' not in opened.text:
        assert "This link no longer works" in opened.text
        return False
    (where, _status) = opened.redirect_chain[-1]
    client.post(where, {"new_password1": NEW, "new_password2": NEW})
    return fresh(User.objects.get(pk=invitation().user_id)).check_password(NEW)


def test_the_mail_is_about_the_account_and_has_a_link_that_works_once(elena: User) -> None:
    assert services.send([invitation().pk]) == 1
    assert services.send([invitation().pk]) == 0
    message = Message.objects.get(address=ADDRESS)
    assert message.message_class == MessageClass.ACCOUNT
    (link,) = set(re.findall(r"http\S+/invitation/\S+/", message.text))
    assert choose(link)
    assert not choose(link)
    assert AuditEntry.objects.filter(action="people.invitation_accepted").count() == 1
    assert not mail.outbox


def test_the_mail_waits_in_the_outbox_as_long_as_its_link_works(
    elena: User, provider: Mailbox
) -> None:
    services.send([invitation().pk])
    assert Message.objects.get(address=ADDRESS).expires_at == invitation().expires_at
    with time_machine.travel(timezone.now() + LASTS - dt.timedelta(hours=1), tick=False):
        # The worker was gone for days.
        tasks.dispatch()
        (sent,) = provider.to(ADDRESS)
        (link,) = set(re.findall(r"http\S+/invitation/\S+/", sent.text))
        assert choose(link)


@pytest.mark.parametrize(
    "change",
    [
        {"email": "elena.reyes@larkspur.example"},
        {"is_active": False},
    ],
)
def test_the_link_is_dead_when_the_account_has_another_address_or_has_ended(
    change: dict[str, Any], elena: User
) -> None:
    link = link_of(invitation_before := invitation())
    User.objects.filter(pk=elena.pk).update(**change)
    assert "This link no longer works" in Client().get(link, follow=True).text
    assert services.send([invitation_before.pk]) == 0


def test_the_link_is_dead_when_its_owner_no_longer_works_here(elena: User) -> None:
    Staff.objects.create(user=elena, given_name="E", family_name="R", title="T", active=False)
    assert not choose(link_of(invitation()))


def test_the_link_is_dead_after_a_week(elena: User) -> None:
    link = link_of(invitation())
    with time_machine.travel(timezone.now() + LASTS + dt.timedelta(minutes=1), tick=False):
        assert not choose(link)


def test_only_the_newest_link_counts_and_none_once_it_is_revoked(elena: User) -> None:
    first = link_of(invitation())
    services.invite(accounts=[elena], actor="office")
    assert not choose(first)
    assert services.revoke(invitation=invitation(), actor="office")
    assert not choose(link_of(invitation()))
    assert not services.revoke(invitation=invitation(), actor="office")


def test_an_account_with_a_password_is_not_invited(elena: User, school: SchoolPage) -> None:
    other = make_account(Role.TEACHER, school)
    with pytest.raises(services.NothingToInviteTo):
        services.invite(accounts=[elena, other])


def test_a_new_account_has_no_password_and_its_owner_is_invited(
    client: Client, school: SchoolPage
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    form = client.get(reverse("wagtailusers_users:add"))
    assert 'name="password1"' not in form.text
    client.post(
        reverse("wagtailusers_users:add"),
        {"email": ADDRESS, "first_name": "Elena", "last_name": "Rivera", "is_active": "on"},
    )
    account = User.objects.get(email=ADDRESS)
    assert not account.has_usable_password()
    assert invitation().user == account
    day = "Invited on"
    assert day in client.get(reverse("wagtailusers_users:index")).text
    services.send([invitation().pk])
    assert "1 of 1 emails written" in client.get(reverse("invitations")).text


def test_a_staff_record_makes_the_account_and_the_name_is_typed_once(
    client: Client, school: SchoolPage
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    sent = {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "email": ADDRESS,
        "active": "on",
        "invite": "on",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-role": "teacher",
        "roles-0-school": school.pk,
    }
    client.post(reverse("staff:add"), sent)
    staff = Staff.objects.get(email=ADDRESS)
    account = invitation().user
    assert staff.user == account
    assert account.get_full_name() == "Elena Rivera"
    assert account.groups.get().name == "Teachers"
    del sent["invite"], sent["roles-0-role"], sent["roles-0-school"]
    again = {**sent, "family_name": "Reyes", "user": account.pk, "roles-TOTAL_FORMS": "0"}
    client.post(reverse("staff:edit", args=[staff.pk]), again)
    assert fresh(account).get_full_name() == "Elena Reyes"
    edit = client.get(reverse("wagtailusers_users:edit", args=[account.pk]))
    assert edit.context["form"].fields["last_name"].disabled


def test_an_administrator_sends_again_and_revokes_but_nobody_elses_account(
    client: Client, elena: User, school: SchoolPage
) -> None:
    address = reverse("invitation", args=[elena.pk])
    root = make_superuser()
    for actor in (make_account(Role.TEACHER, school), make_account(Role.COMMUNICATIONS)):
        client.force_login(actor)
        assert client.post(address, {"revoke": "1"}).status_code in {302, 403}
        assert client.get(reverse("invitations")).status_code in {302, 403}
        assert invitation().revoked_at is None
    client.force_login(make_account(Role.ADMINISTRATOR))
    client.post(address, {"revoke": "1"})
    assert invitation().revoked_at is not None
    assert client.get(address).status_code == 200
    client.post(reverse("invitation", args=[root.pk]), {"send": "1"})
    assert not Invitation.objects.filter(user=root).exists()


def test_an_invitation_is_sent_again_only_so_often(client: Client) -> None:
    account = User.objects.create_user(ADDRESS, None)
    client.force_login(make_superuser())
    keys = set()
    for _number in range(8):
        client.post(reverse("invitation", args=[account.pk]), {"send": "1"})
        keys.add(invitation().key)
    assert len(keys) == 5


def test_links_of_others_do_not_close_the_door_to_ours(
    elena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "OPENED", rate_limits.Limit("invitation-opened", 2, 60))
    nonsense = reverse("accept_invitation", args=["x", "y"])
    assert [Client().get(nonsense).status_code for _time in range(3)] == [200, 200, 429]
    assert choose(link_of(invitation()))


def test_the_night_queues_no_mail_whose_link_would_open_nothing(elena: User) -> None:
    assert services.queue_waiting() == 1
    User.objects.filter(pk=elena.pk).update(email="elena.new@larkspur.example")
    assert services.queue_waiting() == 0
    User.objects.filter(pk=elena.pk).update(email=ADDRESS)
    with time_machine.travel(timezone.now() + LASTS, tick=False):
        assert services.queue_waiting() == 0
    elena.set_password(NEW)
    elena.save()
    assert services.queue_waiting() == 0


def test_a_corrected_address_in_the_staff_record_takes_account_and_invitation_along(
    client: Client, elena: User, school: SchoolPage
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    staff = Staff.objects.create(
        given_name="Elena", family_name="Rivera", title="Teacher", email=ADDRESS, user=elena
    )
    Staff.objects.filter(pk=staff.pk).update(last_day="2099-06-30")
    dead = link_of(invitation())
    sent = {
        "given_name": "Elena",
        "family_name": "Rivera",
        "title": "Teacher",
        "email": make_account(Role.TEACHER, school).email,
        "user": elena.pk,
        "active": "on",
        "roles-TOTAL_FORMS": "0",
        "roles-INITIAL_FORMS": "0",
    }
    where = reverse("staff:edit", args=[staff.pk])
    assert "already an account" in client.post(where, sent).text
    client.post(where, {**sent, "email": "elena.reyes@larkspur.example"})
    account = fresh(elena)
    assert account.email == "elena.reyes@larkspur.example"
    assert Invitation.objects.get(user=elena).address == account.email
    assert "This link no longer works" in client.get(dead, follow=True).text
    del sent["active"]
    client.post(where, {**sent, "email": account.email})
    staff.refresh_from_db()
    # Who is gone before the last day may come back without it.
    assert (staff.active, staff.last_day) == (False, None)
