"""The public search: live pages only, by teacher, class and topic."""

from typing import Any

import pytest
from django.test import Client

from district_cms.schools.search import views
from district_cms.web.rate_limits import Limit
from tests.factories.district import District

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def search(client: Client, query: str, **more: Any) -> Any:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.context


def titles(client: Client, query: str) -> list[str]:
    return sorted(hit["title"] for hit in search(client, query)["results_page"])


def test_spelling_suggestions_are_rate_limited_and_exact_matches_are_not(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "GUESSES", Limit("search.guesses", 1, 60))

    def hits(query: str) -> int:
        total: int = client.get("/search/", {"q": query}).context["total"]
        return total

    assert [hits("rivero"), hits("rivera"), hits("rivero"), hits("rivera")] == [2, 2, 0, 2]
    assert client.get("/search/suggestions/", {"q": "rivero"}).json() == {"suggestions": []}
