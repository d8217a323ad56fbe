"""The accessibility statement shows the district's settings, in both languages."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from district_cms.publishing.models import AccessibilitySettings
from district_cms.site_audit.models import AuditRun, OutstandingPage
from tests.factories.district import District
from tests.factories.pages import make_standard_page
from tests.integration.conftest import moment

from .conftest import tree

pytestmark = pytest.mark.django_db

STATEMENT = "/accessibility/"


def words(client: Client, **headers: str) -> str:
    page = client.get(STATEMENT, headers=headers)
    assert page.status_code == 200
    (main,) = tree(page.text).xpath("//main")
    return " ".join(main.text_content().split())


@pytest.fixture
def chosen(district: District) -> AccessibilitySettings:
    settings = AccessibilitySettings.load()
    settings.answer_days = 2
    settings.contact_name = "Noor Castellane"
    settings.contact_email = "access@larkspur.example"
    settings.contact_phone = "406-555-0104"
    settings.known_limits = "<p>Older <b>PDF files</b> are not tagged.</p>"
    settings.prepared_on = dt.date(2026, 10, 1)
    settings.save()
    return settings


def test_it_names_the_federal_date_that_the_district_chose(
    chosen: AccessibilitySettings, client: Client
) -> None:
    assert "It applies to this district" not in words(client)
    chosen.federal_date = dt.date(2028, 4, 26)
    chosen.save()
    assert "It applies to this district from April 26, 2028." in words(client)


def test_the_districts_own_page_replaces_the_statement(district: District, client: Client) -> None:
    own = make_standard_page(district.home, title="Our own words", slug="accessibility")
    assert own.url == STATEMENT
    assert "Our own words" in client.get(STATEMENT).text
    own.unpublish()
    assert "The standard we follow" in client.get(STATEMENT).text


def audited(**fields: Any) -> AuditRun:
    """A complete check that finished two days ago without findings."""
    totals = {"seen": 40, "pages_with_findings": 0, "failed": 0, "templates": 0}
    return AuditRun.objects.create(
        **{
            "state": "finished",
            "engines": ["gate", "links", "axe"],
            "finished_at": moment("2026-11-08 12:00"),
            "totals": {**totals, **fields.pop("totals", {})},
            **fields,
        }
    )


MEETS_IT = "As far as we know, every part of this site meets it today."


def test_known_limits_need_a_check_before_it_claims_most(
    chosen: AccessibilitySettings, client: Client
) -> None:
    assert "Most of this site meets" not in words(client)
    audited()
    assert "Most of this site meets the standard." in words(client)


def test_it_claims_no_problems_only_after_a_recent_clean_check(
    district: District, client: Client
) -> None:
    audited()
    said = words(client)
    assert MEETS_IT in said
    assert "It looked at 40 pages and found no problem." in said


@pytest.mark.parametrize("run, part", [
    ({"totals": {"pages_with_findings": 3}}, "It found problems on 3 of 40 pages."),
    ({"totals": {"pages_with_findings": 1}}, "It found problems on 1 of 40 pages."),
    ({"totals": {"failed": 2}}, "2 pages could not be checked."),
    ({"totals": {"pages_with_findings": 40, "templates": 40}}, "the parts that all pages share"),
    ({"skipped": {"axe": "no-browser"}}, "without a browser. It last finished on November 8"),
    ({"finished_at": moment("2026-09-01 12:00")}, "It last finished on September 1, 2026."),
])  # fmt: skip
def test_otherwise_it_states_the_last_check_and_its_results(
    run: dict[str, Any], part: str, district: District, client: Client
) -> None:
    audited(**run)
    said = words(client)
    assert MEETS_IT not in said
    assert part in said


def test_pages_that_todays_rules_refuse_count_as_known_problems(
    district: District, client: Client
) -> None:
    audited()
    OutstandingPage.objects.create(
        page_id=district.school.pk,
        page_uuid=district.school.translation_key,
        title="Juniper Creek",
        first_found=dt.date(2026, 11, 1),
        fix_by=dt.date(2026, 11, 20),
    )
    said = words(client)
    assert MEETS_IT not in said
    assert "1 published page has a problem that we know of today." in said


def test_the_statement_changes_nothing(district: District, client: Client) -> None:
    assert client.post(STATEMENT).status_code == 405
