"""Pages cannot have addresses that the site itself uses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from classroom.models import ClassroomPage
from district_cms.schools.heads.reserved_slugs import (
    BY_SLUG_OF_A_SCHOOL,
    GIVES_WAY,
    first_steps,
    is_taken,
)
from district_cms.schools.models import HomePage, SchoolPage, StandardPage
from tests.factories.district import District
from tests.factories.pages import make_standard_page
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(district: District, client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def routes(patterns: Any, before: str = "", space: str = "") -> Any:
    """(route, name) of every entry in the URL configuration."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inside = f"{space}{each.namespace}:" if each.namespace else space
            yield from routes(each.url_patterns, route, inside)
        elif isinstance(each, URLPattern) and each.name:
            yield route, space + each.name


def test_every_route_with_a_school_slug_is_listed() -> None:
    named = {name for route, name in routes(get_resolver().url_patterns) if "<slug:slug>" in route}
    assert named == set(BY_SLUG_OF_A_SCHOOL)


@pytest.mark.parametrize("slug", sorted(first_steps()))
def test_no_first_level_page_has_the_address_of_a_route(slug: str) -> None:
    assert is_taken(slug, HomePage(depth=2))
    assert not is_taken(f"{slug}-page", HomePage(depth=2))


def test_every_route_starts_with_a_reserved_slug(
    district: District,
) -> None:
    """Computed from the routes: everything that is not a page."""
    for route, name in routes(get_resolver().url_patterns):
        step = route.lstrip("^").split("/")[0]
        if name == "wagtail_serve" or not step.replace("-", "").replace("_", "").isalnum():
            continue
        assert "." in route or step in GIVES_WAY or is_taken(step, district.home), route


@pytest.mark.parametrize("slug", ["search", "calendar", "t", "static", "media", "_util"])
def test_the_form_says_that_an_address_is_taken(slug: str, district: District) -> None:
    page = make_standard_page(district.home)
    page.slug = slug
    for check in (page.full_clean, page.minimal_clean):
        with pytest.raises(ValidationError) as refused:
            check()
        assert f"“{slug}-page”" in refused.value.message_dict["slug"][0]


def test_below_a_page_only_its_own_routes_are_reserved(district: District) -> None:
    assert not is_taken("search", district.school)
    assert is_taken("feed", ClassroomPage.objects.get(pk=district.classroom.pk))
    assert not is_taken("feed", district.school)


def test_a_school_whose_name_is_taken_is_refused_in_the_editor(
    district: District, office: Client
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["schools", "schoolpage", district.home.pk])
    typed = {"title": "Search", "slug": "search", "kind": "high", "introduction": rich_text("")}
    typed |= {"introduction_es": rich_text(""), "comments": inline_formset([])}
    typed |= {"body": streamfield([]), "body_es": streamfield([])}
    answer = office.post(address, nested_form_data(typed))
    assert answer.status_code == 200
    assert "The site itself uses the address" in answer.content.decode()
    assert not SchoolPage.objects.filter(slug="search").exists()


def test_copied_and_moved_pages_cannot_take_reserved_slugs(
    district: District, office: Client
) -> None:
    page = make_standard_page(district.school, slug="search")
    copied = office.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Search", "new_slug": "search", "new_parent_page": district.home.pk},
    )
    assert "The site itself uses the address" in copied.content.decode()
    moved = office.post(
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, district.home.pk]), follow=True
    )
    assert "The site itself uses the address" in moved.content.decode()
    other = make_standard_page(district.school, slug="stays-free")
    several = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    sent = {"chooser": district.home.pk}
    after = reverse("wagtailadmin_explore_root")
    answer = office.post(f"{several}?id={page.pk}&id={other.pk}&next={after}", sent, follow=True)
    assert "The site itself uses the address" in answer.content.decode()
    assert StandardPage.objects.get(pk=other.pk).get_parent().pk == district.home.pk
    assert list(StandardPage.objects.filter(slug="search")) == [page]
    assert StandardPage.objects.get(slug="search").get_parent().pk == district.school.pk


def test_a_copy_with_a_slug_longer_than_an_address_is_refused(
    district: District, office: Client
) -> None:
    page = make_standard_page(district.school, slug="ponds")
    for typed in ({"new_slug": "a" * 70_000}, {"new_title": "a" * 70_000}):
        form = {"new_title": "Ponds", "new_slug": "b", "new_parent_page": district.school.pk}
        copied = office.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**form, **typed})
        assert "Ensure this value has at most 255 characters" in copied.text
    assert StandardPage.objects.get() == page


def test_each_page_that_a_bulk_move_refuses_is_named_once(
    district: District, office: Client
) -> None:
    """One would get an address of the site, the other one that a sibling has, which Wagtail reports
    on a second screen."""
    taken = make_standard_page(district.school, slug="search")
    make_standard_page(district.home, slug="double")
    double = make_standard_page(district.school, slug="double")
    several = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    sent = {"chooser": district.home.pk}
    after = reverse("wagtailadmin_explore_root")
    answer = office.post(f"{several}?id={taken.pk}&id={double.pk}&next={after}", sent)
    assert answer.content.decode().count("The site itself uses the address") == 1
    # If no page is left to move, there is no other message.
    answer = office.post(f"{several}?id={taken.pk}&next={after}", sent, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert "The site itself uses the address" in said[0]


def test_addresses_below_a_route_are_never_pages() -> None:
    for step in first_steps() - {"static"}:
        for address in (f"/{step}/", f"/{step}/x/"):
            try:
                found = resolve(address)
            except Resolver404:
                continue
            # If no route matches, Wagtail looks for a page and finds none.
            assert found.url_name == "wagtail_serve" or found.route.lstrip("^").startswith(step)
