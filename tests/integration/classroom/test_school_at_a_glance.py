"""A school at a glance: who has posted, whom only the principal sees, a reminder that goes once."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from time_machine import travel

from classroom.ledger.keeping import refresh_current_year
from classroom.models import (
    ClassroomPage,
    SchoolReminder,
    UpdatePage,
)
from classroom.school.selectors import glance_at
from classroom.school.services import remind
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Message, MessageClass
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_draft, make_teacher_page, update_content
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, made_for_a_module, moment

pytestmark = pytest.mark.django_db


TWO_DAYS_AFTER = "2026-11-26 09:00"


def posted_and_not(district: District) -> int:
    Walk.begin(district).submit().approve()
    page = make_teacher_page(district.school, title="Mx. Tanaka")
    waits = make_classroom(page, title="Science 4", grade_levels=["04"])
    with travel(moment(TWO_DAYS_AFTER), tick=False):
        refresh_current_year()
    return waits.pk


@pytest.fixture(scope="module")
def waiting_class(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    with made_for_a_module(django_db_blocker, lambda: posted_and_not(built.read_again())) as key:
        yield key


@pytest.fixture
def late(waiting_class: int, district: District, clock: Clock) -> ClassroomPage:
    """Two days after a posting day Math 3 has posted; the class that is returned has not."""
    clock(TWO_DAYS_AFTER)
    return ClassroomPage.objects.get(pk=waiting_class)


def address(district: District, what: str = "") -> str:
    return reverse(f"classroom_school{what}", args=[district.school.pk])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def teacher_of(classroom: ClassroomPage) -> User:
    return account_of(classroom.teaching.get().staff)


# Before those that share the class which waits: it needs a school without one.
def test_nothing_is_sent_or_kept_where_nobody_waits(district: District, clock: Clock) -> None:
    Walk.begin(district).submit().approve()
    clock("2026-11-26 09:00")
    refresh_current_year()
    glance = glance_at(district.school)
    assert remind(school=district.school, glance=glance, user=district.principal) is None
    assert not SchoolReminder.objects.exists()
    with pytest.raises(PermissionDenied):
        remind(school=district.school, glance=glance, user=district.other_principal)


def test_what_is_begun_is_told_from_nothing(
    district: District, late: ClassroomPage, client: Client
) -> None:
    days = {"period_start": dt.date(2026, 11, 24), "period_end": dt.date(2026, 11, 30)}
    content = update_content(district.curriculum, title="Rocks", **days)
    rocks = make_draft(late, owner=teacher_of(late), **content)
    [row] = [row for row in glance_at(district.school).rows if row.waits]
    assert row.begun == "draft"
    submit_for_approval(page=rocks, user=teacher_of(late))
    refresh_current_year()
    client.force_login(district.principal)
    assert "With the principal" in words(client.get(address(district)).text)
    key = UpdatePage.objects.get(pk=rocks.pk).current_workflow_task_state.pk
    client.post(reverse("moderation_send_back", args=[key]), {f"{key}-comment": "Add the room."})
    refresh_current_year()
    assert "families are waiting (sent back)" in words(client.get(address(district)).text)


def test_nobody_else_sees_the_names(
    district: District, late: ClassroomPage, client: Client
) -> None:
    for user in (
        district.other_principal,
        district.teacher,
        make_account(Role.COMMUNICATIONS),
        make_account(Role.COUNSELOR),
    ):
        client.force_login(user)
        for what in ("", "_remind", "_export"):
            method = client.get if what == "" else client.post
            assert method(address(district, what)).status_code != 200
    client.force_login(make_account(Role.ADMINISTRATOR))
    shown = client.get(address(district)).text
    assert "In numbers" in shown
    assert "Science 4" not in shown
    assert teacher_of(late).get_full_name() not in shown


def test_the_reminder_goes_once_to_those_who_wait_and_names_only_their_own_classes(
    district: District, late: ClassroomPage, client: Client
) -> None:
    client.force_login(district.principal)
    for _time in range(2):
        client.post(address(district, "_remind"))
    message = Message.objects.get()
    assert message.address == teacher_of(late).email
    assert message.message_class == MessageClass.STAFF
    assert "Science 4" in message.text
    assert "Math 3" not in message.text
    entry = AuditEntry.objects.get(action="school.reminded")
    assert entry.data == {"day": "2026-11-24", "classes": 1, "teachers": 1}
    sent = SchoolReminder.objects.get()
    assert (sent.classes, sent.teachers) == (1, 1)
    assert "It goes out once for a posting day." in words(client.get(address(district)).text)


def test_who_has_handed_one_in_since_is_told_from_who_has_not_and_not_reminded(
    district: District, late: ClassroomPage, client: Client
) -> None:
    content = update_content(district.curriculum, title="Rocks")
    rocks = make_draft(late, owner=teacher_of(late), **content)
    submit_for_approval(page=rocks, user=teacher_of(late))
    refresh_current_year()
    client.force_login(district.principal)
    shown = words(client.get(address(district)).text)
    assert "families are waiting (one for the next day is in)" in shown
    assert "There is nobody to remind." in shown
    client.post(address(district, "_remind"))
    assert not Message.objects.filter(address=teacher_of(late).email).exists()


@pytest.mark.parametrize("what", ["_remind", "_export"])
def test_the_address_of_a_button_leads_to_the_screen_with_it(
    district: District, client: Client, what: str
) -> None:
    client.force_login(district.principal)
    shown = client.get(address(district, what), follow=True)
    assert shown.redirect_chain[-1][0] == address(district)
    assert "Nothing was sent or changed." in shown.text


def test_an_export_holds_counts_and_no_names(
    district: District, late: ClassroomPage, client: Client
) -> None:
    client.force_login(district.principal)
    text = client.post(address(district, "_export")).text
    rows = list(csv.DictReader(io.StringIO(text)))
    [day] = [row for row in rows if row["Posting day"] == "November 24, 2026"]
    assert (day["Posted"], day["Not posted yet, families are waiting"]) == ("1", "1")
    assert "Science" not in text
    refused = client.post(
        address(district, "_export"), {"names": "1", "reason": "I want to print it."}
    )
    assert "Science" not in refused.text
    assert AuditEntry.objects.filter(action="school.counts_exported").count() == 1


def test_an_administrator_exports_names_with_a_reason_that_is_recorded(
    district: District, late: ClassroomPage, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    assert (
        client.post(address(district, "_export"), {"names": "1", "reason": ""}).status_code == 422
    )
    assert not AuditEntry.objects.filter(action="school.names_exported").exists()
    reason = "The board asked about grade 4."
    answer = client.post(address(district, "_export"), {"names": "1", "reason": reason})
    assert "Science 4" in answer.text
    assert answer["Content-Type"].startswith("text/csv")
    assert AuditEntry.objects.get(action="school.names_exported").data["reason"] == reason


def test_an_administrator_finds_earlier_days_and_exports_what_is_shown(
    district: District, late: ClassroomPage, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    [earlier] = re.findall(
        r'href="(\?until=[0-9-]+)">Earlier days', client.get(address(district)).text
    )
    shown = client.get(address(district) + earlier).text
    assert (
        shown.count(f'action="{address(district, "_export")}{earlier}"') == 2
    )  # counts, and names
    form = {"names": "1", "reason": "The board asked about grade 4."}
    head = next(
        csv.reader(io.StringIO(client.post(address(district, "_export") + earlier, form).text))
    )
    assert "November 24, 2026" not in head
    assert "October 6, 2026" in head
