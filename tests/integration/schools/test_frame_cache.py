"""The frame, the site and the school years are cached in the process until they change."""

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

# Outside a transaction, because nothing is cached within one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home() -> HomePage:
    """Recreates the site, because tests of this kind may have emptied the database."""
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return create_site(name="Larkspur Valley Public Schools")


def titles() -> list[str]:
    return [page.title for page in frame_pages()]


def test_the_site_is_cached_until_it_or_its_home_page_changes(
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
    # With a second site, the host decides, as in Wagtail.
    Site.objects.create(hostname="old.example", root_page=make_school(home), is_default_site=False)
    assert root() == "Larkspur Valley"
    request = RequestFactory().get("/", headers={"host": "old.example"})
    site = site_of(request)
    assert site is not None
    assert site.hostname == "old.example"
