"""The report: who sees what, the numbers, the exports, starting and stopping."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.checks.rules import RULES
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.site_audit.engine import Visit
from district_cms.site_audit.models import AuditRun
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_account, make_staff
from tests.fakes.visitor import ScriptedVisitor, violation

from .conftest import Audit, spoil

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/accessibility/"
START = "/admin/reports/accessibility/start/"


@pytest.fixture
def office(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def other_teacher(district: District) -> User:
    """Teaches at the other school."""
    staff = make_staff((Role.TEACHER, district.other_school), given_name="Kofi")
    page = make_teacher_page(district.other_school, staff, title="Mr. Mensah")
    make_classroom(page, title="Science 7")
    return account_of(staff)


@pytest.fixture
def run(
    audit: Audit, district: District, other_teacher: User, visitor: ScriptedVisitor
) -> AuditRun:
    """On every page pale words, and one fault of our template; one page is to be fixed."""
    spoil(district.classroom)
    visitor.pages[""] = Visit(200, "<main></main>", (violation(), violation("aria-roles")))
    return audit()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, address: str = REPORT, **query: str) -> list[Any]:
    """The rows of the selection that this account gets."""
    response = signed_in(user).get(address, query)
    assert response.status_code == 200
    return list(response.context["object_list"])


def titles(user: User, **query: str) -> set[str]:
    return {row.page.title for row in shown(user, **query)}


def test_nobody_gets_it_without_signing_in(run: AuditRun) -> None:
    response = Client().get(REPORT)
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_a_filter_offers_no_more_than_one_may_see(
    run: AuditRun, district: District, office: User
) -> None:
    def schools(user: User) -> list[str]:
        filters = signed_in(user).get(REPORT).context["filters"]
        return [value for value, _label in filters.form.fields["school"].choices if value]

    assert schools(district.principal) == ["Juniper Creek Elementary"]
    assert schools(office) == ["Juniper Creek Elementary", "Larkspur Middle"]


def test_the_totals_are_of_what_one_may_see(
    run: AuditRun, district: District, office: User
) -> None:
    def of(user: User) -> dict[str, dict[str, int]]:
        context = signed_in(user).get(REPORT).context
        return {
            str(heading): {row.name: row.findings for row in rows}
            for heading, _column, rows in context["totals"]
        }

    assert of(district.teacher)["By rule"] == {
        RULES["contrast-inline"].example: 1,
        RULES["student-number"].example: 1,
    }
    assert of(district.teacher)["By teacher"] == {"Elena Rivera": 2}
    assert of(office)["By school"].keys() == {"", "Juniper Creek Elementary", "Larkspur Middle"}


# ---------------------------------------------------------------- pages to fix


# ---------------------------------------------------------------- export


def test_the_exported_file_opens_and_has_only_visible_rows(
    run: AuditRun, district: District
) -> None:
    client = signed_in(district.principal)
    response = client.get(REPORT, {"export": "csv", "rule": "student-number"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [(row["Page"], row["Teacher"], row["Who fixes it"]) for row in rows] == [
        ("Math 3", "Elena Rivera", "Elena Rivera")
    ]
    response = client.get(REPORT, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    heading, *body = list(sheet.values)
    assert heading[:3] == ("School", "Teacher", "Page")
    assert {row[0] for row in body} == {"Juniper Creek Elementary"}
    assert len(body) == len(shown(district.principal))


# ---------------------------------------------------------------- trend, state


def test_progress_is_shown_on_the_report(run: AuditRun, office: User) -> None:
    AuditRun.objects.create(
        state="running",
        engines=["gate"],
        pages=9000,
        to_look_at=514,
        is_listed=True,
        started_at=timezone.now(),
    )
    text = signed_in(office).get(REPORT).content.decode()
    assert "514 of 514 pages are done." in text
    assert "Start an audit now" not in text


def test_before_it_knows_how_many_pages_the_report_says_what_it_does(
    district: District, office: User
) -> None:
    AuditRun.objects.create(
        state="running", engines=["gate"], pages=9000, started_at=timezone.now()
    )
    text = signed_in(office).get(REPORT).content.decode()
    assert "it has been finding out which pages have changed" in text
    assert "pages are done" not in text


def test_a_skipped_engine_is_shown_on_the_report(
    audit: Audit, office: User, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.site_audit.batches.has_browser", lambda: False)
    audit(engines=["axe"])
    text = signed_in(office).get(REPORT).content.decode()
    assert "Skipped, because this server has no browser for it." in text
    audit()
    text = signed_in(office).get(REPORT).content.decode()
    assert "Left out: “In a browser (axe-core)”, because this server has no browser" in text


def test_the_office_starts_and_stops_an_audit(
    district: District, office: User, queued: list[int]
) -> None:
    client = signed_in(office)
    for _time in range(2):
        assert client.post(START).status_code == 302
    run = AuditRun.objects.get()
    assert (run.state, run.asked_by) == ("waiting", str(office))
    assert client.post(f"{REPORT}{run.pk}/stop/").status_code == 302
    run.refresh_from_db()
    assert (run.state, run.reason) == ("stopped", "by-hand")
    recorded = AuditEntry.objects.filter(actor=str(office)).order_by("pk")
    assert [entry.action for entry in recorded] == ["audit.started", "audit.stopped"]


@pytest.mark.parametrize("who", ["principal", "teacher"])
def test_nobody_else_starts_or_stops_one(district: District, run: AuditRun, who: str) -> None:
    client = signed_in(getattr(district, who))
    for address in (START, f"{REPORT}{run.pk}/stop/"):
        assert client.post(address).status_code in {302, 403}
        assert client.get(address).status_code == 405
    assert AuditRun.objects.count() == 1
    assert "Start an audit now" not in client.get(REPORT).content.decode()


# ---------------------------------------------------------------- cost
