"""A check that breaks off lets nothing through, says so kindly, and keeps the page's words to
itself; what the other checks find is told all the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Page

from district_cms.checks import accessibility
from district_cms.checks.findings import CHECK_FAILED, Finding
from district_cms.publishing import actions
from district_cms.publishing import gate as publishing
from district_cms.publishing.content import faults
from district_cms.publishing.gate import PublishBlocked
from tests.factories.people import make_superuser
from tests.integration.publishing.gate.questions import PUBLISH, post
from tests.integration.publishing.paths.world import PRIVATE, TYPED, World, signed_in, state

pytestmark = pytest.mark.django_db


def breaks_off(page: Page) -> Iterator[Finding]:
    yield Finding(rule="first", message="Found before it broke.")
    raise RuntimeError(f"cannot read {page.title}")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_checks", [breaks_off, *publishing._checks])


@pytest.fixture
def broken_accessibility(monkeypatch: pytest.MonkeyPatch) -> None:
    def inspect_html(html: str, **options: Any) -> Any:
        raise RuntimeError(f"cannot read {html}")

    faults.clear_cache()
    monkeypatch.setattr(accessibility, "inspect_html", inspect_html)


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.publish_findings()]


def test_a_crashed_check_blocks_in_addition_to_other_findings(world: World, broken: None) -> None:
    page = world.draft(world.bad(PRIVATE))

    assert rules(page) == [PRIVATE.rule, "first", CHECK_FAILED]
    assert page.publish_findings()[-1].blocks


def test_nothing_goes_live_unchecked(world: World, broken: None) -> None:
    page = world.draft(world.good())
    before = state()

    with pytest.raises(PublishBlocked) as refusal:
        page.get_latest_revision().publish(user=make_superuser())

    assert CHECK_FAILED in [found.rule for found in refusal.value.findings]
    assert state() == before


def test_the_editor_explains_what_to_do_and_keeps_the_typed_text(
    world: World, broken: None
) -> None:
    page = world.draft(world.good())

    response = post(signed_in(world.district.principal), page, world.good(), PUBLISH)

    assert response.status_code == 200
    assert TYPED in response.content.decode()
    words = " ".join(response.context["form"].non_field_errors())
    assert "Your text is not at fault" in words
    assert "Tell the web team" in words
    assert "a district administrator can make an exception" in words


def test_the_log_names_check_and_page_and_no_word_of_either_page_or_error(
    world: World, broken: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = world.draft(world.good())

    page.publish_findings()

    [line] = [record for record in caplog.records if record.name == "district"]
    said = line.getMessage()
    assert "breaks_off" in said
    assert f"page {page.pk}" in said
    assert "RuntimeError" in said
    assert page.title not in caplog.text
    assert line.exc_info is None


def test_where_one_fragment_cannot_be_read_its_privacy_is_checked_all_the_same(
    world: World, broken_accessibility: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = world.draft(world.bad(PRIVATE))

    found = page.publish_findings()

    assert [finding.rule for finding in found].count(PRIVATE.rule) == 1
    failed = [finding for finding in found if finding.rule == CHECK_FAILED]
    assert {(f.field, f.path) for f in failed} >= {
        ("lesson", (0,)),
        ("assignments", (0, "details")),
    }
    assert all(finding.mark for finding in failed if finding.field)
    assert TYPED not in caplog.text


def test_a_fragment_that_could_not_be_read_is_read_again_when_the_check_is_fixed(
    world: World, broken_accessibility: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.draft(world.good())
    assert CHECK_FAILED in rules(page)

    monkeypatch.undo()

    assert rules(page) == []


def test_a_crashed_district_choice_blocks_and_keeps_all_findings(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_advice(page: Page, findings: list[Finding]) -> list[Finding]:
        raise LookupError("no settings")

    monkeypatch.setattr(publishing, "raise_advice", raise_advice)
    page = world.draft(world.bad(PRIVATE))

    assert rules(page) == [PRIVATE.rule, CHECK_FAILED]


def test_a_page_whose_evidence_cannot_be_stored_does_not_go_live(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep_passage(**values: Any) -> None:
        raise OSError("disk full")

    page = world.draft(world.good())
    before = state()
    monkeypatch.setattr(actions, "keep_passage", keep_passage)

    with pytest.raises(OSError, match="disk full"):
        page.get_latest_revision().publish()

    assert state() == before
