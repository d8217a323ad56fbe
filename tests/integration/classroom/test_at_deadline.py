"""What a class page showed when a posting day ended: the version, its text and checksum, and who
approved it; unknown facts are reported as unknown. Only certain people may read it."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from classroom.ledger.at_deadline.views import note_reading
from classroom.ledger.refresh import refresh_current_year
from classroom.models import Posting
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_account, make_staff
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = "2026-11-24"


def address(district: District, day: str = "") -> str:
    if day:
        return reverse("classroom_evidence", args=[district.classroom.pk, day])
    return reverse("classroom_record", args=[district.classroom.pk])


def words(html: str) -> str:
    """Returns the text without the editor's frame."""
    main = html.partition('<div class="class-record printed">')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def read(district: District, client: Client, day: str = DAY) -> str:
    refresh_current_year()
    client.force_login(district.principal)
    answer = client.get(address(district, day))
    assert answer.status_code == 200
    return words(answer.text)


def test_an_update_taken_down_before_the_deadline_was_not_on_the_page(
    district: District, client: Client, clock: Clock
) -> None:
    walk = Walk.begin(district).submit().approve()
    clock("2026-11-20 08:00")
    walk.unpublish()
    clock("2026-11-26 08:00")
    walk.publish()
    said = read(district, client)
    assert "It was not on the page: it was taken down on Friday, November 20, 8:00 am." in said
    assert "It was live again from Thursday, November 26, 8:00 am." in said


def test_unknown_facts_are_reported_as_unknown(
    district: District, client: Client, clock: Clock
) -> None:
    walk = Walk.begin(district, title="Fractions").submit().approve()
    uuid = walk.page.translation_key
    clock("2026-11-25 09:00")
    refresh_current_year()
    walk.page.delete()
    Posting.objects.filter(page_uuid=uuid).update(withdrawn_at=None)
    said = read(district, client)
    assert "Fractions (deleted since)" in said
    assert "It was on the page." in said  # according to the check history
    assert "The text of this version is no longer stored." in said
    # Neither the page nor its history exists anymore.
    Posting.objects.filter(page_uuid=uuid).update(page_uuid=uuid4())
    said = read(district, client)
    assert "It is not known. The update has been live" in said
    assert "We do not know which text that was." in said


def test_a_day_without_a_counting_update_shows_the_newest_that_was_live(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-25 09:00")
    assert "no update of this class was live when it ended" in read(district, client)
    clock("2026-10-01 09:00")
    Walk.begin(district, title="Arrays").submit().approve()
    clock("2026-11-25 09:00")
    said = read(district, client)
    assert "This is the newest one that was live when it ended." in said
    assert "Arrays" in said


def test_only_the_people_concerned_read_the_record(
    district: District, client: Client, clock: Clock
) -> None:
    Walk.begin(district).submit().approve()
    clock("2026-11-25 09:00")
    refresh_current_year()
    may = (
        district.teacher,
        district.principal,
        make_account(Role.COMMUNICATIONS),
        make_account(Role.ADMINISTRATOR),
    )
    other = make_staff((Role.TEACHER, district.school))
    may_not = (district.other_principal, other.user, make_account(Role.COUNSELOR))
    for user, allowed in (*((each, True) for each in may), *((each, False) for each in may_not)):
        client.force_login(user)
        for day in ("", DAY):
            answer = client.get(address(district, day))
            assert (answer.status_code == 200) is allowed
            # Nothing can be changed here; the district must give a reason.
            assert client.post(address(district, day)).status_code in {302, 403, 405, 422}
    client.force_login(district.principal)
    assert address(district, DAY) in client.get(address(district)).text
    assert client.get(address(district, "2026-11-25")).status_code == 404
    assert client.get(address(district, "tomorrow")).status_code == 404
    glance = client.get(reverse("classroom_school", args=[district.school.pk])).text
    assert address(district) in glance
    page = client.get(reverse("wagtailadmin_explore", args=[district.classroom.pk])).text
    assert address(district) in page


SHOWN = ("Status", "Handed in", "What was on the page", "Posted", "Late")


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ADMINISTRATOR])
def test_the_district_sees_standings_only_with_a_recorded_reason(
    role: Role, district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 23:50")
    walk = Walk.begin(district, title="Arrays and areas").submit()
    clock("2026-11-25 09:00")
    walk.approve()
    refresh_current_year()
    client.force_login(make_account(role))
    other = make_classroom(district.teacher_page, title="Reading 3")

    def shown(day: str = "") -> str:
        return words(client.get(address(district, day)).text)

    record_of_it = shown()
    assert "November 24" in record_of_it
    assert "Why do you need to know where this class stands?" in record_of_it
    assert [each for each in SHOWN if each in record_of_it] == []
    evidence = shown(DAY)
    assert "Why do you need" in evidence
    assert "Arrays" not in evidence
    assert "on the page yet" not in evidence
    # A reason that is too short is refused.
    for reason in ("", "Because."):
        assert client.post(address(district), {"reason": reason}).status_code == 422
    reason = "A family asked when the class was told."
    assert client.post(address(district, "2026-11-25"), {"reason": reason}).status_code == 404
    assert not AuditEntry.objects.filter(action="class.record_read").exists()
    answer = client.post(address(district, DAY), {"reason": reason})
    assert answer["Location"] == address(district, DAY)
    entry = AuditEntry.objects.get(action="class.record_read")
    assert (entry.data["reason"], entry.page_uuid) == (reason, district.classroom.translation_key)
    assert "It was not on the page yet." in shown(DAY)
    assert "Posted" in shown()
    # For this class, and today only.
    assert "Why do you need" in words(client.get(reverse("classroom_record", args=[other.pk])).text)
    clock("2026-11-26 09:00")
    assert "Why do you need" in shown()


def test_the_teacher_and_the_principal_need_no_reason(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-25 09:00")
    refresh_current_year()
    for user in (district.teacher, district.principal):
        client.force_login(user)
        assert "Status" in client.get(address(district)).text
        assert "Why do you need" not in client.get(address(district)).text
    client.post(address(district), {"reason": "A reason that nobody asked for."})
    assert not AuditEntry.objects.filter(action="class.record_read").exists()
    with pytest.raises(PermissionDenied):
        note_reading(classroom=district.classroom, user=district.principal, reason="For myself.")
