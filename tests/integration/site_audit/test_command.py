"""The command: numbers by engine, rule and school; exit code 1 when it was asked to fail."""

import io

import pytest
from django.core.management import CommandError, call_command

from district_cms.site_audit import batches
from district_cms.site_audit.engine import Visit
from district_cms.site_audit.models import AuditRun
from tests.factories.district import District
from tests.fakes.visitor import ScriptedVisitor, violation

from .conftest import spoil

pytestmark = pytest.mark.django_db


def said(**options: object) -> list[str]:
    output = io.StringIO()
    call_command("audit_accessibility", stdout=output, **options)
    return output.getvalue().splitlines()


def test_findings_are_counted_by_engine_rule_and_school(
    district: District, visitor: ScriptedVisitor
) -> None:
    spoil(district.classroom)
    address = district.classroom.full_url
    visitor.pages[address] = Visit(200, "<main></main>", (violation(), violation("aria-roles")))
    assert said()[1:] == [
        "By engine:",
        "       2  axe",
        "       1  gate",
        "By rule:",
        "       1  aria-unknown",
        "       1  contrast-inline",
        "       1  student-number",
        "By school:",
        "       3  Juniper Creek Elementary",
        "3 findings on 1 pages.",
        "1 violations in our templates.",
    ]


def test_a_skipped_engine_is_not_a_success(
    district: District, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "has_browser", lambda: False)
    lines = said()
    left_out = "Left out: In a browser (axe-core): this server has no browser for it."
    assert left_out in lines
    assert "No violations in our templates." not in lines
    with pytest.raises(CommandError):
        said(fail=True)


def test_a_page_that_does_not_answer_is_named(district: District, visitor: ScriptedVisitor) -> None:
    visitor.pages[district.classroom.full_url] = Visit(503)
    assert f"Could not be checked: {district.classroom.full_url} (503)" in said()


def test_during_another_audit_it_does_nothing(district: District, visitor: ScriptedVisitor) -> None:
    AuditRun.objects.create()
    with pytest.raises(CommandError, match="already running"):
        said()
