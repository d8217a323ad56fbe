"""The accessibility statement says what the district has decided, in both languages."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.models import DistrictSettings
from district_cms.site_audit.models import AuditRun, OutstandingPage
from tests.factories.district import District
from tests.factories.pages import make_standard_page
from tests.integration.conftest import moment

from .conftest import tree

pytestmark = pytest.mark.django_db

STATEMENT = "/accessibility/"
LINK = "How we make this site work for everyone"


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


def test_a_link_to_it_that_is_sent_on_says_what_it_leads_to(
    chosen: AccessibilitySettings, client: Client
) -> None:
    for language, begins in (("en", "Everyone should be able"), ("es", "Todas las personas")):
        page = tree(client.get(f"{STATEMENT}?lang={language}").text)
        (described,) = page.xpath("//meta[@name='description']/@content")
        assert described.startswith(begins)
        assert described in words(client, **{"accept-language": language})
        canonical = page.xpath("//link[@rel='canonical']/@href")
        assert canonical == [f"http://localhost{STATEMENT}?lang={language}"]
        assert page.xpath("//link[@rel='alternate']/@hreflang") == ["en", "es", "x-default"]
        assert page.xpath("//meta[@property='og:url']/@content") == canonical


def test_it_says_what_was_decided(chosen: AccessibilitySettings, client: Client) -> None:
    said = words(client)
    for part in (
        "Web Content Accessibility Guidelines (WCAG), version 2.1, levels A and AA",
        "28 CFR 35.200",
        "Teachers must adhere to WCAG 2.0",
        "We answer within 2 working days",
        "Noor Castellane",
        "access@larkspur.example",
        "406-555-0104",
        "Older PDF files are not tagged.",
        "The parts that we know do not meet it yet are listed below.",
        "October 1, 2026",
        "Report an accessibility problem",
    ):
        assert part in said


def test_it_names_the_federal_date_that_the_district_chose(
    chosen: AccessibilitySettings, client: Client
) -> None:
    assert "It applies to this district" not in words(client)
    chosen.federal_date = dt.date(2028, 4, 26)
    chosen.save()
    assert "It applies to this district from April 26, 2028." in words(client)


def test_before_anyone_has_decided_it_stands_with_the_office_s_own_address(
    district: District, client: Client
) -> None:
    office = DistrictSettings.load()
    office.email, office.phone = "office@larkspur.example", "406-555-0100"
    office.save()
    said = words(client)
    assert "We answer within 3 working days" in said
    assert "office@larkspur.example" in said
    assert "As far as we know, every part" not in said
    assert "we cannot say that every part of it meets the standard" in said
    assert "The published pages have not been checked again as a whole yet." in said
    assert "We last reviewed" not in said
    assert not AccessibilitySettings.objects.exists()


def test_one_day_is_one_day(chosen: AccessibilitySettings, client: Client) -> None:
    chosen.answer_days = 1
    chosen.save()
    assert "within 1 working day." in words(client)


def test_it_speaks_spanish_and_marks_what_stays_english(
    chosen: AccessibilitySettings, client: Client
) -> None:
    page = tree(client.get(STATEMENT, headers={"accept-language": "es"}).text)
    assert page.get("lang") == "es"
    for part in ("Teachers must adhere", "Older "):
        (language,) = page.xpath(
            "//main//*[contains(text(), $part)]/ancestor-or-self::*[@lang][1]/@lang", part=part
        )
        assert language == "en"


def test_the_foot_of_a_page_leads_to_the_statement_or_to_the_district_s_own_page(
    district: District, client: Client
) -> None:
    def target() -> str:
        page = tree(client.get("/").text)
        (link,) = page.xpath("//footer//a[text()=$link]/@href", link=LINK)
        return str(link)

    assert target() == STATEMENT
    own = make_standard_page(district.home, title="For everyone", slug="for-everyone")
    settings = DistrictSettings.load()
    settings.accessibility_page = own.page_ptr
    settings.save()
    assert target() == own.url == "/for-everyone/"
    own.unpublish()
    DistrictSettings.load().save()
    assert target() == STATEMENT


def test_a_page_of_the_district_at_the_same_address_is_shown_instead(
    district: District, client: Client
) -> None:
    own = make_standard_page(district.home, title="Our own words", slug="accessibility")
    assert own.url == STATEMENT
    assert "Our own words" in client.get(STATEMENT).text
    own.unpublish()
    assert "The standard we follow" in client.get(STATEMENT).text


@pytest.mark.parametrize("run, said", [
    ({}, True),
    ({"skipped": {"links": "unreachable"}}, True),
    ({"state": "running"}, False),
    ({"state": "stopped"}, False),
    ({"state": "skipped"}, False),
    ({"kind": "gate", "engines": ["gate"]}, False),
    ({"engines": ["gate", "links"]}, False),
    ({"skipped": {"axe": "no-browser"}}, False),
    ({"sample": 10}, False),
])  # fmt: skip
def test_it_names_the_last_day_on_which_a_browser_saw_every_page(
    run: dict[str, Any], said: bool, district: District, client: Client
) -> None:
    AuditRun.objects.create(
        **{
            "kind": "whole",
            "state": "finished",
            "engines": ["gate", "links", "axe"],
            "finished_at": moment("2026-11-08 23:30"),  # the next day in UTC
            **run,
        }
    )
    wanted = "again in a browser. It last finished on November 8, 2026."
    assert (wanted in words(client)) is said


def audited(**fields: Any) -> AuditRun:
    """A check of everything that came to its end two days ago and found nothing."""
    totals = {"seen": 40, "pages_with_findings": 0, "failed": 0, "templates": 0}
    return AuditRun.objects.create(
        **{
            "kind": "whole",
            "state": "finished",
            "engines": ["gate", "links", "axe"],
            "finished_at": moment("2026-11-08 12:00"),
            "totals": {**totals, **fields.pop("totals", {})},
            **fields,
        }
    )


MEETS_IT = "As far as we know, every part of this site meets it today."


def test_with_limits_that_are_known_it_claims_most_only_after_a_check(
    chosen: AccessibilitySettings, client: Client
) -> None:
    assert "Most of this site meets" not in words(client)
    audited()
    assert "Most of this site meets the standard." in words(client)


def test_only_after_a_fresh_whole_check_that_found_nothing_it_knows_of_no_fault(
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
def test_otherwise_it_says_what_was_checked_when_and_what_was_found(
    run: dict[str, Any], part: str, district: District, client: Client
) -> None:
    audited(**run)
    said = words(client)
    assert MEETS_IT not in said
    assert part in said


def test_a_page_that_todays_rules_would_refuse_is_a_fault_that_is_known(
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


def test_it_asks_few_questions(
    chosen: AccessibilitySettings,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    # Within a test's transaction the district's settings and the site are read again for each use,
    # of two, and neither the frame, which its head shows too, nor the website's look is kept.
    with django_assert_max_num_queries(15):
        client.get(STATEMENT)
    with django_assert_max_num_queries(7):
        client.get("/accessibility/report/")


def test_it_is_only_looked_at(district: District, client: Client) -> None:
    assert client.post(STATEMENT).status_code == 405
