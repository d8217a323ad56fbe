"""An audit looks again only at what changed, or what was judged by other rules."""

import datetime as dt
from collections.abc import Callable

import pytest
from wagtail.models import Page

from classroom.models import ClassroomPage
from district_cms.brand.models import WebsiteLook
from district_cms.publishing.models import GateException
from district_cms.site_audit import batches, checking, fingerprints, services
from district_cms.site_audit.models import AuditedPage, AuditRun
from tests.factories.district import District
from tests.factories.pages import (
    make_standard_page,
)
from tests.fakes.visitor import Killed
from tests.integration.conftest import Clock

from .conftest import Audit

pytestmark = pytest.mark.django_db


def live_pages() -> int:
    return Page.objects.live().filter(depth__gt=1).count()


@pytest.fixture
def again(audit: Audit, district: District, clock: Clock) -> Callable[..., set[str]]:
    """Titles of the pages that the next night looks at, after one that looked at everything."""
    clock("2026-11-10 01:23")
    assert audit(engines=["gate"]).to_look_at == live_pages()

    def look(at: str = "2026-11-11 01:23") -> set[str]:
        clock(at)
        run = audit(engines=["gate"])
        assert run.state == "finished"
        return set(run.audited.values_list("title", flat=True))

    return look


def test_a_night_in_which_nothing_changed_looks_at_no_page(
    again: Callable[..., set[str]],
) -> None:
    assert again() == set()
    run = AuditRun.objects.order_by("pk").last()
    assert run is not None
    assert (run.pages, run.to_look_at, run.totals["seen"]) == (live_pages(), 0, live_pages())


def test_the_name_of_the_rules_changes_with_their_source(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprints.rules_of(["gate"])
    assert before == fingerprints.rules_of(["gate"])
    monkeypatch.setattr(fingerprints, "_source_of_rules", lambda: "another program")
    assert fingerprints.rules_of(["gate"]) != before


def test_templates_and_colors_matter_only_for_rendered_pages(
    district: District,
) -> None:
    drawn, read = fingerprints.rules_of(["axe"]), fingerprints.rules_of(["gate"])
    look = WebsiteLook.load()
    look.color_hue = 30
    look.save()
    assert fingerprints.rules_of(["axe"]) != drawn
    assert fingerprints.rules_of(["gate"]) == read


def test_a_page_that_links_to_one_which_went_down_is_looked_at(
    again: Callable[..., set[str]], district: District, clock: Clock
) -> None:
    clock("2026-11-09 09:00")
    target = make_standard_page(district.home, title="Supply list")
    link = f'<p><a linktype="page" id="{target.pk}">Supply list</a></p>'
    make_standard_page(district.home, title="Start of school", body=[("prose", link)])
    assert "Start of school" in again("2026-11-11 01:23")
    assert again("2026-11-12 01:23") == set()
    Page.objects.get(pk=target.pk).specific.unpublish()
    assert again("2026-11-13 01:23") == {"Start of school"}


def test_an_exception_is_noticed_when_it_begins_and_when_it_ends(
    again: Callable[..., set[str]], district: District, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    GateException.objects.create(
        page_uuid=district.classroom.translation_key,
        page_id=district.classroom.pk,
        title="Math 3",
        by="the administrator",
        by_id=1,
        expires_at=dt.datetime(2026, 11, 13, tzinfo=dt.UTC),
    )
    assert again("2026-11-11 01:23") == {"Math 3"}
    assert again("2026-11-12 01:23") == set()
    assert again("2026-11-14 01:23") == {"Math 3"}


# ---------------------------------------------------------------- in pieces


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PIECE", 3)
    monkeypatch.setattr(checking, "TOGETHER", 2)
    monkeypatch.setattr(checking, "MOST_READ", 5)


def test_a_selection_that_was_killed_goes_on_where_it_was(
    small_pieces: None, district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock("2026-11-10 01:23")
    run, _new = services.start_run(engines=["gate"], asked_by="a test", in_background=False)
    asked: list[int] = []
    content_of = batches.content_of

    def counted(pages: list[Page], public: object) -> dict[int, str]:
        asked.extend(page.pk for page in pages)
        if len(asked) > 6:
            raise Killed
        return content_of(pages, public)  # type: ignore[arg-type]

    monkeypatch.setattr(batches, "content_of", counted)
    with pytest.raises(Killed):
        batches.work(run.pk)
    run.refresh_from_db()
    assert AuditedPage.objects.filter(run=run).count() == 6  # what was listed is committed
    clock("2026-11-10 01:26")
    monkeypatch.setattr(batches, "content_of", content_of)
    while batches.work(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.to_look_at, run.totals["seen"]) == (
        "finished",
        live_pages(),
        live_pages(),
    )


def test_pages_read_together_are_read_one_by_one_after_one_of_them_killed_the_batch(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kills(page: ClassroomPage) -> list[object]:
        raise Killed

    clock("2026-11-10 01:23")
    run, _new = services.start_run(engines=["gate"], asked_by="a test", in_background=False)
    with monkeypatch.context() as broken:
        broken.setattr(ClassroomPage, "publish_findings", kills)
        for minute in (23, 26):
            clock(f"2026-11-10 01:{minute}")
            with pytest.raises(Killed):
                batches.work(run.pk)
        clock("2026-11-10 01:29")
        while batches.work(run.pk):
            pass
    run.refresh_from_db()
    assert run.state == "finished"
    failed = run.audited.filter(state=AuditedPage.State.FAILED)
    assert list(failed.values_list("title", flat=True)) == ["Math 3"]
    assert run.totals["seen"] == live_pages() - 1


# ---------------------------------------------------------------- what it costs
