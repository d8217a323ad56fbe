"""The log as administrators and auditors read it."""

import csv
import datetime as dt
import io
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import record
from district_cms.audit_log.tasks import verify
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account

LOG = "/admin/reports/log/"
OCTOBER = dt.datetime(2026, 10, 6, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def entries(district: District) -> None:
    record(
        action="page.taken_down",
        actor="noor@district.example",
        page=district.classroom,
        at=OCTOBER,
        reason="privacy",
    )
    record(action="logo.replaced", actor="web@district.example", logo="Ridge Council")
    record(action="entitlement.declared", actor="elena@district.example", staff="Elena Zebra")


def shown(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LOG}{query}")
    assert answer.status_code == 200
    return [entry.action for entry in answer.context["object_list"]]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.PRINCIPAL, Role.TEACHER, Role.STAND_IN])
def test_nobody_else_reads_who_did_what(
    client: Client, entries: None, role: Role, district: District
) -> None:
    client.force_login(make_account(role, district.school))
    assert "Took a page down" not in client.get(LOG, follow=True).text
    assert reverse("the_log") not in client.get(reverse("wagtailadmin_home")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?action=logo.replaced", {"logo.replaced"}),
        ("?at_from=2026-10-06&at_to=2026-10-06", {"page.taken_down"}),
        ("?q=noor", {"page.taken_down"}),
        ("?q=gave+a+logo", {"logo.replaced"}),
        ("?q=ridge+council", {"logo.replaced"}),
        ("?q=privacy", {"page.taken_down"}),
        ("?q=zebra", set()),  # what is withheld is not found either
        ("?q=nothing+of+it", set()),
    ],
)
def test_entries_are_found_by_day_action_and_text(
    client: Client, administrator: User, entries: None, query: str, found: set[str]
) -> None:
    client.force_login(administrator)
    mine = {"page.taken_down", "logo.replaced", "entitlement.declared"}
    assert mine & set(shown(client, query)) == found


@pytest.mark.parametrize("query", ["Núñez", "NÚÑEZ", "nunez", "Nunez", "ñez", "zoe nu"])
@pytest.mark.parametrize("where", ["actor", "title", "school", "details"])
def test_accents_and_capitals_do_not_matter(
    client: Client, administrator: User, entries: None, where: str, query: str
) -> None:
    name = "Zoë Núñez"
    values = {"details": name} if where == "details" else {}
    entry = record(action="page.put_back", actor=name if where == "actor" else "", **values)
    if where in ("title", "school"):
        entry = AuditEntry(action="page.put_back", at=OCTOBER, data={})
        setattr(entry, where, name)
        entry.save(force_insert=True)
    client.force_login(administrator)
    assert shown(client, f"?{urlencode({'q': query})}") == [entry.action]


def test_a_wildcard_in_a_search_is_literal(
    client: Client, administrator: User, entries: None
) -> None:
    client.force_login(administrator)
    assert shown(client, "?q=%25") == shown(client, "?q=noor_") == []


def test_actors_that_are_no_account_have_labels(
    client: Client, administrator: User, entries: None
) -> None:
    record(action="people.staff_imported", actor="import_staff")
    client.force_login(administrator)
    text = client.get(LOG).text
    assert "Someone at the server, who imported staff" in text
    assert "import_staff" not in text
    assert shown(client, "?q=at+the+server") == shown(client, "?q=import_staff")
    assert shown(client, "?q=at+the+server") == ["people.staff_imported"]
    file = client.get(f"{LOG}?action=people.staff_imported&export=csv").getvalue().decode()
    (row,) = csv.DictReader(io.StringIO(file))
    assert row["Who"] == "Someone at the server, who imported staff"


def test_an_excel_file_says_where_a_cell_cannot_hold_an_entry(
    client: Client, administrator: User, entries: None
) -> None:
    record(action="people.staff_imported", actor="x", added=[f"Person {n}" for n in range(5000)])
    client.force_login(administrator)

    def details(kind: str) -> str:
        answer = client.get(f"{LOG}?action=people.staff_imported&export={kind}").getvalue()
        if kind == "csv":
            (row,) = csv.DictReader(io.StringIO(answer.decode()))
            return row["Details"]
        sheet = load_workbook(io.BytesIO(answer)).active
        assert sheet is not None
        return str(sheet.cell(2, 6).value)

    assert details("csv").endswith("Person 4999")
    assert details("xlsx").endswith("… (The rest is in the CSV file.)")


def test_it_says_whether_it_was_verified_and_which_seal_to_keep(
    client: Client, administrator: User, entries: None
) -> None:
    client.force_login(administrator)
    assert "it has not done so yet" in client.get(LOG).text
    seal_log(late=True)
    verify()
    answer = client.get(LOG)
    assert "and nothing was changed" in answer.text
    assert answer.context["head"].hash in answer.text


def test_a_detected_change_is_shown_first(
    client: Client, administrator: User, entries: None
) -> None:
    broken = "Row 7 of the audit log, seal 4: the row is missing."
    record(action="audit_log.verified", actor="worker", sequence=3, hash="ab", broken=broken)
    client.force_login(administrator)
    assert f"the log was changed after it was sealed. {broken}" in client.get(LOG).text
