"""Whoever left the procedure says why; whoever leads them asks, reads and decides."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from classroom.ledger.refresh import refresh_current_year
from district_cms.audit_log.models import AuditEntry
from district_cms.deviations.models import Deviation
from district_cms.deviations.services.explanations import ask, decide, delete_old, explain
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

MISSED = "2026-11-24"
WORDS = "The roof leaked and we taught in the gym all week."
SAID = {"ground": "emergency", "words": WORDS}


@pytest.fixture(autouse=True)
def the_day_after(district: District, clock: Clock) -> None:
    """Math 3 has no update for the posting day."""
    clock("2026-11-25 09:00")
    refresh_current_year()


def why(district: District, day: str = MISSED) -> str:
    return reverse("classroom_why", args=[district.classroom.pk, day])


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def explained(district: District) -> Deviation:
    client = Client()
    client.force_login(district.teacher)
    assert client.post(why(district), SAID).status_code == 302
    return Deviation.objects.get()


def test_a_principal_reads_it_first_and_accepts_it(
    district: District, client: Client, clock: Clock
) -> None:
    row = explained(district)
    client.force_login(district.principal)
    assert "1 explanation in the last two weeks." in text(
        client.get(reverse("wagtailadmin_home")).text
    )
    address = reverse("deviations:other", args=[row.uuid])
    assert WORDS in text(client.get(address).text)
    client.post(address, {"decision": "accepted", "answer": "Thank you."})
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("accepted", district.principal.get_full_name())
    assert "in the last two weeks" not in text(client.get(reverse("wagtailadmin_home")).text)
    record = reverse("classroom_record", args=[district.classroom.pk])
    assert "An emergency (Accepted)" in text(client.get(record).text)
    school = reverse("classroom_school", args=[district.school.pk])
    assert "(explained)" in text(client.get(school).text)
    client.force_login(district.teacher)
    assert "“Thank you.”" in text(client.get(reverse("deviations:own")).text)
    home = text(client.get(reverse("wagtailadmin_home")).text)
    assert f"Accepted ({row.decided_by}) “Thank you.”" in home
    assert home.index("Your classes") < home.index("What was done differently")
    clock("2026-12-10 09:00")
    assert "“Thank you.”" not in text(client.get(reverse("wagtailadmin_home")).text)


def test_an_answered_explanation_cannot_be_changed(district: District, client: Client) -> None:
    row = explained(district)
    decide(deviation=row, user=district.principal, decision="talk")
    client.force_login(district.teacher)
    client.post(why(district), {**SAID, "words": "Something else."})
    row.refresh_from_db()
    assert row.words == WORDS


def test_a_principal_asks_and_the_teacher_answers(district: District, client: Client) -> None:
    client.force_login(district.principal)
    client.post(why(district), {"question": "Is everything all right?"})
    letter = Message.objects.get()
    assert letter.address == district.teacher.email
    row = Deviation.objects.get()
    assert str(row.uuid) in letter.text
    client.post(why(district), {"question": "Again?"})
    assert Message.objects.count() == 1
    client.force_login(district.teacher)
    home = text(client.get(reverse("wagtailadmin_home")).text)
    assert "asks: “Is everything all right?”" in home
    assert home.index("What was done differently") < home.index("Your classes")
    client.post(reverse("deviations:one", args=[row.uuid]), SAID)
    row.refresh_from_db()
    assert (row.ground, row.words) == ("emergency", WORDS)


def test_a_future_day_is_not_a_deviation(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    sent = {**SAID, "requirement": "district-senders", "day": "12/4/2026"}
    answer = client.post(reverse("deviations:new"), sent)
    assert answer.status_code == 422
    assert "Write today or a day of the last twelve months." in answer.text


@pytest.mark.parametrize("who", ["other principal", "other teacher", "communications"])
def test_nobody_else_reads_it(district: District, client: Client, who: str) -> None:
    row = explained(district)
    account = {
        "other principal": lambda: district.other_principal,
        "other teacher": lambda: make_account(Role.TEACHER, district.other_school),
        "communications": lambda: make_account(Role.COMMUNICATIONS),
    }[who]()
    client.force_login(account)
    assert WORDS not in client.get(reverse("deviations:others"), follow=True).text
    assert client.get(reverse("deviations:other", args=[row.uuid])).status_code == 404
    assert client.get(reverse("deviations:one", args=[row.uuid])).status_code == 404
    assert WORDS not in client.get(why(district), follow=True).text


def test_supervisors_decide_about_their_staff_and_never_about_themselves(
    district: District,
) -> None:
    boss = make_staff((Role.COMMUNICATIONS, None))
    person = make_staff((Role.PRINCIPAL, district.school), supervisor=boss)
    row = explain(
        user=person.user,
        requirement="personal-accounts",
        day=dt.date(2026, 11, 24),
        ground="educational",
        words="The trip's group had no other way.",
    )
    with pytest.raises(PermissionDenied):
        decide(deviation=row, user=person.user, decision="accepted")
    decide(deviation=row, user=boss.user, decision="accepted")
    row.refresh_from_db()
    assert row.decision == "accepted"


def test_nobody_asks_people_of_another_school(district: District) -> None:
    with pytest.raises(PermissionDenied):
        ask(
            user=district.other_principal,
            staff=district.teacher_staff,
            question="Why?",
            requirement="feedback",
            day=dt.date(2026, 11, 24),
        )


def test_after_three_years_it_is_forgotten(district: District) -> None:
    explained(district)
    assert delete_old(today=dt.date(2029, 11, 1)) == 0
    assert delete_old(today=dt.date(2029, 12, 1)) == 1


def test_a_decision_needs_the_current_version(district: District, client: Client) -> None:
    row = explained(district)
    address = reverse("deviations:other", args=[row.uuid])
    client.force_login(district.principal)
    read = re.search(r'name="edition" value="([^"]+)"', client.get(address).text)
    assert read is not None
    teacher = Client()
    teacher.force_login(district.teacher)
    teacher.post(why(district), {**SAID, "words": "I forgot."})
    sent = {"decision": "accepted", "edition": read[1]}
    answer = client.post(address, sent, follow=True)
    assert "Read it again, then decide." in answer.text
    assert "I forgot." in answer.text
    row.refresh_from_db()
    assert row.decision == ""
    again = re.search(r'name="edition" value="([^"]+)"', answer.text)
    assert again is not None
    client.post(address, {**sent, "edition": again[1]})
    row.refresh_from_db()
    assert row.decision == "accepted"


def test_a_form_that_is_sent_twice_is_one_explanation(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    sent = {**SAID, "requirement": "district-senders", "day": "11/24"}
    for _twice in range(2):
        assert client.post(reverse("deviations:new"), sent).status_code == 302
    assert Deviation.objects.count() == 1
    assert AuditEntry.objects.filter(action="deviation.explained").count() == 1


def test_a_question_that_is_sent_twice_is_one_email(district: District, client: Client) -> None:
    client.force_login(district.principal)
    sent = {"staff": district.teacher_staff.pk, "requirement": "feedback", "day": "11/24"}
    for _twice in range(2):
        client.post(reverse("deviations:ask"), {**sent, "question": "What happened?"})
    assert Deviation.objects.count() == 1
    assert Message.objects.count() == 1


def test_only_who_can_sign_in_is_asked(district: District, client: Client) -> None:
    district.teacher_staff.user = None
    district.teacher_staff.save()
    client.force_login(district.principal)
    assert "Rivera" not in client.get(reverse("deviations:ask")).text
    page = client.get(why(district)).text
    assert "Nobody with an account teaches this class today" in page
    assert client.post(why(district), {"question": "Why?"}).status_code == 422
    assert not Deviation.objects.exists()


def test_someone_at_two_schools_chooses_the_school(district: District, client: Client) -> None:
    staff = district.teacher_staff
    staff.schools.add(district.other_school)
    staff.save()
    client.force_login(district.teacher)
    sent = {**SAID, "requirement": "district-senders", "day": "11/24"}
    answer = client.post(reverse("deviations:new"), sent)
    assert "Choose the school where it was." in answer.text
    client.post(reverse("deviations:new"), {**sent, "school": district.other_school.pk})
    assert Deviation.objects.get().school == district.other_school


def test_no_message_names_a_principal_if_there_is_none(district: District, client: Client) -> None:
    sent = {**SAID, "requirement": "district-senders", "day": "11/24"}
    for account in (make_account(Role.COMMUNICATIONS), district.principal):
        client.force_login(account)
        answer = client.post(reverse("deviations:new"), sent, follow=True)
        assert "only the district’s administrators can read it" in answer.text
    client.force_login(district.teacher)
    answer = client.post(reverse("deviations:new"), sent, follow=True)
    assert "It is with your principal or supervisor." in answer.text


def test_what_nobody_can_decide_anymore_does_not_wait(district: District, client: Client) -> None:
    explained(district)
    Deviation.objects.update(staff=None)
    client.force_login(district.principal)
    assert "in the last two weeks" not in text(client.get(reverse("wagtailadmin_home")).text)


def test_a_reason_to_read_the_record_opens_no_explanation(
    district: District, client: Client
) -> None:
    explained(district)
    client.force_login(make_account(Role.COMMUNICATIONS))
    record = reverse("classroom_record", args=[district.classroom.pk])
    client.post(record, {"reason": "A family asked about it."})
    page = text(client.get(record).text)
    assert "Handed in" in page
    assert "An emergency" not in page


def test_someone_who_leads_nobody_has_nobody_to_ask(district: District, client: Client) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    assert client.get(reverse("deviations:others")).status_code == 200
    assert client.get(reverse("deviations:ask")).status_code in {302, 403}


STUDENT = "Marcus Lee had surgery on Monday, so that we spoke later."


def test_private_facts_are_refused_in_explanations_questions_and_answers(
    district: District, client: Client
) -> None:
    row = explained(district)
    client.force_login(district.teacher)
    answers = [client.post(why(district), {**SAID, "words": STUDENT})]
    client.force_login(district.principal)
    decided = {"decision": "talk", "answer": STUDENT}
    answers.append(client.post(reverse("deviations:other", args=[row.uuid]), decided))
    asked = {"staff": district.teacher_staff.pk, "requirement": "feedback", "day": "11/24"}
    answers.append(client.post(reverse("deviations:ask"), {**asked, "question": STUDENT}))
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all("Leave out the name or the private fact." in answer.text for answer in answers)
    assert not any("Anyone can read this" in answer.text for answer in answers)
    Deviation.objects.all().delete()
    assert client.post(why(district), {"question": STUDENT}).status_code == 422
    assert not Message.objects.exists()


def test_the_new_principal_of_a_moved_class_reads_later_explanations(
    district: District, client: Client
) -> None:
    row = explained(district)
    Deviation.objects.update(school=district.other_school)  # where the class was
    client.force_login(district.principal)
    link = reverse("deviations:other", args=[row.uuid])
    page = client.get(why(district)).text
    assert WORDS in page
    assert link not in page
    explained(district)
    assert link in client.get(why(district)).text
    assert client.get(link).status_code == 200
