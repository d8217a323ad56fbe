"""A supervisor without the editor reads, asks and decides in the staff area; who wrote is told."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.deviations.models import Deviation
from district_cms.deviations.services.explanations import decide, explain
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.publishing.models import ProcedureSettings
from notifications.models import Message
from tests.factories.district import District, account_of
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FIRST = "/staff/classes/"
WORDS = "My own phone, on the bus."


@pytest.fixture(autouse=True)
def a_day_in_november(district: District, clock: Clock) -> None:
    clock("2026-11-25 09:00")


@pytest.fixture
def boss(district: District) -> Staff:
    """A counselor, who edits no page."""
    staff = make_staff((Role.COUNSELOR, None))
    Staff.objects.filter(pk=district.teacher_staff.pk).update(supervisor=staff)
    return staff


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def explained(district: District) -> Deviation:
    return explain(
        user=district.teacher,
        requirement="district-senders",
        day=dt.date(2026, 11, 24),
        ground="emergency",
        words=WORDS,
    )


def test_a_supervisor_without_the_editor_is_led_to_what_waits_and_decides(
    district: District, boss: Staff, client: Client
) -> None:
    row = explained(district)
    client.force_login(account_of(boss))
    # Where a counselor is after signing in, and where others without the editor are.
    assert client.get(reverse("wagtailadmin_home"), follow=True).request["PATH_INFO"] == FIRST
    for page in (FIRST, reverse("signatures:my_signature")):
        first = client.get(page).text
        assert "1 explanation in the last two weeks." in text(first)
        assert f'href="{reverse("deviations:others")}"' in first
    own = client.get(reverse("deviations:own")).text
    assert f'href="{reverse("deviations:others")}"' in own
    address = reverse("deviations:other", args=[row.uuid])
    assert f'href="{address}"' in client.get(reverse("deviations:others")).text
    page = client.get(address).text
    assert WORDS in page
    assert "initiated from District provided cell phones" in page
    edition = re.search(r'name="edition" value="([^"]+)"', page)
    assert edition is not None
    assert client.post(address, {"edition": edition[1]}).status_code == 422
    client.post(address, {"decision": "accepted", "edition": edition[1]})
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("accepted", boss.full_name)


def test_as_delivered_an_emergency_is_read_and_nobody_decides_about_it(
    district: District, boss: Staff, client: Client
) -> None:
    ProcedureSettings.objects.update(answer_explanations=False)
    row = explained(district)
    client.force_login(account_of(boss))
    address = reverse("deviations:other", args=[row.uuid])
    page = text(client.get(address).text)
    assert WORDS in page
    assert "except in instances of life/safety emergencies" in page
    assert "Accepted" not in page
    answer = client.post(address, {"decision": "accepted", "edition": row.edition})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert (row.decision, row.state) == ("", "Explained")


def test_words_that_were_put_in_their_place_meanwhile_are_read_first(
    district: District, boss: Staff, client: Client
) -> None:
    row = explained(district)
    client.force_login(account_of(boss))
    address = reverse("deviations:other", args=[row.uuid])
    answer = client.post(address, {"decision": "accepted", "edition": "before"}, follow=True)
    assert "Read it again, then decide." in answer.text
    row.refresh_from_db()
    assert row.decision == ""


def test_a_supervisor_asks_in_the_staff_area(
    district: District, boss: Staff, client: Client
) -> None:
    client.force_login(account_of(boss))
    sent = {"staff": district.teacher_staff.pk, "requirement": "feedback", "day": "11/24"}
    assert client.post(reverse("deviations:ask"), sent).status_code == 422
    client.post(reverse("deviations:ask"), {**sent, "question": "What happened?"})
    assert Deviation.objects.get().question == "What happened?"
    assert Message.objects.get().address == district.teacher.email


@pytest.mark.parametrize("who", ["colleague", "other principal"])
def test_nobody_else_may_read_ask_or_decide(
    district: District, boss: Staff, client: Client, who: str
) -> None:
    row = explained(district)
    account = {
        "colleague": lambda: make_account(Role.COUNSELOR),
        "other principal": lambda: district.other_principal,
    }[who]()
    client.force_login(account)
    address = reverse("deviations:other", args=[row.uuid])
    assert WORDS not in client.get(reverse("deviations:others"), follow=True).text
    assert client.get(address).status_code == 404
    assert client.post(address, {"decision": "accepted"}).status_code == 404
    if who == "colleague":
        assert client.get(reverse("deviations:others")).status_code in {302, 403}
        assert client.get(reverse("deviations:ask")).status_code in {302, 403}


def test_an_administrator_reads_there_and_decides_nothing(
    district: District, boss: Staff, client: Client
) -> None:
    row = explained(district)
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("deviations:other", args=[row.uuid])
    assert 'name="decision"' not in client.get(address).text
    assert client.post(address, {"decision": "accepted"}).status_code in {302, 403}
    row.refresh_from_db()
    assert row.decision == ""


@pytest.mark.parametrize(
    "decision, said", [("accepted", "has read and accepted"), ("talk", "wants to talk")]
)
def test_the_author_gets_a_mail_about_the_decision_without_its_text(
    district: District, decision: str, said: str
) -> None:
    row = explained(district)
    for _twice in range(2):
        decide(
            deviation=row, user=district.principal, decision=decision, answer="I was there myself."
        )
    letter = Message.objects.get()
    assert letter.address == district.teacher.email
    assert said in letter.text
    assert WORDS not in letter.text + letter.html
    assert "I was there myself." not in letter.text + letter.html
    assert reverse("deviations:own") in letter.text
    assert "District provided cell phones" in letter.text


def test_people_without_the_editor_read_the_decision_on_the_first_page(
    district: District, client: Client, clock: Clock
) -> None:
    counselor = make_staff((Role.COUNSELOR, None), schools=[district.school])
    row = explain(
        user=account_of(counselor),
        requirement="district-senders",
        day=dt.date(2026, 11, 24),
        ground="emergency",
        words=WORDS,
    )
    decide(deviation=row, user=district.principal, decision="accepted")
    client.force_login(account_of(counselor))
    said = f"Accepted ({district.principal.get_full_name()})"
    assert said in text(client.get(reverse("signatures:my_signature")).text)
    clock("2026-12-10 09:00")
    assert said not in text(client.get(reverse("signatures:my_signature")).text)
