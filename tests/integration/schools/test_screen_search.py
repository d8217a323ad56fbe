"""The search finds screens outside the page tree by words that families use."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.schools.search.index import refresh_listing
from district_cms.schools.search.tasks import refresh_listings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district", "november")]

STATEMENT, REPORT = "barriers:statement", "barriers:report"
CHOOSE, TEXTS = "notifications:request_link", "texts:about"


def test_public_screens_of_packages_are_results(client: Client) -> None:
    refresh_listings()
    hits = client.get("/search/?q=unsubscribe").context["results_page"]
    assert reverse(CHOOSE) in [hit["url"] for hit in hits]


def test_the_page_about_texts_is_found_only_if_texts_are_on(
    client: Client, settings: object
) -> None:
    settings.TEXT_PROVIDER = ""  # type: ignore[attr-defined]
    refresh_listing(name="messages")
    hits = client.get("/search/?q=text+messages").context["results_page"]
    assert reverse(TEXTS) not in [hit["url"] for hit in hits]
