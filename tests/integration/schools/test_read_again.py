"""A page that was served before is read by one query, and is what it is found to be otherwise."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.schools.routing import resolve
from district_cms.schools.routing.again import Remembered, remembered
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_update,
    update_content,
)

pytestmark = pytest.mark.django_db

CLASS = "/juniper-creek/ms-rivera/2026-27/math-3/"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    remembered._pages.clear()
    yield
    remembered._pages.clear()


@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(district.classroom, **update_content(district.curriculum))


def found(address: str) -> Any:
    request: HttpRequest = RequestFactory().get(address, headers={"Host": "localhost"})
    request.user = AnonymousUser()
    route = resolve(request, address.strip("/"))
    return route.page if route is not None else None


def test_an_address_that_two_pages_have_is_looked_for_as_at_the_first_time(
    district: District,
) -> None:
    assert found(CLASS).pk == district.classroom.pk
    other = make_classroom(district.teacher_page, title="Other")
    Page.objects.filter(pk=other.pk).update(url_path=district.classroom.url_path)
    seen = found(CLASS).pk
    remembered._pages.clear()
    assert seen == found(CLASS).pk == other.pk


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("district_cms.schools.routing.again.MOST_REMEMBERED", 2)
    known = Remembered()
    for number in (1, 2, 1, 3):
        known.keep(Page(pk=number, path="0001", depth=1, content_type_id=1, url_path=f"/{number}/"))
    assert [known.get(f"/{number}/") is not None for number in (1, 2, 3)] == [True, False, True]


def test_an_address_that_is_asked_for_stays_while_a_crowd_of_others_passes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("district_cms.schools.routing.again.MOST_REMEMBERED", 3)
    known = Remembered()
    for number in range(9):
        known.keep(Page(pk=number, path="0001", depth=1, content_type_id=1, url_path=f"/{number}/"))
        assert known.get("/0/") is not None
    assert [number for number in range(9) if known.get(f"/{number}/")] == [0, 7, 8]
