"""A run over all live pages: in batches, never the same page twice, never for ever."""

import datetime as dt

import pytest
from wagtail.models import Page, PageViewRestriction

from district_cms.audit_log.models import AuditEntry
from district_cms.site_audit import batches, checking, services, tasks
from district_cms.site_audit.engine import Visit
from district_cms.site_audit.links import Answer
from district_cms.site_audit.models import AuditedPage, AuditFinding, AuditRun
from tests.factories.district import District
from tests.fakes.visitor import Killed, ScriptedVisitor, violation
from tests.integration.conftest import Clock

from .conftest import Audit, spoil

pytestmark = pytest.mark.django_db

State = AuditedPage.State


def live_pages() -> int:
    return Page.objects.live().filter(depth__gt=1).count()


def begin(**options: object) -> AuditRun:
    values = {"asked_by": "a test", "in_background": False, **options}
    run, _new = services.start_run(**values)  # type: ignore[arg-type]
    return run


def states(run: AuditRun) -> dict[str, str]:
    return dict(run.audited.values_list("title", "state"))


def test_a_slow_batch_begins_no_further_page(
    district: District, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LONGEST", -1.0)
    assert batches.work(begin().pk)
    assert visitor.visited == []


def test_a_killed_batch_is_repeated_without_its_finished_pages(
    district: District, visitor: ScriptedVisitor, clock: Clock
) -> None:
    address = district.classroom.full_url
    visitor.pages[address] = Killed()
    run = begin()
    with pytest.raises(Killed):
        batches.work(run.pk)
    visitor.pages.clear()
    clock("2026-11-10 09:03")
    while batches.work(run.pk):
        pass
    assert sorted(visitor.visited) == sorted([*set(visitor.visited), address])
    assert AuditRun.objects.get(pk=run.pk).totals["seen"] == live_pages()


def test_a_run_whose_batches_never_do_a_page_is_stopped(
    district: District, visitor: ScriptedVisitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise Killed

    monkeypatch.setattr(checking, "visitor_for", broken)
    run = begin()
    # The first one lists the pages: it gets on.
    for minute in (0, 3, 6, 9):
        clock(f"2026-11-10 09:{minute:02}")
        with pytest.raises(Killed):
            batches.work(run.pk)
    clock("2026-11-10 09:12")
    assert not batches.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.reason) == ("stopped", "died")


def test_two_workers_never_do_the_same_run_at_once(
    district: District, visitor: ScriptedVisitor
) -> None:
    visitor.pages[""] = Killed()
    run = begin()
    with pytest.raises(Killed):
        batches.work(run.pk)
    visitor.pages.clear()
    seen = len(visitor.visited)
    assert not batches.work(run.pk)
    assert len(visitor.visited) == seen


def test_a_stopped_run_is_not_continued(
    district: District, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_VISITED", 2)
    run = begin()
    batches.work(run.pk)
    assert services.stop_run(run=run, by=district.principal)
    assert not services.stop_run(run=run, by=district.principal)
    assert not batches.work(run.pk)
    assert len(visitor.visited) == 2
    entry = AuditEntry.objects.filter(action="audit.stopped").get()
    assert entry.actor == str(district.principal)


def test_a_page_that_went_down_meanwhile_is_left_alone(
    district: District, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_VISITED", 1)
    run = begin()
    batches.work(run.pk)
    district.classroom.unpublish()
    while batches.work(run.pk):
        pass
    assert states(run)["Math 3"] == State.GONE
    assert district.classroom.full_url not in visitor.visited


def test_a_private_page_meets_the_gate_and_is_not_visited(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    spoil(district.classroom)
    PageViewRestriction.objects.create(
        page=district.classroom, restriction_type=PageViewRestriction.LOGIN
    )
    run = audit()
    assert district.classroom.full_url not in visitor.visited
    assert run.totals["by_rule"] == {"student-number": 1}


# ---------------------------------------------------------------- without a browser


def test_a_run_that_can_do_nothing_is_skipped_with_its_reason(
    audit: Audit, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "has_browser", lambda: False)
    run = audit(engines=["axe"])
    assert (run.state, run.reason, run.pages) == ("skipped", "no-browser", 0)
    assert visitor.visited == []


def test_an_unreachable_website_is_reported_and_the_gate_still_runs(
    audit: Audit, district: District, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(district.classroom)
    monkeypatch.setattr(batches, "fetch", lambda *args, **options: Answer(0, problem="refused"))
    run = audit()
    assert run.skipped == {"axe": "unreachable", "links": "unreachable"}
    assert (run.state, visitor.visited) == ("finished", [])
    assert run.totals["by_engine"] == {"gate": 1}


def test_a_browser_that_does_not_start_is_left_out(audit: Audit, visitor: ScriptedVisitor) -> None:
    visitor.starts = False
    run = AuditRun.objects.get(pk=begin().pk)
    assert batches.work(run.pk)
    visitor.starts = True
    while batches.work(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.skipped) == ("finished", {"axe": "browser-failed"})
    assert visitor.opened == [True, False]
    assert run.totals["seen"] == live_pages()


# ---------------------------------------------------------------- what is found


def test_browser_findings_are_stored_with_their_page_in_our_words(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    address = district.classroom.full_url
    violations = (violation("image-alt"), violation(), violation("aria-roles"))
    visitor.pages[address] = Visit(200, "<main></main>", violations, sideways=12)
    run = audit()
    found = AuditFinding.objects.filter(run=run, engine="axe").order_by("pk")
    assert [(f.rule, f.in_content, f.page.page_id) for f in found] == [
        ("img-alt-missing", True, district.classroom.pk),
        ("contrast-inline", True, district.classroom.pk),
        ("aria-unknown", False, district.classroom.pk),
        ("reflow", False, district.classroom.pk),
    ]
    assert found[0].message == "This picture has no description."
    assert (found[1].message, found[1].wcag) == (
        "This text is too pale against its background.",
        "1.4.3",
    )
    assert [found[1].owner, found[2].owner] == ["Elena Rivera", "Web team"]
    assert run.totals["templates"] == 2
    assert run.totals["by_school"] == {"Juniper Creek Elementary": 4}


def test_the_nightly_run_asks_the_gate_alone(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    spoil(district.classroom)
    run = audit(engines=["gate"])
    assert visitor.visited == []
    [found] = AuditFinding.objects.filter(run=run)
    assert (found.engine, found.rule) == ("gate", "student-number")
    assert "204981" not in found.excerpt


# ---------------------------------------------------------------- the queue


def test_a_batch_asks_for_the_next_one_until_all_is_done(
    district: District,
    visitor: ScriptedVisitor,
    queued: list[int],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    monkeypatch.setattr(checking, "MOST_VISITED", live_pages() - 1)
    capture = django_capture_on_commit_callbacks
    with capture(execute=True):  # type: ignore[operator]  # pytest-django's fixture has no type
        assert "begins" in tasks.start_audit()
        assert "is on its way" in tasks.start_audit()
    run = AuditRun.objects.get()
    assert queued == [run.pk]
    with capture(execute=True):  # type: ignore[operator]
        assert tasks.work_on(run.pk).endswith("goes on")
    assert queued == [run.pk, run.pk]
    with capture(execute=True):  # type: ignore[operator]
        assert tasks.work_on(run.pk).endswith("nothing more to do")
    assert queued == [run.pk, run.pk]


def test_only_abandoned_runs_are_resumed(
    district: District,
    visitor: ScriptedVisitor,
    queued: list[int],
    clock: Clock,
    django_capture_on_commit_callbacks: object,
) -> None:
    run = begin()
    now = clock("2026-11-10 09:00")
    for minutes, expected in ((5, []), (11, [run.pk])):
        clock(f"2026-11-10 09:{minutes:02}")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            tasks.resume()
        assert queued == expected
    AuditRun.objects.filter(pk=run.pk).update(leased_until=now + dt.timedelta(minutes=10))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert tasks.resume() == "0 runs"
