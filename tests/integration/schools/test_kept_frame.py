"""The frame, the site and the school years are kept by the process: asked for again only when they
have changed."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Locale, Page, Site

from district_cms.schools.calendar.kept import year_shown
from district_cms.schools.frame import footer_links, frame_pages, school_links
from district_cms.schools.models import HomePage, SchoolYear
from district_cms.schools.routing import site_of
from district_cms.schools.services.site import create_site
from tests.factories.pages import make_school, make_standard_page

# Outside a transaction: within one nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home() -> HomePage:
    """The site of a database that may have been emptied by a test of this kind."""
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return create_site(name="Larkspur Valley Public Schools")


def titles() -> list[str]:
    return [page.title for page in frame_pages()]


def test_a_school_that_is_made_renamed_hidden_or_moved_is_seen_at_once_and_asked_for_once(
    home: HomePage,
) -> None:
    school = make_school(home, title="Juniper Creek Elementary")
    other = make_school(home, title="Cottonwood Elementary")
    assert titles() == ["Juniper Creek Elementary", "Cottonwood Elementary"]
    with CaptureQueriesContext(connection) as queries:
        assert len(titles()) == 2
    assert [query["sql"] for query in queries] == []
    school.title = "Juniper Creek"
    school.save()
    assert titles() == ["Juniper Creek", "Cottonwood Elementary"]
    Page.objects.get(pk=other.pk).move(Page.objects.get(pk=school.pk), pos="left")
    assert titles() == ["Cottonwood Elementary", "Juniper Creek"]
    Page.objects.get(pk=other.pk).unpublish()
    assert titles() == ["Juniper Creek"]
    linked = make_standard_page(home, title="Enrollment", show_in_menus=True)
    assert titles() == ["Juniper Creek", "Enrollment"]
    linked = Page.objects.get(pk=linked.pk)
    linked.move(Page.objects.get(pk=school.pk), pos="last-child")
    assert titles() == ["Juniper Creek"]
    Page.objects.get(pk=school.pk).delete()
    assert titles() == []


def test_the_site_is_asked_for_once_and_again_when_it_or_its_home_page_changes(
    home: HomePage,
) -> None:
    def root() -> str:
        site = site_of(RequestFactory().get("/"))
        assert site is not None
        return str(site.root_page.title)

    assert root() == home.title
    with CaptureQueriesContext(connection) as queries:
        root()
    assert [query["sql"] for query in queries] == []
    home.title = "Larkspur Valley"
    home.save()
    assert root() == "Larkspur Valley"
    # With a second site the name in the address decides, as Wagtail has it.
    Site.objects.create(hostname="old.example", root_page=make_school(home), is_default_site=False)
    assert root() == "Larkspur Valley"
    request = RequestFactory().get("/", headers={"host": "old.example"})
    site = site_of(request)
    assert site is not None
    assert site.hostname == "old.example"


def test_a_school_year_that_is_moved_is_seen_at_once() -> None:
    year = SchoolYear.objects.create(
        name="2026-27", first_day=dt.date(2026, 8, 25), last_day=dt.date(2027, 6, 10)
    )
    assert year_shown(dt.date(2026, 7, 1)) == year
    with CaptureQueriesContext(connection) as queries:
        year_shown(dt.date(2026, 7, 1))
    assert [query["sql"] for query in queries] == []
    year.delete()
    assert year_shown(dt.date(2026, 7, 1)) is None


def test_links_of_the_frame_are_those_of_its_pages_also_from_the_second_site_on(
    home: HomePage, rf: RequestFactory, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    school = make_school(home, title="Juniper Creek Elementary")
    make_standard_page(home, title="Contact", show_in_menus=True)

    def shown_and_own(host: str) -> tuple[list[str], list[str]]:
        request = rf.get("/", headers={"Host": host})
        pages = frame_pages()
        links = [*school_links(pages, request), *footer_links(pages, request)]
        # In the order in which the links are, and read anew.
        schools = Page.objects.filter(pk=school.pk)
        others = Page.objects.filter(show_in_menus=True)
        own = [page.get_url(request) for page in (*schools, *others)]
        return [link["url"] for link in links], own

    shown, own = shown_and_own("localhost")
    assert shown == own
    assert all(url.startswith("/") for url in shown)
    Site.objects.create(hostname="other.example", root_page=school)
    by_host = {host: shown_and_own(host) for host in ("localhost", "other.example")}
    for shown, own in by_host.values():
        assert shown == own
    assert by_host["localhost"] != by_host["other.example"]
