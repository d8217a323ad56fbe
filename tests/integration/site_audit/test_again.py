"""An audit looks again only at what changed, or what was judged by other rules."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from classroom.models import ClassroomPage
from district_cms.brand.models import WebsiteLook
from district_cms.media.models import DistrictDocument
from district_cms.publishing.models import AccessibilitySettings, GateException, ProcedureSettings
from district_cms.site_audit import basis, batches, listing, looking, services
from district_cms.site_audit.engine import Visit
from district_cms.site_audit.models import AuditedPage, AuditFinding, AuditRun, OutstandingPage
from district_cms.web.models import LongWork
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_standard_page,
    make_update,
    update_content,
)
from tests.fakes.visitor import Killed, ScriptedVisitor, violation
from tests.integration.conftest import Clock

from .conftest import Audit, fix, spoil

pytestmark = pytest.mark.django_db

WHOLE, NIGHT = AuditRun.Kind.WHOLE, AuditRun.Kind.GATE


def live_pages() -> int:
    return Page.objects.live().filter(depth__gt=1).count()


@pytest.fixture
def again(audit: Audit, district: District, clock: Clock) -> Callable[..., set[str]]:
    """Titles of the pages that the next night looks at, after one that looked at everything."""
    clock("2026-11-10 01:23")
    assert audit(kind=NIGHT).to_look_at == live_pages()

    def look(at: str = "2026-11-11 01:23") -> set[str]:
        clock(at)
        run = audit(kind=NIGHT)
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


def test_what_someone_changed_past_the_site_is_looked_at(
    again: Callable[..., set[str]], district: District
) -> None:
    spoil(district.classroom)
    assert again() == {"Math 3"}
    assert OutstandingPage.objects.open().get().page_id == district.classroom.pk


def test_what_an_editor_changed_and_what_is_new_is_looked_at(
    again: Callable[..., set[str]], district: District
) -> None:
    district.classroom.introduction = "<p>Welcome to our class.</p>"
    district.classroom.save_revision().publish()
    make_standard_page(district.home, title="Lunch menus")
    assert again() == {"Math 3", "Lunch menus"}


def test_a_draft_changes_nothing_that_is_live(
    again: Callable[..., set[str]], district: District
) -> None:
    district.classroom.introduction = "<p>Student ID 204981 was found.</p>"
    district.classroom.save_revision()
    assert again() == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda: ProcedureSettings.objects.update_or_create(
            pk=1, defaults={"student_number_patterns": r"\bLV-\d{6}\b"}
        ),
        lambda: AccessibilitySettings.objects.update_or_create(
            pk=1, defaults={"raised_rules": ["link-text-vague"]}
        ),
    ],
    ids=["numbers of the district", "advice that blocks"],
)
def test_other_choices_of_the_district_judge_every_page_anew(
    again: Callable[..., set[str]], change: Callable[[], object]
) -> None:
    change()
    again()
    run = AuditRun.objects.order_by("pk").last()
    assert run is not None
    assert run.to_look_at == live_pages()


def test_other_rules_judge_every_page_anew(
    again: Callable[..., set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basis, "RULESET_VERSION", "2027-01-01")
    assert len(again()) == len(set(Page.objects.live().filter(depth__gt=1).values_list("title")))


def test_the_name_of_the_rules_changes_with_their_source(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = basis.rules_of(["gate"])
    assert before == basis.rules_of(["gate"])
    monkeypatch.setattr(basis, "_source_of_rules", lambda: "another program")
    assert basis.rules_of(["gate"]) != before


def test_templates_and_colors_matter_where_pages_are_drawn_and_nowhere_else(
    district: District,
) -> None:
    drawn, read = basis.rules_of(["axe"]), basis.rules_of(["gate"])
    look = WebsiteLook.load()
    look.color_hue = 30
    look.save()
    assert basis.rules_of(["axe"]) != drawn
    assert basis.rules_of(["gate"]) == read


def test_a_page_that_names_one_that_went_down_is_looked_at(
    audit: Audit, district: District, clock: Clock
) -> None:
    target = make_standard_page(district.home, title="Supplies")
    link = f'<p><a linktype="page" id="{target.pk}">The supply list of the school</a></p>'
    make_standard_page(district.home, title="Start of school", body=[("prose", link)])
    clock("2026-11-10 01:23")
    audit(kind=NIGHT)
    target.unpublish()
    clock("2026-11-11 01:23")
    run = audit(kind=NIGHT)
    assert set(run.audited.values_list("title", flat=True)) == {"Start of school"}


def test_a_page_that_links_a_file_which_changed_is_looked_at(
    audit: Audit, district: District, clock: Clock
) -> None:
    document = DistrictDocument(
        title="Supply list", file=ContentFile(b"Pencils, paper.", name="supplies.txt")
    )
    document.full_clean(exclude=["collection"])
    document.save()
    link = f'<p><a linktype="document" id="{document.pk}">Supply list (PDF)</a></p>'
    make_standard_page(district.home, title="Start of school", body=[("prose", link)])
    clock("2026-11-10 01:23")
    audit(kind=NIGHT)
    document.title = "Supply list of 2026"
    document.save()
    clock("2026-11-11 01:23")
    assert set(audit(kind=NIGHT).audited.values_list("title", flat=True)) >= {"Start of school"}


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


def test_what_is_to_be_fixed_is_looked_at_each_night(
    again: Callable[..., set[str]], district: District
) -> None:
    spoil(district.classroom)
    assert again("2026-11-11 01:23") == {"Math 3"}
    assert again("2026-11-12 01:23") == {"Math 3"}
    fix(district.classroom)
    assert again("2026-11-13 01:23") == {"Math 3"}
    assert again("2026-11-14 01:23") == set()


def test_every_page_is_looked_at_within_four_weeks_and_not_all_in_one_night(
    again: Callable[..., set[str]],
) -> None:
    assert again("2026-11-23 01:23") == set()  # day 13
    seen: list[set[str]] = [
        again(f"2026-{'11' if day <= 30 else '12'}-{day if day <= 30 else day - 30:02} 01:23")
        for day in range(24, 39)  # days 14 to 28
    ]
    assert set().union(*seen) == set(
        Page.objects.live().filter(depth__gt=1).values_list("title", flat=True)
    )
    assert max(map(len, seen)) < live_pages()


def test_a_page_that_is_gone_takes_its_findings_along(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    visitor.pages[district.classroom.full_url] = Visit(200, "<main></main>", (violation(),))
    assert audit().totals["all"] == 1
    district.classroom.unpublish()
    later = audit()
    assert (later.totals["all"], later.totals["seen"]) == (0, live_pages())
    assert not AuditedPage.objects.filter(page_id=district.classroom.pk).exists()


def test_what_holds_stays_in_the_report_and_what_is_fixed_leaves_it(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    other = make_classroom(district.teacher_page, title="Reading 3")
    address, elsewhere = district.classroom.full_url, other.full_url
    for each in (address, elsewhere):
        visitor.pages[each] = Visit(200, "<main></main>", (violation(),))
    audit()
    visitor.visited.clear()
    del visitor.pages[address]
    run = audit()
    # With something to fix, both are visited again, and nothing else is.
    assert set(visitor.visited) == {address, elsewhere}
    assert run.totals["all"] == 1
    assert AuditFinding.objects.get().page.page_id == other.pk


def test_the_page_above_one_that_changed_shows_it_and_is_visited_too(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    audit()
    visitor.visited.clear()
    update = make_update(district.classroom, **update_content(district.curriculum))
    run = audit()
    assert set(visitor.visited) == {update.full_url, district.classroom.full_url}
    assert run.to_look_at == 2


def test_a_page_that_could_not_be_looked_at_is_tried_again(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    address = district.classroom.full_url
    visitor.pages[address] = Visit(500)
    audit()
    visitor.visited.clear()
    visitor.pages.clear()
    run = audit()
    assert visitor.visited == [address]
    assert run.totals["failed"] == 0


def test_when_the_browser_is_back_every_page_is_visited(
    audit: Audit, visitor: ScriptedVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(batches, "has_browser", lambda: False)
        audit()
    assert audit().to_look_at == live_pages()


def test_what_a_browser_found_stays_known_while_there_is_none(
    audit: Audit,
    district: District,
    visitor: ScriptedVisitor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor.pages[district.classroom.full_url] = Visit(200, "<main></main>", (violation(),))
    audit()
    monkeypatch.setattr(batches, "has_browser", lambda: False)
    assert audit().totals["by_engine"] == {"axe": 1}


def test_everything_is_everything(audit: Audit, visitor: ScriptedVisitor) -> None:
    audit()
    assert audit(everything=True).to_look_at == live_pages()


def test_the_two_kinds_know_of_pages_each_for_itself(
    audit: Audit, district: District, visitor: ScriptedVisitor
) -> None:
    audit(kind=NIGHT)
    assert audit().to_look_at == live_pages()
    assert audit(kind=NIGHT).to_look_at == 0


# ---------------------------------------------------------------- in pieces


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PIECE", 3)
    monkeypatch.setattr(looking, "TOGETHER", 2)
    monkeypatch.setitem(looking.BATCH, NIGHT, 5)


def test_in_pieces_it_finds_the_same(
    small_pieces: None, again: Callable[..., set[str]], district: District
) -> None:
    spoil(district.classroom)
    assert again() == {"Math 3"}
    assert [row.rules for row in OutstandingPage.objects.open()] == [["student-number"]]


def test_a_listing_that_was_killed_goes_on_where_it_was(
    small_pieces: None, district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock("2026-11-10 01:23")
    run, _new = services.start_run(kind=NIGHT, asked_by="a test", in_background=False)
    asked: list[int] = []
    content_of = listing.content_of

    def counted(pages: list[Page], public: object) -> dict[int, str]:
        asked.extend(page.pk for page in pages)
        if len(asked) > 6:
            raise Killed
        return content_of(pages, public)  # type: ignore[arg-type]

    monkeypatch.setattr(listing, "content_of", counted)
    with pytest.raises(Killed):
        batches.work(run.pk)
    run.refresh_from_db()
    assert AuditedPage.objects.filter(run=run).count() == 6  # what was listed is committed
    clock("2026-11-10 01:26")
    monkeypatch.setattr(listing, "content_of", content_of)
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
    run, _new = services.start_run(kind=NIGHT, asked_by="a test", in_background=False)
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


def test_how_far_it_is_is_known_while_it_runs_and_when_it_is_over(
    small_pieces: None, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _new = services.start_run(kind=NIGHT, asked_by="a test", in_background=False)
    monkeypatch.setattr(batches, "LONGEST", -1.0)
    batches.work(run.pk)
    work = LongWork.objects.get(task="audit-gate")
    assert (work.step, work.done, work.total) == ("listing", 3, live_pages())
    monkeypatch.setattr(batches, "LONGEST", 60.0)
    batches.work(run.pk)
    work.refresh_from_db()
    assert (work.step, work.done, work.total, work.over_at) == ("looking", 5, live_pages(), None)
    while batches.work(run.pk):
        pass
    work.refresh_from_db()
    assert work.done == work.total == live_pages()
    assert work.over_at is not None


# ---------------------------------------------------------------- what it costs


def queries_of_a_night(audit: Audit) -> int:
    with CaptureQueriesContext(connection) as captured:
        audit(kind=NIGHT, everything=True)
    return len(captured)


def test_a_page_more_costs_at_most_one_query(audit: Audit, district: District) -> None:
    made = 30
    before = queries_of_a_night(audit)
    for _number in range(made):
        make_update(district.classroom, **update_content(district.curriculum))
    more = queries_of_a_night(audit) - before
    assert more <= made, f"{more} queries for {made} pages"


def test_a_night_in_which_nothing_changed_asks_the_same_for_any_number_of_pages(
    audit: Audit, district: District
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    audit(kind=NIGHT)
    with CaptureQueriesContext(connection) as few:
        audit(kind=NIGHT)
    for _number in range(30):
        make_update(district.classroom, **update_content(district.curriculum))
    audit(kind=NIGHT)
    with CaptureQueriesContext(connection) as many:
        assert audit(kind=NIGHT).to_look_at == 0
    assert len(many) <= len(few)
