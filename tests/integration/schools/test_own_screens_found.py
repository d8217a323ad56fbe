"""Screens of the site that are no pages of the tree, as families look for them."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.schools.search.index import refresh_listing
from district_cms.schools.search.tasks import refresh_listings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district", "november")]

STATEMENT, REPORT = "barriers:statement", "barriers:report"
CHOOSE, TEXTS = "notifications:request_link", "texts:about"


def test_the_screens_of_rooms_are_results(client: Client) -> None:
    refresh_listings()
    hits = client.get("/search/?q=unsubscribe").context["results_page"]
    assert reverse(CHOOSE) in [hit["url"] for hit in hits]


def test_without_texts_nobody_finds_the_page_about_them(client: Client, settings: object) -> None:
    settings.TEXT_PROVIDER = ""  # type: ignore[attr-defined]
    refresh_listing(name="messages")
    hits = client.get("/search/?q=text+messages").context["results_page"]
    assert reverse(TEXTS) not in [hit["url"] for hit in hits]
