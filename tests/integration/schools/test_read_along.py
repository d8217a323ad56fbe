"""What comes with a page in one query is what it says when it is asked for by itself."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, RequestFactory
from wagtail.models import Page

from classroom.models import ClassroomPage, UpdatePage
from classroom.presentation.pages import beside
from district_cms.schools.routing.compiled import _written, compiled
from district_cms.schools.routing.read_along import Reading, _readings
from tests.factories.district import District
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("depth", [4, 5])
@pytest.mark.parametrize("label, name, reading", [
    (label, name, reading) for label, found in _readings.items() for name, reading in found.items()
])  # fmt: skip
def test_a_statement_that_is_written_once_is_that_of_each_page(
    label: str, name: str, reading: Reading, depth: int
) -> None:
    kind = ContentType.objects.get_by_natural_key(*label.split("."))
    for key, path in ((31, "0001000A00ZZ0Q010002"), (7, "000100010001000100AB"), (31, "0001" * 5)):
        page = Page(pk=key, path=path[: 4 * depth], depth=depth, content_type=kind)
        rows = reading(page)
        text = compiled(page, name, reading)
        assert rows is not None
        assert text is not None
        sql, params = rows.query.sql_with_params()
        assert (text.sql, list(text.params)) == (sql, list(params))
        assert key in params or any(path[: 4 * (depth - 1)] in str(param) for param in params)


def test_a_statement_of_another_day_is_written_anew(clock: Clock) -> None:
    kind = ContentType.objects.get_for_model(ClassroomPage)
    page = Page(pk=31, path="0001000100010001", depth=4, content_type=kind)
    reading = _readings["classroom.classroompage"]["teaching"]
    said = []
    for day in ("2026-11-24", "2026-11-25"):
        clock(f"{day} 09:00")
        text = compiled(page, "teaching", reading)
        assert text is not None
        said.append([str(param) for param in text.params])
        assert day in said[-1]
    assert said[0] != said[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite is asked whether it can")
def test_a_page_is_served_while_another_program_writes_to_sqlite(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Django remembers where the write lock was not to be had within its patience.
    monkeypatch.setitem(connection.features.__dict__, "supports_json_field", False)
    _written.forget()
    for page in (district.home, district.school, district.classroom):
        assert client.head(page.url).status_code == 200


def test_a_place_that_is_no_place_of_a_page_is_refused() -> None:
    page = Page(pk=31, path="000100010001", depth=3, content_type_id=1)

    def below(page: Page) -> Any:
        return Page.objects.filter(path__gt=f"{page.path}0000").values("pk")

    with pytest.raises(ValueError, match="Not the place"):
        compiled(page, "a test", below)


def test_an_update_that_is_only_previewed_has_none_beside_it(district: District) -> None:
    request = RequestFactory().get("/", headers={"Host": "localhost"})
    assert beside(UpdatePage(title="Not saved"), request) == ({}, {})
