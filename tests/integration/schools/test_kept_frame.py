"""The frame, the site and the school years are kept by the process: asked for again only when they
have changed."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Locale, Page, Site

from district_cms.schools.frame import frame_pages
from district_cms.schools.models import HomePage
from district_cms.schools.routing import site_of
from district_cms.schools.services.site import create_site
from tests.factories.pages import make_school

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
