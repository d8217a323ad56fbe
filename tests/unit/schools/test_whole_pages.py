"""Which writes change pages, what a process keeps, and who draws."""

import datetime as dt
from threading import Barrier, Thread
from time import monotonic, sleep

import pytest
from django.apps import apps
from django.conf import settings

from district_cms.schools.routing.whole_pages import store as stores
from district_cms.schools.routing.whole_pages.entries import Entry, encoding_for, has_it
from district_cms.schools.routing.whole_pages.places import place_of_path
from district_cms.schools.routing.whole_pages.store import Store
from district_cms.schools.routing.whole_pages.tables import Shown, known, read_by, writes_of

PAGE, UPDATE = '"wagtailcore_page"', '"classroom_updatepage"'
AGAIN = 'ON CONFLICT("classroom_id") DO UPDATE SET "m" = EXCLUDED."m"'
ARRAYS = "UNNEST((%s)::bigint[], (%s)::int[])"
STANDING = '"classroom_classroomstanding"'


@pytest.mark.parametrize(
    ("sql", "params", "pages"),
    [
        # One row, some rows, and rows that nobody names.
        (f'UPDATE {PAGE} SET "title" = %s WHERE {PAGE}."id" = %s', ["x", 7], (7,)),
        (f'UPDATE {PAGE} SET "slug" = %s WHERE {PAGE}."id" IN (%s, %s)', [False, 7, 8], (7, 8)),
        (f'UPDATE {PAGE} SET "slug" = %s WHERE {PAGE}."path" LIKE %s', [False, "0001%"], None),
        (f'UPDATE {PAGE} SET "slug" = %s WHERE ("a" = %s OR {PAGE}."id" = %s)', [0, 1, 7], None),
        (f'UPDATE {PAGE} SET "title" = %s', ["x"], None),
        (f'DELETE FROM {PAGE} WHERE {PAGE}."id" IN (%s)', [7], (7,)),
        (f'TRUNCATE {PAGE}, "brand_logo"', (), None),
        (f'UPDATE {UPDATE} SET "period_end" = %s WHERE {UPDATE}."page_ptr_id" = %s', [0, 7], (7,)),
        ("UPDATE wagtailcore_page SET path=%s, depth=%s WHERE path=%s", [1, 2, 3], None),
        # New rows, as both databases get them.
        (f'INSERT INTO {PAGE} ("path", "slug") VALUES (%s, %s) RETURNING "id"', ["1", 0], ("1",)),
        (f'INSERT INTO {STANDING} ("classroom_id", "m") VALUES (%s, %s)', [7, 1], (7,)),
        (
            f'INSERT INTO {STANDING} ("classroom_id", "m") VALUES (%s, %s), (%s, %s) {AGAIN}',
            [7, 1, 8, 2],
            (7, 8),
        ),
        (
            f'INSERT INTO {STANDING} ("classroom_id", "m") SELECT * FROM {ARRAYS} {AGAIN}',
            [[7, 8], [1, 2]],
            (7, 8),
        ),
        (f'INSERT INTO {STANDING} ("m", "classroom_id") VALUES (NOW(), %s)', [7], None),
        (f'INSERT INTO {STANDING} ("classroom_id") SELECT "id" FROM "other"', (), None),
        # A table of the whole site.
        ('INSERT INTO "brand_logo" ("id") VALUES (%s)', [1], None),
        ('WITH "x" AS (SELECT 1) UPDATE "brand_logo" SET "active" = %s', [0], None),
        ('INSERT OR IGNORE INTO "brand_logo" ("id") VALUES (%s)', [1], None),
    ],
)
def test_a_write_names_its_pages_or_means_all(
    sql: str, params: list[object], pages: tuple[object, ...] | None
) -> None:
    assert [each.pages for each in writes_of(sql, params, many=False)] == [pages]


@pytest.mark.parametrize(
    "sql",
    [
        f'UPDATE {PAGE} SET "latest_revision_id" = %s, "draft_title" = %s WHERE "id" = %s',
        "UPDATE wagtailcore_page SET numchild=numchild+1 WHERE path=%s",
        'UPDATE "wagtailcore_page" SET "live_revision_id" = %s WHERE "live_revision_id" IN (%s)',
        'UPDATE "people_user" SET "last_login" = %s WHERE "people_user"."id" = %s',
        'INSERT INTO "media_districtrendition" ("id") VALUES (%s)',
        'INSERT INTO "django_session" ("session_key") VALUES (%s)',
        "INSERT INTO web_counter (key) VALUES (%s) ON CONFLICT (key) DO UPDATE SET number = 1",
        'INSERT INTO "django_migrations" ("app") VALUES (%s)',
    ],
)
def test_a_write_of_what_no_page_shows_means_nothing(sql: str) -> None:
    assert writes_of(sql, ["x", "y", 7], many=False) == []


def test_many_statements_at_once_mean_all_pages() -> None:
    sql = f'UPDATE {PAGE} SET "title" = %s WHERE {PAGE}."id" = %s'
    assert [each.pages for each in writes_of(sql, [("x", 7)], many=True)] == [None]


def test_what_a_statement_reads_is_known() -> None:
    sql = 'SELECT 1 FROM "a" INNER JOIN "b" ON 1 WHERE EXISTS(SELECT 1 FROM "c" U0)'
    assert set(read_by(sql)) == {"a", "b", "c"}


def test_every_model_of_the_lists_is_there_and_what_is_on_none_is_shown() -> None:
    """Of a new model nothing need be said: its writes throw all pages away."""
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    columns = {
        model._meta.label: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models()
    }
    named = {*settings.ROWS_OF_ONE_PAGE, *settings.NEW_ROWS_CHANGE_NO_PAGE}
    # The search has one of them on SQLite only.
    missing = (settings.PAGES_DO_NOT_SHOW | named) - there
    assert missing <= {"wagtailsearch.SQLiteFTSIndexEntry"}
    for label, idle in settings.PAGES_DO_NOT_SHOW_COLUMNS.items():
        assert idle <= columns[label]
    for label, column in settings.ROWS_OF_ONE_PAGE.items():
        assert column in columns[label]
    assert known()["brand_logo"].shown is Shown.ANYWHERE


def test_a_place_is_said_step_by_step() -> None:
    assert place_of_path("000100020003") == "0001/0002/0003"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0", "gzip"),
        ("br;q=0, gzip;q=0.2", "gzip"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_smallest_encoding_that_a_browser_takes(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(
    ("header", "same"),
    [('"a-br"', True), ('W/"a-br", "b"', True), ("*", True), ('"a-gzip"', False), ("", False)],
)
def test_a_browser_has_the_page_in_this_encoding_or_not(header: str, *, same: bool) -> None:
    assert has_it(header, '"a-br"') is same


def entry(size: int = 1000, until: dt.datetime | None = None, made: float | None = None) -> Entry:
    bodies = {"br": b"x" * size, "gzip": b""}
    return Entry((), bodies, "d", 0, frozenset(), (), monotonic() if made is None else made, until)


@pytest.fixture
def _nothing_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "moved_since", lambda number, names, places: False)


@pytest.mark.usefixtures("_nothing_moved")
def test_the_page_that_was_read_longest_ago_goes_first() -> None:
    store = Store(5 * entry().size - 1)
    for key in "abcd":
        store.put(key, entry())
    assert store.get("a")
    store.put("e", entry())
    assert [key for key in "abcde" if store.get(key)] == ["a", "c", "d", "e"]
    store.put("f", entry(size=9000))
    assert store.get("f") is None
    assert len(store) == 4


@pytest.mark.usefixtures("_nothing_moved")
def test_an_entry_ends_at_its_moment_and_after_some_minutes_in_any_case() -> None:
    store, now = Store(100_000), dt.datetime.now(dt.UTC)
    store.put("soon", entry(until=now + dt.timedelta(hours=1)))
    store.put("over", entry(until=now))
    store.put("old", entry(made=monotonic() - 301))
    assert [key for key in ("soon", "over", "old") if store.get(key)] == ["soon"]


def test_nobody_waits_for_an_answer_that_was_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "WAITS_SECONDS", 0)
    store = Store(100_000)
    with store.drawing("form") as mine, store.drawing("form") as waits:
        assert (mine, waits) == (True, False)
    with store.drawing("form") as mine, store.drawing("form") as other:
        assert (mine, other) == (True, True)


@pytest.mark.usefixtures("_nothing_moved")
def test_of_many_who_ask_at_once_one_draws_and_the_others_get_the_same() -> None:
    store, together = Store(100_000), Barrier(6)
    drawn: list[int] = []
    got: list[Entry | None] = []

    def ask() -> None:
        together.wait()
        with store.drawing("page") as mine:
            if mine and store.get("page") is None:
                drawn.append(1)
                sleep(0.05)
                store.put("page", entry())
            got.append(store.get("page"))

    askers = [Thread(target=ask) for _number in range(6)]
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    assert len(drawn) == 1
    assert None not in got
    assert len(got) == 6
