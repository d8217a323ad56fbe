"""A supervisor lets an employee use a phone or an account of their own, for a time."""

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.deviations import tasks
from district_cms.deviations.models import Authorization, Deviation
from district_cms.deviations.services import authorizations as services
from district_cms.people.leaving import end_account, holdings_of
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

PURPOSE = "The bus has no phone of the district, and families wait at the stop."
SENT = {
    "resource": "texts",
    "purpose": PURPOSE,
    "reached": "families of Math 3",
    "first_day": "11/25/2026",
    "last_day": "12/18/2026",
}
WANTED: dict[str, Any] = {
    "resource": "texts",
    "purpose": PURPOSE,
    "reached": "families of Math 3",
    "first_day": dt.date(2026, 11, 25),
    "last_day": dt.date(2026, 12, 18),
}
PERSONAL = {
    "requirement": "personal-accounts",
    "day": "11/25",
    "ground": "educational",
    "words": "I texted the families from my own phone.",
}


@pytest.fixture(autouse=True)
def a_day_in_november(district: District, clock: Clock) -> None:
    clock("2026-11-25 09:00")


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(district: District) -> Authorization:
    return services.request_authorization(user=district.teacher, **WANTED)


def granted(district: District) -> Authorization:
    row = asked(district)
    return services.grant(authorization=row, user=district.principal, last_day=row.last_day)


def one(row: Authorization) -> str:
    return reverse("authorizations:one", args=[row.uuid])


def test_a_teacher_asks_and_the_principal_grants_until_a_day(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    answer = client.post(reverse("authorizations:new"), SENT, follow=True)
    assert f"Sent to {district.principal.get_full_name()}." in answer.text
    row = Authorization.objects.get()
    assert (row.who, row.school, row.status) == (
        "Elena Rivera",
        district.school,
        "Waiting for the supervisor",
    )
    letter = Message.objects.get()
    assert letter.address == district.principal.email
    assert str(row.uuid) in letter.text
    assert PURPOSE not in letter.text
    assert "specifically authorized by their supervisor" in letter.text
    boss = signed_in(district.principal)
    home = text(boss.get(reverse("wagtailadmin_home")).text)
    assert "1 person asks to use a personal phone or account." in home
    assert PURPOSE in text(boss.get(one(row)).text)
    boss.post(one(row), {"decision": "granted", "last_day": "12/11/2026", "answer": "Thank you."})
    row.refresh_from_db()
    assert (row.state, row.last_day, row.decided_by) == (
        "granted",
        dt.date(2026, 12, 11),
        district.principal.get_full_name(),
    )
    told = Message.objects.get(address=district.teacher.email)
    assert "December 11, 2026" in told.text
    assert PURPOSE not in told.text
    assert "Thank you." not in told.text
    assert "“Thank you.”" in text(client.get(one(row)).text)
    assert "Text messages : Authorized" in text(client.get(reverse("wagtailadmin_home")).text)
    entry = AuditEntry.objects.get(action="authorization.granted")
    assert (entry.data["clause"], entry.data["last_day"]) == (
        "supervisor-authorization",
        "2026-12-11",
    )
    assert PURPOSE not in str(entry.data)


def test_a_no_has_a_sentence(district: District, client: Client) -> None:
    row = asked(district)
    client.force_login(district.principal)
    answer = client.post(one(row), {"decision": "refused"})
    assert answer.status_code == 422
    assert "Say in a sentence why not." in answer.text
    client.post(one(row), {"decision": "refused", "answer": "The school has a phone for trips."})
    row.refresh_from_db()
    assert row.status == "Not authorized"
    client.force_login(district.teacher)
    assert "The school has a phone for trips." in client.get(one(row)).text


def test_a_form_that_is_sent_twice_is_one_request(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    for _twice in range(2):
        assert client.post(reverse("authorizations:new"), SENT).status_code == 302
    assert Authorization.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"last_day": "12/18/2027"}, "At most to the end of the school year"),
        ({"last_day": "soon"}, "Type the day like 6/4/2027, or choose it."),
        ({"last_day": "11/25/2025"}, "The last day comes before the first."),
        ({"first_day": "11/24/2026"}, "Earlier use needs an explanation, not an authorization."),
        ({"resource": "app"}, "Say which one it is."),
        ({"purpose": "Call me at 406-555-0123."}, "Leave out the number"),
        ({"reached": "ana@example.net"}, "Leave out the number"),
        (
            {"purpose": "Marcus Lee has an IEP meeting, and his grade was an F."},
            "Leave out the name or the private fact.",
        ),
        ({"resource": ""}, "Choose what is to be used."),
    ],
)
def test_a_refusal_says_what_to_write(
    changed: dict[str, str], said: str, district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    answer = client.post(reverse("authorizations:new"), {**SENT, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert not Authorization.objects.exists()


def test_a_decision_also_ends_within_the_school_year(district: District, client: Client) -> None:
    row = asked(district)
    client.force_login(district.principal)
    answer = client.post(one(row), {"decision": "granted", "last_day": "12/18/2027"})
    assert answer.status_code == 422
    assert "At most to the end of the school year" in answer.text


def test_nobody_authorizes_themselves(district: District) -> None:
    row = services.request_authorization(user=district.principal, **WANTED)
    with pytest.raises(PermissionDenied):
        services.grant(authorization=row, user=district.principal, last_day=row.last_day)
    page = signed_in(district.principal).get(one(row)).text
    assert 'name="decision"' not in page


def test_the_district_office_decides_where_nobody_else_does(district: District) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    alone = make_account(Role.COMMUNICATIONS)
    row = services.request_authorization(user=alone, **WANTED)
    assert row.school is None
    services.grant(authorization=row, user=administrator, last_day=row.last_day)
    row = asked(district)
    with pytest.raises(PermissionDenied):
        services.grant(authorization=row, user=administrator, last_day=row.last_day)


@pytest.mark.parametrize("who", ["other principal", "colleague"])
def test_nobody_else_reads_or_decides(district: District, client: Client, who: str) -> None:
    row = granted(district)
    account = {
        "other principal": lambda: district.other_principal,
        "colleague": lambda: make_account(Role.TEACHER, district.school),
    }[who]()
    client.force_login(account)
    assert client.get(one(row)).status_code == 404
    listed = client.get(reverse("authorizations:others"), follow=True).text
    assert "Rivera" not in listed
    with pytest.raises(PermissionDenied):
        services.end(authorization=row, user=account)


def test_a_decided_request_is_not_decided_again(district: District) -> None:
    row = granted(district)
    with pytest.raises(ValidationError):
        services.refuse(authorization=row, user=district.principal, answer="No.")
    client = signed_in(district.principal)
    client.post(one(row), {"decision": "refused", "answer": "No."})
    row.refresh_from_db()
    assert row.state == "granted"


def test_the_person_who_asked_takes_back_a_waiting_request(district: District) -> None:
    row = asked(district)
    signed_in(district.teacher).post(one(row), {"end": ""})
    row.refresh_from_db()
    assert row.status == "Taken back by the person"
    home = signed_in(district.principal).get(reverse("wagtailadmin_home")).text
    assert "asks to use a personal phone" not in home


def test_it_ends_when_the_person_leaves(district: District) -> None:
    row = granted(district)
    wanted = {**WANTED, "reached": "families of the garden club"}
    waits = services.request_authorization(user=district.teacher, **wanted)
    assert list(holdings_of(district.teacher_staff)).count(
        "2 authorizations to use a personal phone or account"
    )
    end_account(staff=Staff.objects.get(pk=district.teacher_staff.pk), actor="nightly")
    row.refresh_from_db()
    waits.refresh_from_db()
    assert (row.status, waits.status) == ("Ended early", "Taken back by the person")


def test_it_ends_in_the_night_after_someone_was_set_to_work_here_no_longer(
    district: District,
) -> None:
    row = granted(district)
    Staff.objects.filter(pk=district.teacher_staff.pk).update(active=False)
    assert tasks.end_authorizations() == "1 authorizations"
    row.refresh_from_db()
    assert row.status == "Ended early"


def test_a_new_supervisor_finds_it_and_may_end_it(district: District) -> None:
    row = granted(district)
    boss = make_staff((Role.COUNSELOR, None))
    Staff.objects.filter(pk=district.teacher_staff.pk).update(supervisor=boss)
    client = signed_in(boss.user)
    listed = text(client.get(reverse("authorizations:others")).text)
    assert f"by {district.principal.get_full_name()}" in listed
    client.post(one(row), {"end": ""})
    row.refresh_from_db()
    assert row.ended_by == boss.full_name


def test_a_supervisor_without_the_editor_decides_from_the_first_page(
    district: District,
) -> None:
    boss = make_staff((Role.COUNSELOR, None))
    Staff.objects.filter(pk=district.teacher_staff.pk).update(supervisor=boss)
    row = asked(district)
    assert Message.objects.get().address == account_of(boss).email
    client = signed_in(boss.user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    first = client.get(reverse("signatures:my_signature")).text
    assert "1 person asks to use a personal phone or account." in text(first)
    client.post(one(row), {"decision": "granted", "last_day": "12/18/2026"})
    row.refresh_from_db()
    assert row.decided_by == boss.full_name
    assert "asks to use" not in text(client.get(reverse("signatures:my_signature")).text)


def test_an_explanation_is_shown_with_the_authorization_of_its_day(
    district: District, clock: Clock
) -> None:
    granted(district)
    teacher = signed_in(district.teacher)
    teacher.post(reverse("deviations:new"), PERSONAL)
    teacher.post(reverse("deviations:new"), {**PERSONAL, "day": "11/24"})
    teacher.post(reverse("deviations:new"), {**PERSONAL, "requirement": "feedback"})
    rows = {(row.day.day, row.requirement): row for row in Deviation.objects.all()}
    beside, before = rows[25, "personal-accounts"], rows[24, "personal-accounts"]
    boss = signed_in(district.principal)
    other = "deviations:other"
    assert "Authorized that day" in boss.get(reverse(other, args=[beside.uuid])).text
    assert "Authorized that day" not in boss.get(reverse(other, args=[before.uuid])).text
    own = text(teacher.get(reverse("deviations:own")).text)
    assert own.count("Authorized that day: Text messages") == 1
    assert text(boss.get(reverse("deviations:others")).text).count("Authorized that day") == 1
    listed = csv.DictReader(io.StringIO(boss.post(reverse("deviations:download")).text))
    held = [row["Authorization that day"] for row in listed]
    assert sorted(held) == ["", "", "Text messages, November 25, 2026 to December 18, 2026"]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ADMINISTRATOR])
def test_the_office_reads_the_register_and_takes_it_away_as_a_file_without_formulas(
    district: District, client: Client, role: Role
) -> None:
    row = granted(district)
    Authorization.objects.update(purpose="=HYPERLINK(1)")
    client.force_login(make_account(role))
    report = reverse("authorizations:others")
    assert "Rivera" in text(client.get(report).text)
    assert "Rivera" not in text(client.get(report, {"show": "ended"}).text)
    assert 'name="decision"' not in client.get(one(row)).text
    file = client.post(reverse("authorizations:download")).text
    (line,) = csv.DictReader(io.StringIO(file))
    assert (line["Person"], line["Purpose"]) == ("Elena Rivera", "'=HYPERLINK(1)")
    assert "specifically authorized by their supervisor" in line["Clause"]
    assert AuditEntry.objects.get(action="authorization.downloaded").data["rows"] == 1
    assert client.get(reverse("authorizations:download")).status_code == 302


def test_it_is_stored_for_three_years(district: District) -> None:
    granted(district)
    assert services.delete_old(today=dt.date(2029, 12, 18)) == 0
    assert services.delete_old(today=dt.date(2030, 1, 2)) == 1


def test_someone_at_two_schools_chooses_the_school_to_reach(
    district: District, client: Client
) -> None:
    staff = district.teacher_staff
    staff.schools.add(district.other_school)
    staff.save()
    client.force_login(district.teacher)
    assert "Choose the school" in client.post(reverse("authorizations:new"), SENT).text
    client.post(reverse("authorizations:new"), {**SENT, "school": district.other_school.pk})
    assert Authorization.objects.get().school == district.other_school


def test_someone_who_may_authorize_nobody_sees_no_requests(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.TEACHER, district.school))
    assert client.get(reverse("authorizations:others")).status_code in {302, 403}


@pytest.mark.parametrize("day", ["9999-12-31", "2050-01-01"])
def test_it_begins_within_a_year(district: District, client: Client, day: str) -> None:
    client.force_login(district.teacher)
    sent = {**SENT, "first_day": day, "last_day": day}
    answer = client.post(reverse("authorizations:new"), sent)
    assert answer.status_code == 422
    assert "Write a day within a year from today." in answer.text


def test_former_employees_decide_about_nobody(district: District) -> None:
    boss = make_staff((Role.COUNSELOR, None))
    Staff.objects.filter(pk=district.teacher_staff.pk).update(supervisor=boss)
    row = asked(district)
    Staff.objects.filter(pk=boss.pk).update(active=False)
    with pytest.raises(PermissionDenied):
        services.grant(authorization=row, user=account_of(boss), last_day=row.last_day)


def test_an_end_is_reported_only_if_something_ended(district: District) -> None:
    row = asked(district)
    answer = signed_in(district.principal).post(one(row), {"end": ""}, follow=True)
    assert "It has ended." not in answer.text
    assert "Nothing was ended. Status: Waiting for the supervisor." in answer.text
    services.refuse(authorization=row, user=district.principal, answer="There is a phone.")
    answer = signed_in(district.teacher).post(one(row), {"end": ""}, follow=True)
    assert "Nothing was ended. Status: Not authorized." in answer.text
