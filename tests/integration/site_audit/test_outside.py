"""Links to other sites: only where switched on, only the hosts of the curriculum, politely."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from district_cms.site_audit.engine import Visit
from district_cms.site_audit.links import outside
from district_cms.site_audit.links.fetching import Answer
from district_cms.site_audit.models import AuditedPage, AuditFinding
from tests.factories.district import District
from tests.fakes.visitor import ScriptedVisitor

from .conftest import Audit

pytestmark = pytest.mark.django_db

UNIT = "https://curriculum.larkspur.example/unit-3"
GONE = "https://math.curriculum.larkspur.example/gone"
HTML = (
    f'<main><a href="{UNIT}">Unit 3</a> <a href="{GONE}">Unit 4</a>'
    '<a href="https://elsewhere.example/gone">Elsewhere</a></main>'
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, visitor: ScriptedVisitor) -> list[str]:
    """What other sites were asked, each with how; pauses take no time and are noted too."""
    questions: list[str] = []

    def ask(address: str, *, method: str, patience: float) -> Answer:
        questions.append(f"{method} {address}")
        return Answer(404 if address == GONE else 200)

    monkeypatch.setattr(outside, "ask", ask)
    monkeypatch.setattr(outside.time, "sleep", lambda seconds: questions.append(f"{seconds} s"))
    visitor.pages[""] = Visit(200, HTML)
    return questions


def test_nobody_is_asked_unless_the_operator_says_so(
    audit: Audit, settings: Settings, asked: list[str]
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = False
    assert audit(sample=3).totals["all"] == 0
    assert asked == []


def test_each_address_is_asked_once_a_run_with_a_pause_between(
    audit: Audit, settings: Settings, asked: list[str]
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    run = audit(sample=3)
    assert asked == [f"HEAD {UNIT}", "1.0 s", f"HEAD {GONE}"]
    assert run.outside == {UNIT: 200, GONE: 404}


def test_a_dead_one_stands_at_every_page_that_has_it(
    audit: Audit, settings: Settings, asked: list[str]
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    run = audit(sample=3)
    found = AuditFinding.objects.filter(run=run)
    assert {(each.rule, each.excerpt) for each in found} == {("link-dead", f"Unit 4: {GONE}")}
    assert found.values("page").distinct().count() == 3


def test_the_pages_are_read_once_for_all_addresses_of_a_batch(
    audit: Audit, settings: Settings, asked: list[str]
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    run = audit(sample=3)
    run.outside = {}
    with CaptureQueriesContext(connection) as said:
        outside.do_some(run)
    assert run.outside == {UNIT: 200, GONE: 404}
    table, column = AuditedPage._meta.db_table, '"outside"'
    reads = [
        each["sql"]
        for each in said.captured_queries
        if each["sql"].startswith("SELECT") and f'FROM "{table}"' in each["sql"]
    ]
    assert len([sql for sql in reads if column in sql.partition(" FROM ")[0]]) == 1
    assert len(reads) == 2  # and once by their keys, where a dead one stands
    assert AuditFinding.objects.filter(run=run).values("page").distinct().count() == 3


def test_a_page_that_went_while_others_were_asked_has_no_findings(
    audit: Audit, settings: Settings, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    run = audit(sample=3)
    run.outside = {UNIT: 200}
    gone = AuditedPage.objects.filter(run=run).order_by("pk").first()
    assert gone is not None

    def ask(address: str, *, method: str, patience: float) -> Answer:
        AuditedPage.objects.filter(pk=gone.pk).delete()
        return Answer(404)

    monkeypatch.setattr(outside, "ask", ask)
    outside.do_some(run)
    assert AuditFinding.objects.filter(run=run).values("page").distinct().count() == 2


def test_it_goes_on_in_the_next_batch_and_asks_nothing_twice(
    audit: Audit,
    district: District,
    settings: Settings,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    monkeypatch.setattr(outside, "AT_ONCE", 1)
    run = audit(sample=3)
    assert run.state == "finished"
    assert sorted(asked) == sorted([f"HEAD {UNIT}", f"HEAD {GONE}"])
