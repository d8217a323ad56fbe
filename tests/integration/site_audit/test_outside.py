"""Links to other sites: only where switched on, only the hosts of the curriculum, politely."""

import pytest
from pytest_django.fixtures import Settings

from district_cms.site_audit.engine import Visit
from district_cms.site_audit.links import outside
from district_cms.site_audit.links.fetching import Answer
from district_cms.site_audit.models import AuditFinding
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


def test_a_dead_one_stands_at_every_page_that_has_it(
    audit: Audit, settings: Settings, asked: list[str]
) -> None:
    settings.AUDIT_EXTERNAL_LINKS = True
    run = audit(sample=3)
    found = AuditFinding.objects.filter(run=run)
    assert {(each.rule, each.excerpt) for each in found} == {("link-dead", f"Unit 4: {GONE}")}
    assert found.values("page").distinct().count() == 3


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
