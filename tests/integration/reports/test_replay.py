"""Trying a new procedure: the screens, the counts beside the ledger, the finished file."""

import datetime as dt
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains

from classroom.ledger.refresh import refresh_classes
from classroom.models import Posting, PostingSlot
from district_cms.audit_log.models import AuditEntry
from district_cms.media.storage import private_storage
from district_cms.people.roles import Role
from district_cms.procedure.active import file_text, in_force
from district_cms.procedure.loading import load
from district_cms.reports.replay import services
from district_cms.reports.replay.views import LONGEST_DRAFT
from district_cms.reports.replay.words import masked
from district_cms.reports.tasks import forget, replay
from district_cms.web.models import FailedWork, LongWork
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_account
from tests.integration.conftest import Clock, moment
from tests.unit.reports.test_replay import WEEKLY

pytestmark = pytest.mark.django_db

SCREEN = "/admin/reports/replay/"
DECISION = "Board of trustees, May 11, 2027, “item 7”"


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def ledger(district: District, clock: Clock) -> District:
    """Two schools, three classes, updates at random moments; some wait, some were taken down."""
    chance, now = random.Random(36), clock("2027-03-10 09:00")
    art = make_teacher_page(district.other_school, title="Mr. Aldana")
    rooms = [district.classroom, make_classroom(art, title="Art 7"), make_classroom(art, title="8")]
    for room in rooms:
        for number in range(16):
            at = moment("2026-08-31 00:30") + dt.timedelta(hours=chance.randrange(24 * 190))
            Posting.objects.create(
                classroom=room,
                page_uuid=f"{room.pk:08}-0000-4000-8000-{number:012}",
                title="Fractions",
                submitted_at=at,
                published_at=at if chance.random() < 0.8 else None,
                last_published_at=at,
                withdrawn_at=now if chance.random() < 0.1 else None,
            )
    refresh_classes(classroom_ids=[room.pk for room in rooms])
    return district


@pytest.fixture
def office(client: Client, ledger: District) -> Client:
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def try_out(client: Client, text: str, year: int) -> str:
    """Enters a draft, lets the queue work, and returns the address of the result."""
    answer = client.post(SCREEN, {"text": text, "year": year})
    assert answer.status_code == 302, answer.text
    [task] = [row.task for row in OrmQ.objects.all() if row.task["func"].endswith("tasks.replay")]
    assertContains(client.get(answer["Location"]), "being judged")
    assert replay(*task["args"]) == "done"
    OrmQ.objects.all().delete()
    return str(answer["Location"])


def test_the_rule_in_force_counts_what_the_ledger_holds(ledger: District) -> None:
    counts = services.replay(in_force(), ledger.year)
    of = {side: Counter() for side in services.SIDES}  # type: ignore[var-annotated]
    for (side, school, month, outcome), number in counts.items():
        of[side][school, month, outcome.value] = number
    assert of["draft"] == of["in_force"]
    expected: Counter[tuple[str, str, str]] = Counter()
    schools = {
        page.path: str(page.translation_key) for page in (ledger.school, ledger.other_school)
    }
    for slot in PostingSlot.objects.select_related("classroom"):
        month = f"{slot.day or slot.nominal_date:%Y-%m-01}"
        school = schools[slot.classroom.path[: len(ledger.school.path)]]
        if slot.day and slot.day < dt.date(2027, 3, 10):
            assert slot.due_at is not None
            in_time = slot.met_at is not None and slot.met_at <= slot.due_at
            standing = "met" if in_time else "late" if slot.met_at else "missed"
            expected[school, month, standing] += 1
            expected[school, month, "moved"] += slot.day != slot.nominal_date
    days = {
        key: n for key, n in of["draft"].items() if key[2] in ("met", "late", "missed", "moved")
    }
    assert days == +expected
    assert {"met", "late", "missed"} <= {key[2] for key in days}


def test_more_classes_cost_no_query(
    ledger: District, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_teacher_page(ledger.school, title="Ms. Okafor")
    for number in range(8):
        make_classroom(page, title=f"Reading {number}")
    with django_assert_max_num_queries(9):
        services.replay(in_force(), ledger.year)


def test_a_draft_is_judged_beside_the_rule_in_force(office: Client, ledger: District) -> None:
    screen = office.get(try_out(office, WEEKLY, ledger.year.pk))
    assertContains(screen, "every Tuesday (FREQ=WEEKLY;BYDAY=TU)")
    assertContains(screen, "By the procedure in force")
    assert ("Updates a month, at least", "2", "4") in screen.context["differences"]
    schools = [ledger.school.title, ledger.other_school.title]
    assert [row["title"] for row in screen.context["schools"]] == schools
    for name in ("Art 7", "Aldana", ledger.classroom.title, ledger.teacher_page.title):
        assertNotContains(screen, name)
    school = str(ledger.school.translation_key)
    one = office.get(screen.request["PATH_INFO"], {"school": school})
    assertContains(one, f"{ledger.school.title} by month, by the draft")
    assert LongWork.objects.get(task=services.WORK).done == 3


def test_a_mistake_is_shown_with_its_line(office: Client, ledger: District) -> None:
    text = WEEKLY.replace("FREQ=WEEKLY", "FREQ=NEVER").replace("minimum_a_month", "minimum")
    file = SimpleUploadedFile("draft.toml", text.encode())
    screen = office.post(SCREEN, {"file": file, "year": ledger.year.pk})
    rows = text.splitlines()
    lines = {(error.line, *line) for error, line in screen.context["errors"]}
    assert {(5, rows[4]), (7, rows[6])} <= lines
    assertContains(screen, "FREQ=NEVER")
    assert not list(private_storage().entries(services.FOLDER))
    for empty in (
        {"text": " "},
        {"file": SimpleUploadedFile("draft.toml", b"\xff")},
        {"file": SimpleUploadedFile("draft.toml", b"#" * (LONGEST_DRAFT + 1))},
    ):
        assert office.post(SCREEN, {"year": ledger.year.pk, **empty}).context["form"].errors


def test_the_finished_file_cites_its_decision(office: Client, ledger: District) -> None:
    address = try_out(office, WEEKLY, ledger.year.pk)
    assertContains(office.get(address), "procedures/parent-and-student-engagement/procedure.toml")
    answer = office.post(address, {"since": "2027-08-02", "decision": DECISION})
    assert answer["Content-Disposition"] == 'attachment; filename="procedure.toml"'
    text = answer.content.decode()
    assert text.startswith(file_text().rstrip())
    version = load(text, "name").versions[-1]
    assert (version.since, version.decision) == (dt.date(2027, 8, 2), DECISION)
    entry = AuditEntry.objects.get(action="procedure.written")
    assert entry.data["since"] == "2027-08-02"
    assert entry.data["decision"] == DECISION


@pytest.mark.parametrize(
    ("draft", "values"),
    [
        (WEEKLY, {"since": "2027-03-09", "decision": DECISION}),
        (WEEKLY, {"since": "2027-08-02", "decision": " "}),
        ("# nothing new", {"since": "2027-08-02", "decision": DECISION}),
        ("the past", {"since": "2027-08-02", "decision": DECISION}),
    ],
    ids=["a day that is over", "no decision", "no new version", "another past"],
)
def test_no_file_that_would_change_what_was_decided(
    office: Client, ledger: District, draft: str, values: dict[str, str]
) -> None:
    if draft == "the past":
        draft = file_text().replace("minimum_a_month = 2", "minimum_a_month = 1") + WEEKLY
    answer = office.post(try_out(office, draft, ledger.year.pk), values)
    assert answer.context["form"].errors
    assert not AuditEntry.objects.filter(action="procedure.written").exists()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.TEACHER])
def test_others_may_not_open_it(client: Client, ledger: District, role: Role) -> None:
    name = services.request_replay(WEEKLY, ledger.year)
    client.force_login(make_account(role, ledger.school))
    for address in (SCREEN, reverse("procedure_replay_result", args=[name])):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"again": "1"}).status_code in (302, 403)


def store(name: str, text: str) -> None:
    private_storage().delete(services.stored(name, "toml"))
    private_storage().save(services.stored(name, "toml"), ContentFile(text.encode()))


def test_a_failure_is_recorded_and_said(office: Client, ledger: District) -> None:
    name = services.request_replay(WEEKLY, ledger.year)
    store(name, "nonsense")
    assert replay(name) == "failed"
    assert FailedWork.objects.get().key == name
    store(name, WEEKLY)
    address = reverse("procedure_replay_result", args=[name])
    assertContains(office.get(address), "a fault in the software")
    assert replay(name) == "done"
    assertContains(office.post(address, {"again": "1"}, follow=True), "being judged")


def test_drafts_are_deleted_after_a_week(office: Client, ledger: District) -> None:
    name = services.request_replay(WEEKLY, ledger.year)
    address = reverse("procedure_replay_result", args=[name])
    for days, status in ((6, 200), (8, 404)):
        at = timezone.now().timestamp() - days * 24 * 60 * 60
        os.utime(private_storage().path(services.stored(name, "toml")), (at, at))
        forget()
        assert office.get(address).status_code == status
    assert office.get(reverse("procedure_replay_result", args=["x"])).status_code == 404


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([0, 3, 40], ["0", "3", "40"]),
        ([1, 40, 7], ["fewer than 3", "40", "not shown"]),
        ([1, 2, 7], ["fewer than 3", "fewer than 3", "7"]),
        ([2, 0], ["fewer than 3", "0"]),
    ],
)
def test_small_numbers_are_hidden(numbers: list[int], texts: list[str]) -> None:
    assert masked(numbers) == texts
