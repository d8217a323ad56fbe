"""What a class page shows of an update is drawn once for what stands in it, and is never old."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classroom.models import UpdatePage
from district_cms.schools.routing.drawn_once import Drawings, pieces
from tests.drawn_anew import drawn_anew
from tests.factories.district import District
from tests.factories.pages import make_curriculum_page, make_update, update_content
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

PAST_THE_GATE = {"type": "prose", "value": "<p>Past the gate.</p>"}
CALL_OUT = {"title": "Bring a ruler", "body": "<p>On Friday.</p>", "tone": "important"}
TABLE = {
    "data": [["Fraction", "Half"], ["1/2", "yes"]],
    "table_caption": "Which of them is a half?",
    "table_header_choice": "row",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    with drawn_anew():
        yield


@pytest.fixture
def update(district: District, clock: Clock) -> UpdatePage:
    """One with each block that a class page shows, and a page that its text links to."""
    clock("2026-11-24 09:00")
    linked = make_curriculum_page(district.home, title="Number lines")
    prose = f'<p>See <a linktype="page" id="{linked.pk}">how we draw them</a>.</p>'
    content = update_content(
        district.curriculum,
        lesson=[
            ("prose", "<p>We place halves and quarters on a number line.</p>"),
            ("call_out", CALL_OUT),
            ("table", TABLE),
        ],
        assessments=prose,
        events_none=False,
        events=[("event", {"title": "Concert", "date": dt.date(2026, 12, 3), "place": "Gym"})],
    )
    make_update(district.classroom, **{**content, "period_start": dt.date(2026, 11, 3)})
    found = make_update(district.classroom, **content)
    found.linked = linked
    return found


def asked(client: Client, district: District, language: str = "en") -> str:
    response = client.get(f"{district.classroom.url}?lang={language}&drawn=1")
    assert response.status_code == 200
    return str(response.content.decode())


def in_code(update: UpdatePage, **fields: Any) -> None:
    """Written by a program that knows of no gate, no revision and no signal."""
    UpdatePage.objects.filter(pk=update.pk).update(**fields)


def published(update: UpdatePage, **fields: Any) -> None:
    page = UpdatePage.objects.get(pk=update.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def moved(page: Any) -> None:
    page.slug = "moved-elsewhere"
    page.save()


def renamed(page: Any) -> None:
    page.title = "Another title"
    page.save_revision().publish()


CHANGES: dict[str, tuple[Callable[[District, UpdatePage], None], str]] = {
    "an update published again": (
        lambda _district, update: published(update, lesson=[("prose", "<p>We read a clock.</p>")]),
        "We read a clock.",
    ),
    "its title alone": (lambda _district, update: published(update, title="Clocks"), "Clocks</a>"),
    "an assignment's day": (
        lambda _district, update: published(
            update, assignments=[("assignment", {"title": "Page 12", "due": dt.date(2026, 12, 4)})]
        ),
        "Friday, December 4",
    ),
    "a block written past all services": (
        lambda _district, update: in_code(
            update, lesson=update.lesson.stream_block.to_python([PAST_THE_GATE])
        ),
        "Past the gate.",
    ),
    "the language of the update": (
        lambda _district, update: in_code(update, language="es"),
        '<div class="update-part__body" lang="es">',
    ),
    "the title of a curriculum page": (
        lambda district, _update: renamed(district.curriculum),
        "Another title",
    ),
    "the address of a curriculum page": (
        lambda district, _update: moved(district.curriculum),
        '<a class="link-card__link" href="/curriculum/moved-elsewhere/?lang=en">',
    ),
    "the address of a page that a text links to": (
        lambda _district, update: moved(update.linked),
        'href="/curriculum/moved-elsewhere/?lang=en">how we draw them',
    ),
    "the teacher's page, which all addresses name": (
        lambda district, _update: moved(district.teacher_page),
        "/moved-elsewhere/2026-27/",
    ),
}


@pytest.mark.parametrize("change, expected", CHANGES.values(), ids=CHANGES)
def test_what_changes_is_seen_at_the_next_visit(
    change: Callable[[District, UpdatePage], None],
    expected: str,
    district: District,
    update: UpdatePage,
    client: Client,
) -> None:
    for _visit in range(2):
        assert expected not in asked(client, district)
    change(district, update)
    district.classroom.refresh_from_db()
    seen = asked(client, district)
    assert expected in seen
    with drawn_anew():
        assert seen == asked(client, district)


def test_a_deleted_curriculum_page_leaves_no_link(
    district: District, update: UpdatePage, client: Client
) -> None:
    other = make_curriculum_page(district.home, title="For a while")
    published(update, curriculum=[("page", {"page": other, "note": ""})])
    assert "For a while" in asked(client, district)
    other.delete()
    assert "For a while" not in asked(client, district)


def test_each_language_has_its_own(district: District, update: UpdatePage, client: Client) -> None:
    english, spanish = asked(client, district), asked(client, district, "es")
    assert "Tuesday, December 1" in english
    assert "martes 1 de diciembre" in spanish
    assert asked(client, district) == english
    assert asked(client, district, "es") == spanish


def test_a_day_that_is_over_goes_from_the_list_at_midnight(
    district: District, update: UpdatePage, client: Client, clock: Clock
) -> None:
    clock("2026-12-03 23:59")
    assert "Concert" in asked(client, district)
    clock("2026-12-04 00:01")
    assert "Concert" not in asked(client, district)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_kept_is_what_a_process_draws_that_has_kept_nothing(
    language: str, district: District, update: UpdatePage, client: Client
) -> None:
    asked(client, district, language)
    kept = asked(client, district, language)
    with drawn_anew():
        assert kept == asked(client, district, language)


def test_a_second_visit_draws_no_update_and_asks_no_more(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    asked(client, district)
    number = len(pieces)
    assert number > 3

    def drawn(self: Drawings, key: Any, html: Any) -> None:
        raise AssertionError(f"drawn again: {key}")

    monkeypatch.setattr(Drawings, "_keep", drawn)
    with CaptureQueriesContext(connection) as queries:
        asked(client, district)
    of_curriculum = [query for query in queries if "schools_curriculumpage" in query["sql"]]
    assert len(of_curriculum) == 1
