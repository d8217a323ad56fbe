"""A page that was served before is read by one query, and is what it is found to be otherwise."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from classroom.models import UpdatePage
from district_cms.schools.routing import resolve
from district_cms.schools.routing.again import Remembered, remembered
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_standard_page,
    make_teacher_page,
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


def facts(page: Any) -> dict[str, Any]:
    """All that is known of a page that was found, and of those above it."""
    own = {field.attname: field.value_from_object(page) for field in page._meta.concrete_fields}
    above = [
        (
            one.specific_class,
            one.get_url(),
            *(field.value_from_object(one) for field in one._meta.concrete_fields),
        )
        for one in page.frame_chain
    ]
    restrictions = [each.pk for each in page.get_view_restrictions()]
    related = [getattr(page, name, None) for name in page.select_when_served]
    along = {key: text for key, text in page.__dict__.items() if key.startswith("read_along")}
    return {
        **own,
        **along,
        "type": type(page),
        "above": above,
        "restrictions": restrictions,
        "is_restricted": page.frame_restricted,
        "related": related,
    }


def test_each_page_is_read_again_as_it_was_found_at_first(
    district: District, update: UpdatePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    info = make_standard_page(district.school, title="About us")
    for page in (district.school, district.teacher_page, district.classroom, update, info):
        first = facts(found(page.url))
        assert first["above"]
        # The other one is for the site, which is kept where there is no transaction.
        with django_assert_num_queries(2):
            again = found(page.url)
        assert facts(again) == first


CHANGES: dict[str, Callable[[District], Any]] = {
    "it went elsewhere": lambda district: district.classroom.move(
        make_teacher_page(district.school, title="Another"), pos="last-child"
    ),
    "the page above has another address": lambda district: renamed(district.teacher_page),
    "it was taken down": lambda district: district.classroom.unpublish(),
    "it was deleted": lambda district: district.classroom.delete(),
    "another page took its place": lambda district: replaced(district),
    "it was made private": lambda district: PageViewRestriction.objects.create(
        page=district.classroom, restriction_type="login"
    ),
    "a page above was made private": lambda district: PageViewRestriction.objects.create(
        page=district.school, restriction_type="login"
    ),
    "its title was written past all services": lambda district: Page.objects.filter(
        pk=district.classroom.pk
    ).update(title="Written past"),
    "the title of its school was": lambda district: Page.objects.filter(
        pk=district.school.pk
    ).update(title="Written past"),
}


def renamed(page: Any) -> None:
    page.slug = "another-name"
    page.save()


def replaced(district: District) -> None:
    before = district.classroom
    before.delete()
    after = make_classroom(district.teacher_page, title=before.title)
    assert (after.url_path, after.pk != before.pk) == (before.url_path, True)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_since_is_seen(
    change: Callable[[District], Any], district: District, client: Client
) -> None:
    before = facts(found(CLASS))
    change(district)
    seen = found(CLASS)
    answer = client.get(f"{CLASS}?drawn=1")
    remembered._pages.clear()
    anew = found(CLASS)
    assert (seen is None) == (anew is None)
    if seen is not None:
        assert facts(seen) == facts(anew) != before
    assert answer.status_code == client.get(f"{CLASS}?drawn=1").status_code


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
