"""A document is found as long as a page that everyone may read shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, ReferenceIndex

from district_cms.media.models import DistrictDocument
from district_cms.schools.models import Findable, StandardPage
from district_cms.schools.search import shown
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


def test_a_document_is_found_with_its_kind_its_size_and_the_page_on_which_it_stands(
    district: District, supplies: DistrictDocument, client: Client
) -> None:
    page = shows(make_standard_page(district.school, title="Before the year"), supplies)
    (hit,) = hits(client, "supply list")
    assert (hit["title"], hit["url"]) == ("Supply list", supplies.url)
    assert hit["details"] == ["TXT", "23\xa0bytes"]
    assert hit["where"] == ["Before the year", "Juniper Creek Elementary"]
    assert hit["where_url"] == page.url
    assert b"Pencils" in client.get(hit["url"]).getvalue()
    suggestions = client.get("/search/suggestions/?q=supply").json()["suggestions"]
    assert "Supply list" in suggestions


def test_what_no_page_shows_is_not_found(
    district: District, supplies: DistrictDocument, client: Client
) -> None:
    assert Findable.objects.filter(document=supplies).exists()
    assert hits(client, "supply list") == []
    assert client.get("/search/suggestions/?q=supply").json() == {"suggestions": []}


def unpublished(page: StandardPage, document: DistrictDocument) -> None:
    page.unpublish()


def deleted(page: StandardPage, document: DistrictDocument) -> None:
    page.delete()


def taken_out(page: StandardPage, document: DistrictDocument) -> None:
    shows(page)


def restricted(page: StandardPage, document: DistrictDocument) -> None:
    page.view_restrictions.create(restriction_type="login")


def restricted_above(page: StandardPage, document: DistrictDocument) -> None:
    page.get_parent().view_restrictions.create(restriction_type="password", password="pond")


def in_a_private_collection(page: StandardPage, document: DistrictDocument) -> None:
    """Past the checks that keep what live pages show out of it."""
    private = Collection.get_first_root_node().add_child(name="Staff")
    private.view_restrictions.create(restriction_type="login")
    DistrictDocument._base_manager.filter(pk=document.pk).update(collection=private)


@pytest.mark.parametrize(
    "gone",
    [unpublished, deleted, taken_out, restricted, restricted_above, in_a_private_collection],
)
def test_a_document_goes_with_the_last_page_that_shows_it(
    gone: Callable[[StandardPage, DistrictDocument], None],
    district: District,
    supplies: DistrictDocument,
    client: Client,
) -> None:
    page = shows(make_standard_page(district.school), supplies)
    assert len(hits(client, "supply list")) == 1
    gone(page, supplies)
    assert hits(client, "supply list") == []


def test_a_draft_shows_nothing(
    district: District, supplies: DistrictDocument, client: Client
) -> None:
    page = make_standard_page(district.school)
    page.body = [("document", {"document": supplies, "text": "", "language": ""})]
    page.save_revision()
    assert hits(client, "supply list") == []


def test_another_page_that_shows_it_is_named_instead(
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


def test_a_new_title_is_found_and_the_old_one_no_more(
    district: District, supplies: DistrictDocument, client: Client
) -> None:
    supplies.title = "What to bring"
    supplies.save()
    shows(make_standard_page(district.school), supplies)
    assert [hit["title"] for hit in hits(client, "bring")] == ["What to bring"]
    assert hits(client, "supply list") == []


def test_a_recording_is_found_by_its_page_alone(district: District, client: Client) -> None:
    film = DistrictDocument.objects.create(
        title="Supply list", file=ContentFile(b"WEBVTT", name="words.vtt")
    )
    assert not Findable.objects.filter(document=film).exists()


def test_being_found_is_no_use_of_a_document(supplies: DistrictDocument) -> None:
    """Or it could not be deleted, nor hidden when its page is taken down."""
    found = Findable.objects.get(document=supplies)
    assert not ReferenceIndex.is_indexed(Findable)
    assert not ReferenceIndex.get_references_to(supplies).exists()
    supplies.delete()
    assert not Findable.objects.filter(pk=found.pk).exists()


def test_documents_cost_one_query_however_many_are_found(
    district: District, client: Client
) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=supply")
        return [query["sql"] for query in queries if "media_districtdocument" in query["sql"]]

    page = make_standard_page(district.school)
    shows(page, make_document("Supply list 0"))
    assert len(asked()) == 2  # which page shows it, and what its result says
    shows(page, *(make_document(f"Supply list {number}") for number in range(5)))
    assert len(asked()) == 2


def test_of_many_pages_that_show_it_the_newest_are_looked_at(
    district: District,
    supplies: DistrictDocument,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shown, "_SHOWN_ON", shown._SHOWN_ON.replace("LIMIT 200", "LIMIT 2"))
    pages = [shows(make_standard_page(district.school), supplies) for _each in range(3)]
    pages[2].unpublish()
    (hit,) = hits(client, "supply list")
    assert hit["where_url"] == pages[1].url
