"""The office sees who has the newest signature, how each looks, and asks the others."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from notifications.models import Message
from signatures.issuing.mails import ask_again, mail_requested
from signatures.issuing.services import issue_signature
from signatures.issuing.standing import ASKED_EVERY, Standing, standings
from signatures.models import AskedAgain, Issue
from signatures.options import options_for, prepare
from tests.factories.district import District
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

LIST = "/admin/signatures-of-staff/"


@pytest.fixture
def elena(district: District) -> Staff:
    return make_staff(
        (Role.TEACHER, district.school), given_name="Elena", family_name="Zurich", title="Teacher"
    )


def take(staff: Staff) -> Issue:
    today = timezone.localdate()
    prepared = prepare(options_for(Staff.objects.get(pk=staff.pk), today))
    return issue_signature(
        prepared=prepared, signature=prepared.render(), path=Issue.Path.COPY, now=timezone.now()
    )


def standing_of(staff: Staff) -> tuple[Standing, list[str]]:
    [one] = standings(Staff.objects.filter(pk=staff.pk), timezone.localdate())
    return one.standing, one.changes


def ask(staff: Staff, user: User, now: dt.datetime | None = None) -> int:
    people = standings(Staff.objects.filter(pk=staff.pk), timezone.localdate())
    return ask_again(people=people, user=user, now=now or timezone.now())


def mails_to(staff: Staff) -> list[Any]:
    assert staff.user is not None
    return list(Message.objects.filter(address=staff.user.email).order_by("pk"))


def test_the_list_filters_by_school_standing_and_name(
    elena: Staff, office: User, district: District, client: Client
) -> None:
    take(elena)
    elsewhere = make_staff(given_name="Ada", family_name="Elsewhere")
    left = make_staff(given_name="Lena", family_name="Left")
    Staff.objects.filter(pk=left.pk).update(active=False)
    client.force_login(office)

    def names(query: str = "") -> set[str]:
        answer = client.get(f"{LIST}{query}")
        assert answer.status_code == 200
        return {one.staff.full_name for one in answer.context["shown"]}

    assert {elena.full_name, elsewhere.full_name} <= names()
    assert left.full_name not in names()
    assert elena.full_name in names(f"?school={district.school.pk}")
    assert elsewhere.full_name not in names(f"?school={district.school.pk}")
    assert names("?standing=newest") == {elena.full_name}
    assert names("?q=zur+ele") == {elena.full_name}
    assert names("?q=nobody") == set()
    for odd in ("?school=x", "?standing=x", "?p=x", "?school=-1"):
        assert elena.full_name in names(odd)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.STAND_IN])
def test_only_the_office_sees_the_list_and_asks(
    elena: Staff, district: District, client: Client, role: Role
) -> None:
    client.force_login(make_account(role, district.school))
    for address in (LIST, f"{LIST}{elena.pk}/", f"{LIST}{elena.pk}/frame/"):
        assert elena.full_name not in client.get(address, follow=True).text
    for address in (f"{LIST}ask/", f"{LIST}download/"):
        client.post(address)
    assert not AskedAgain.objects.exists()
    assert not AuditEntry.objects.filter(action="signature.list_downloaded").exists()
    assert LIST not in client.get(reverse("wagtailadmin_home")).text


def test_people_with_no_or_an_older_signature_are_asked_once_by_email(
    elena: Staff, office: User, client: Client
) -> None:
    done = make_staff(given_name="Done", family_name="Already")
    take(done)
    client.force_login(office)
    answer = client.post(f"{LIST}ask/", {"q": "Zurich"}, follow=True)
    assert "1 person gets an email in the next minutes." in answer.text
    mail_requested()
    mail_requested()
    [mail] = mails_to(elena)
    assert "Copy your email signature" in mail.subject
    assert not mails_to(done)
    entry = AuditEntry.objects.get(action="signature.asked_again")
    assert (entry.actor, entry.data) == (str(office), {"people": 1})
    again = client.post(f"{LIST}ask/", {"q": "Zurich"}, follow=True)
    assert "There is nobody to ask" in again.text


def test_nobody_is_asked_more_often_than_once_in_two_weeks(elena: Staff, office: User) -> None:
    now = timezone.now()
    assert ask(elena, office, now) == 1
    mail_requested(now=now)
    assert ask(elena, office, now + ASKED_EVERY - dt.timedelta(hours=1)) == 0
    assert ask(elena, office, now + ASKED_EVERY) == 1


def test_the_office_sees_a_signature_as_a_recipient_does(
    elena: Staff, office: User, client: Client
) -> None:
    client.force_login(office)
    page = client.get(f"{LIST}{elena.pk}/")
    assert f"Signature of {elena.full_name}" in page.text
    assert "Has not taken one" in page.text
    frame = client.get(f"{LIST}{elena.pk}/frame/")
    assert elena.full_name in frame.text
    assert "sandbox" in frame["Content-Security-Policy"]
    assert not Issue.objects.filter(staff=elena).exists()
    Staff.objects.filter(pk=elena.pk).update(title="")
    assert "completes the staff record" in client.get(f"{LIST}{elena.pk}/").text
    assert client.get(f"{LIST}{elena.pk}/frame/").status_code == 404


def test_the_download_has_each_signature_and_is_logged(
    elena: Staff, office: User, client: Client
) -> None:
    Staff.objects.filter(pk=elena.pk).update(title="=Teacher")
    client.force_login(office)
    answer = client.post(f"{LIST}download/", {"q": "Zurich"})
    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["Name"] == elena.full_name
    assert row["Job title"] == "'=Teacher"
    assert row["Status"] == "Has not taken one"
    assert row["As text"].startswith(elena.full_name)
    assert row["As HTML"].startswith("<p ")
    entry = AuditEntry.objects.get(action="signature.list_downloaded")
    assert (entry.actor, entry.data) == (str(office), {"people": 1})
    assert client.get(f"{LIST}download/").status_code == 302
