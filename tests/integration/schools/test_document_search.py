"""A document is found while a public page shows it."""

from typing import Any

import pytest
from django.test import Client

from district_cms.media.models import DistrictDocument
from district_cms.schools.models import StandardPage
from tests.factories.district import District
from tests.factories.editor import make_document
from tests.factories.pages import make_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


def shows(page: StandardPage, *documents: DistrictDocument) -> StandardPage:
    page.body = [("document", {"document": each, "text": "", "language": ""}) for each in documents]
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def hits(client: Client, query: str, **more: str) -> list[dict[str, Any]]:
    response = client.get("/search/", {"q": query, **more})
    found = list(response.context["results_page"])
    return [hit for hit in found if hit["kind_label"] == "Document"]


@pytest.fixture
def supplies() -> DistrictDocument:
    return make_document("Supply list")


def deleted(page: StandardPage, document: DistrictDocument) -> None:
    page.delete()


def test_another_public_page_with_the_document_is_named_instead(
    district: District, supplies: DistrictDocument, client: Client
) -> None:
    first = shows(make_standard_page(district.home, title="For everyone"), supplies)
    shows(make_standard_page(district.other_school, title="At Larkspur"), supplies)
    (hit,) = hits(client, "supply list")
    assert hit["where"] == ["For everyone"]
    (hit,) = hits(client, "supply list", school="larkspur-middle")
    assert hit["where"] == ["At Larkspur", "Larkspur Middle"]
    assert hits(client, "supply list", school="juniper-creek") == []
    first.view_restrictions.create(restriction_type="login")
    (hit,) = hits(client, "supply list")
    assert hit["where"] == ["At Larkspur", "Larkspur Middle"]
