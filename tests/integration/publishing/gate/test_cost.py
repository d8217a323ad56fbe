"""What the gate adds to a publication: a few queries, and nothing that grows with the page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district_cms.checks import accessibility
from district_cms.publishing import actions
from district_cms.publishing import mechanism as publishing
from district_cms.publishing.content import faults
from district_cms.publishing.models import AccessibilitySettings, ProcedureSettings
from tests.factories.people import make_superuser
from tests.integration.publishing.gate.questions import asking, picture, prose
from tests.integration.publishing.paths.world import UNSEEN, World, before_the_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settings_exist(world: World) -> None:
    for model in (AccessibilitySettings, ProcedureSettings):
        model.load().save()


def queries(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    # What the figures note of a posting day is the ledger's business, not the gate's.
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if "classroom_countedday" not in sql]


def plain(world: World, content: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> int:
    """The queries of a publication without a gate."""
    revision = world.draft(content).get_latest_revision()
    with monkeypatch.context() as patch, before_the_rules():
        for choice in ("raise_advice", "lift_excepted"):
            patch.setattr(publishing, choice, lambda page, findings: findings)
        patch.setattr(actions, "keep_passage", lambda **values: None)
        return len(queries(revision.publish))


@pytest.mark.parametrize("blocks", [0, 1, 8])
def test_a_publication_costs_a_few_queries_more_however_many_blocks(
    blocks: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asking(world, prose(), *[picture(world) for _block in range(blocks)])
    without = plain(world, content, monkeypatch)
    revision = world.draft(content).get_latest_revision()

    more = len(queries(revision.publish)) - without

    # The procedure's settings, the curriculum page that is linked, the entry of the record; with
    # pictures these and their renditions; for questions the choices of the district and the ticks;
    # for what is said of the pictures which files that was about, read and kept.
    assert more == (9 if blocks else 3)


def test_a_page_that_is_refused_reads_the_exceptions_once(world: World) -> None:
    page = world.draft(world.good(lesson=[prose(), *[picture(world, "")] * 5]))

    asked = queries(page.blocking_findings)

    assert len([sql for sql in asked if "publishing_gateexception" in sql]) == 1
    assert len([sql for sql in asked if "publishing_accessibilitysettings" in sql]) == 0


def test_the_same_words_are_read_once_by_form_publication_and_approval(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    inspect_html = accessibility.inspect_html

    def counting(html: str, **options: Any) -> Any:
        read.append(html)
        return inspect_html(html, **options)

    monkeypatch.setattr(accessibility, "inspect_html", counting)
    faults.clear_cache()
    page = world.draft(world.good())

    page.publish_findings()
    once = len(read)
    page.get_latest_revision().publish(user=make_superuser())

    assert once > 0
    assert len(read) == once


def test_the_rules_of_another_day_read_the_same_words_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.draft(world.bad(UNSEEN))
    before = page.publish_findings()

    monkeypatch.setattr(accessibility, "RULESET_VERSION", "2099-01-01")
    monkeypatch.setattr(accessibility, "check_picture", lambda *values: [])

    assert UNSEEN.rule in [found.rule for found in before]
    assert UNSEEN.rule not in [found.rule for found in page.publish_findings()]
