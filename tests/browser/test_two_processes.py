"""Two web processes that keep their pages, on one database: what changes is seen on both within a
second, what it does not show comes from memory still, and nobody sees what is not for everyone.

Whether an answer came from memory is said by its `Cache-Status`. What is true is drawn by a program
that has just been started, and keeps nothing.
"""

import time
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import district

from .conftest import PATIENCE, WIDE, place_of_the_loaded
from .two_processes import A_SECOND, Two, two_of_one_district
from .watching import Watch

# Two more web processes and a second's wait for each kind of change: a whole run is too long with
# it, and a machine that does much else shows a change later.
pytestmark = pytest.mark.slow

CLASS: Final = "/juniper-creek/ms-rivera/2026-27/math-3/"
SCHOOL: Final = "/juniper-creek/"
UPDATE, OLDER = f"{CLASS}2026-11-03/", f"{CLASS}2026-10-06/"
NEWS: Final = "/juniper-creek/juniper-news/"
# Of another school: what one school writes leaves them cached.
BESIDE: Final = (
    "/larkspur-middle/",
    "/larkspur-middle/mr-doyle/2026-27/world-geography-7/2026-11-03/",
)

NOTICE: Final = """
ends = timezone.now() + dt.timedelta(days=9)
Banner.objects.create(text_en="All schools are closed.", text_es="No hay clases.", ends_at=ends)
"""
SNOW: Final = """
year = SchoolYear.objects.order_by("first_day").last()
NoSchoolDay.objects.create(
    school_year=year, day=dt.date(2026, 12, 1), name="Snow in the valley"
)
year.save()
nightly()
"""
# (what is done, by functions of `changes`; the page that shows it; words to be read there then, of
# none what is not there any more; pages that do not show it)
CHANGES: Final = {
    "an update that is published again": (
        f"retitle(page_at('{UPDATE}'), 'Thirds and sixths')",
        *(CLASS, "Thirds and sixths"),
        BESIDE,
    ),
    "an update that is taken down": (
        f"take_down(pages=[page_at('{OLDER}')], user=office(), reason='privacy')",
        *(OLDER, ""),
        BESIDE,
    ),
    "a notice": (
        NOTICE,
        *(UPDATE, "All schools are closed."),
        (),
    ),
    "a day without school, and the ledger": (
        SNOW,
        *(SCHOOL, "Snow in the valley"),
        (),
    ),
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    url, place = place_of_the_loaded(tmp_path_factory)
    with two_of_one_district(url, place) as running:
        yield running


@pytest.fixture(scope="module")
def windows(two: Two, chromium: Browser) -> Iterator[list[Page]]:
    """One at each process, with the copies of pages that a browser keeps."""
    contexts, pages, watches = [], [], []
    for origin in two.origins:
        context = chromium.new_context(base_url=origin, viewport=WIDE, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        pages.append(context.new_page())
        watches.append(Watch(origin))
        watches[-1].expect("status of 40[34]")
        watches[-1].look_at(pages[-1])
        contexts.append(context)
    yield pages
    for context, watch in zip(contexts, watches, strict=True):
        context.close()
        assert watch.unexpected() == []


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_on_both_within_a_second_and_the_rest_stays_kept(
    name: str, two: Two, windows: list[Page]
) -> None:
    code, address, words, others = CHANGES[name]
    before = []
    for page in windows:
        page.goto(address)
        before.append(page.content())
    two.from_memory((address, *others))
    two.ask(code)
    time.sleep(A_SECOND)
    for page, was in zip(windows, before, strict=True):
        answer = page.goto(address)
        assert answer is not None
        if words:
            assert words in page.content()
            assert page.content() != was
        else:
            assert answer.status in {301, 404} or not page.url.endswith(address)
    assert two.from_memory(others) == {other: [True, True] for other in others}
    assert two.wrong([(CLASS, "en"), (address, "es"), (SCHOOL, "en")]) == []


@pytest.fixture
def before_midnight(two: Two) -> Iterator[None]:
    two.district.move_clock("2026-11-24T23:50-07:00")
    time.sleep(A_SECOND)
    yield
    two.district.move_clock(district.MOMENT)
    time.sleep(A_SECOND)


@pytest.mark.usefixtures("before_midnight")
def test_midnight_of_the_district_changes_both(two: Two) -> None:
    addresses = ["/", CLASS, SCHOOL, "/larkspur-high/", "/larkspur-high/girls-basketball/"]
    before = {address: two.get(two.origins[0], address).body for address in addresses}
    two.from_memory(tuple(addresses))
    two.district.move_clock("2026-11-25T00:00:01-07:00")
    time.sleep(A_SECOND)
    asked = [(address, "en") for address in addresses]
    assert two.wrong(asked, at="2026-11-25T00:00:05-07:00") == []
    others = [each for each in addresses if two.get(two.origins[0], each).body != before[each]]
    assert others


def test_a_language_that_somebody_chose_is_theirs_on_both_and_nobody_elses(
    two: Two, windows: list[Page]
) -> None:
    for page in windows:
        page.goto(CLASS)
    windows[0].locator("form[action='/language/'] button[value=es]").first.click()
    windows[0].wait_for_load_state()
    windows[0].goto(CLASS)
    assert windows[0].locator("html").get_attribute("lang") == "es"
    windows[1].goto(CLASS)
    assert windows[1].locator("html").get_attribute("lang") == "en"
    assert two.from_memory((CLASS,)) == {CLASS: [True, True]}
    windows[0].context.clear_cookies()
    assert two.wrong([(CLASS, "en"), (CLASS, "es"), (f"{CLASS}?lang=es", "en")]) == []


def test_a_draft_shows_on_neither_and_throws_nothing_away(two: Two) -> None:
    addresses = ("/", SCHOOL, CLASS, UPDATE, NEWS)
    two.from_memory(addresses)
    two.ask(
        f"for address in {addresses!r}:\n"
        "    page = page_at(address)\n"
        "    page.title = DRAFT\n"
        "    page.save_revision()"
    )
    time.sleep(A_SECOND)
    assert two.from_memory(addresses) == {each: [True, True] for each in addresses}
    assert two.wrong([(each, "en") for each in addresses]) == []
