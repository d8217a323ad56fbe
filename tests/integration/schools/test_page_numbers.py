"""Whatever number of a page of updates someone asks for, there is an answer."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from classroom.models import ClassroomPage, UpdatePage
from classroom.presentation.paging import WRITTEN_ONCE, one_page_below
from district_cms.web.statements.written import WrittenOnce
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [
    "0", "-5", "2", "1e5", "abc", "", "999999999999", str(2**63 - 1), "9" * 30, "9" * 5000,
])  # fmt: skip
def test_a_page_of_updates_that_is_not_there_is_the_first_one(
    number: str, district: District, client: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum, title="The pond"))
    address = "/juniper-creek/ms-rivera/2026-27/math-3/"
    response = client.get(address, {"page": number})
    assert response.status_code == 200
    assert "The pond" in response.text


@pytest.mark.parametrize(
    "number, expected", [("1", slice(0, 3)), ("2", slice(3, 5)), ("3", slice(0, 3))]
)
def test_a_page_by_a_statement_that_is_written_once_has_the_same_rows_whole(
    number: str,
    expected: slice,
    district: District,
    rf: RequestFactory,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, 6):
        start = dt.date(2026, 11, day)
        make_update(district.classroom, **update_content(district.curriculum, period_start=start))
    restricted = make_update(district.classroom, **update_content(district.curriculum))
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    other = make_classroom(district.teacher_page)
    make_update(other, **update_content(district.curriculum))
    request = rf.get("/", {"page": number})
    for room in (other, district.classroom):
        found, pager = one_page_below(room, ClassroomPage.live_updates, 3, request)
    queried = list(ClassroomPage.live_updates(district.classroom))
    assert pager.paginator.count == len(queried) == 5
    with django_assert_num_queries(0):
        rows = found.objects(found.rows)
    assert rows == queried[expected]
    with django_assert_num_queries(0):
        assert [values(row) for row in rows] == [values(row) for row in queried[expected]]


def test_whoever_asks_for_every_number_leaves_no_statement_for_each(
    district: District, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: WrittenOnce[Any] = WrittenOnce()
    monkeypatch.setattr("district_cms.schools.routing.compiled._written", written)
    days = [dt.date(2026, 10, day) for day in range(1, WRITTEN_ONCE + 4)]
    for day in days:
        make_update(district.classroom, **update_content(district.curriculum, period_start=day))
    found = []
    for number in range(1, 2 * WRITTEN_ONCE):
        request = rf.get("/", {"page": str(number)})
        below = ClassroomPage.live_updates
        rows, pager = one_page_below(district.classroom, below, 1, request)
        shown = rows.objects(rows.rows)
        found += [row.period_start for row in shown if pager.number == number]
    assert found == days[::-1]
    assert len(written._kept) == WRITTEN_ONCE


def values(page: UpdatePage) -> list[Any]:
    return [field.value_from_object(page) for field in UpdatePage._meta.concrete_fields]
