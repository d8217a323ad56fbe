"""The report: who sees what, the numbers, the exports, starting and stopping."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.checks.rules import RULES
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.site_audit import selectors
from district_cms.site_audit.engine import Visit
from district_cms.site_audit.models import AuditRun
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_account, make_staff
from tests.fakes.visitor import ScriptedVisitor, violation

from .conftest import Audit, spoil

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/accessibility/"
TO_FIX = "/admin/reports/accessibility/to-fix/"
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
    """The rows of the listing that this account gets."""
    response = signed_in(user).get(address, query)
    assert response.status_code == 200
    return list(response.context["object_list"])


def titles(user: User, **query: str) -> set[str]:
    return {row.page.title for row in shown(user, **query)}


def test_the_office_sees_every_page_and_the_faults_of_our_templates(
    run: AuditRun, office: User
) -> None:
    assert {"Math 3", "Science 7", "Larkspur Valley Public Schools"} <= titles(office)
    assert {row.rule for row in shown(office)} == {
        "contrast-inline",
        "aria-unknown",
        "student-number",
    }


def test_an_administrator_sees_the_same(run: AuditRun, office: User) -> None:
    assert titles(make_account(Role.ADMINISTRATOR)) == titles(office)


def test_a_principal_sees_the_own_school(run: AuditRun, district: District) -> None:
    assert titles(district.principal) == {"Juniper Creek Elementary", "Ms. Rivera", "Math 3"}
    assert titles(district.other_principal) >= {"Larkspur Middle", "Science 7"}
    assert "Math 3" not in titles(district.other_principal)


def test_a_teacher_sees_the_own_classes_and_no_fault_of_ours(
    run: AuditRun, district: District, other_teacher: User
) -> None:
    assert titles(district.teacher) == {"Math 3"}
    assert titles(other_teacher) == {"Science 7"}
    assert {row.rule for row in shown(district.teacher)} == {"contrast-inline", "student-number"}


def test_whoever_edits_nothing_gets_no_report(run: AuditRun, district: District) -> None:
    staff = make_staff((Role.TEACHER, district.school))
    for address in (REPORT, TO_FIX):
        response = signed_in(account_of(staff)).get(address)
        assert response.status_code in {302, 403}


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


def test_findings_are_filtered_by_school_rule_and_engine(run: AuditRun, office: User) -> None:
    assert titles(office, school="Larkspur Middle") == {
        "Larkspur Middle",
        "Mr. Mensah",
        "Science 7",
    }
    assert {row.engine for row in shown(office, rule="student-number")} == {"gate"}
    assert {row.rule for row in shown(office, engine="gate")} == {"student-number"}


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


def test_rules_are_told_in_words_and_an_unknown_one_in_those_of_its_finding(
    run: AuditRun, office: User
) -> None:
    [row] = run.findings.filter(rule="aria-unknown")[:1]
    run.findings.filter(pk=row.pk).update(rule="a-rule-of-axe", message="It is not right.")

    response = signed_in(office).get(REPORT)

    totals = {str(heading): rows for heading, _column, rows in response.context["totals"]}
    names = {row.name for row in totals["By rule"]}
    assert {"It is not right.", RULES["student-number"].example} <= names
    choices = dict(response.context["filters"].form.fields["rule"].choices)
    assert choices["student-number"] == RULES["student-number"].example
    assert choices["a-rule-of-axe"] == "It is not right."


# ---------------------------------------------------------------- pages to fix


def test_pages_to_fix_stand_there_with_owner_and_day(
    run: AuditRun, district: District, office: User, other_teacher: User
) -> None:
    for user in (office, district.principal, district.teacher):
        [row] = shown(user, TO_FIX)
        assert (row.title, row.owner) == ("Math 3", "Elena Rivera")
        text = signed_in(user).get(REPORT).content.decode()
        assert "Pages to fix" in text
        assert "<li>This looks like a student&#x27;s number: “…”.</li>" in text
        assert reverse("wagtailadmin_pages:edit", args=[district.classroom.pk]) in text
    assert shown(other_teacher, TO_FIX) == []
    assert shown(district.other_principal, TO_FIX) == []


# ---------------------------------------------------------------- export


def test_what_is_exported_opens_and_is_what_one_may_see(run: AuditRun, district: District) -> None:
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


def test_pages_to_fix_are_exported(run: AuditRun, office: User) -> None:
    response = signed_in(office).get(TO_FIX, {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [(row["Title"], row["What"], row["Rules"]) for row in rows] == [
        ("Math 3", "This looks like a student's number: “…”.", "student-number")
    ]


def test_a_formula_in_a_title_stays_text(run: AuditRun, office: User) -> None:
    run.audited.filter(title="Math 3").update(title="=1+1")
    response = signed_in(office).get(REPORT, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value == "=1+1"} == {"s"}


# ---------------------------------------------------------------- trend, state


def test_the_trend_compares_whole_audits_and_is_the_offices(
    run: AuditRun, audit: Audit, district: District, office: User, visitor: ScriptedVisitor
) -> None:
    visitor.pages.clear()
    audit(sample=2)
    assert selectors.newest_run() == run
    later = audit(everything=True)
    assert [each.pk for each in selectors.trend()] == [run.pk, later.pk]
    context = signed_in(office).get(REPORT).context
    assert [bar.value for bar in context["bars"]] == [run.totals["all"], 1]
    assert signed_in(district.principal).get(REPORT).context["runs"] == []


def test_before_the_first_audit_the_report_says_so(district: District, office: User) -> None:
    text = signed_in(office).get(REPORT).content.decode()
    assert "No audit has finished yet." in text


def test_how_far_it_is_stands_on_the_report(run: AuditRun, office: User) -> None:
    AuditRun.objects.create(
        kind="whole",
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
        kind="whole", state="running", engines=["gate"], pages=9000, started_at=timezone.now()
    )
    text = signed_in(office).get(REPORT).content.decode()
    assert "it has been finding out which pages have changed" in text
    assert "pages are done" not in text


def test_what_was_left_out_stands_on_the_report(
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


def test_the_forms_need_their_token(district: District, office: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    assert client.post(START).status_code == 403
    assert not AuditRun.objects.exists()


# ---------------------------------------------------------------- cost


def test_more_findings_ask_no_more_questions(
    run: AuditRun, audit: Audit, district: District, office: User, visitor: ScriptedVisitor
) -> None:
    def queries(user: User, address: str) -> int:
        client = signed_in(user)
        client.get(address)
        for cache in caches.all(initialized_only=True):
            cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    people = (office, district.principal, district.teacher)
    before = [queries(user, address) for user in people for address in (REPORT, TO_FIX)]
    make_classroom(district.teacher_page, title="Reading 3")
    visitor.pages[""] = Visit(200, "<main></main>", tuple(violation() for _ in range(5)))
    audit()
    after = [queries(user, address) for user in people for address in (REPORT, TO_FIX)]
    assert [more - less for less, more in zip(before, after, strict=True) if more > less] == []
    assert max(after) <= 45
