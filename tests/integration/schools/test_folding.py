"""Texts are compared without accents, by families and in the editor, whoever typed them."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from district_cms.schools.models import StandardPage
from district_cms.schools.search.folding import _asked
from tests.factories.district import District
from tests.factories.pages import make_standard_page

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture
def page(district: District) -> StandardPage:
    made = make_standard_page(district.home, title="Evaluación de lectura")
    made.body = [("prose", "<p>La excursión será el miércoles. Bring a résumé.</p>")]
    made.save_revision().publish()
    return StandardPage.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    "query",
    ["evaluacion", "Evaluación", "EVALUACIÓN", "excursion miercoles", "miércoles", "resume"],
)
def test_a_page_is_found_with_and_without_accents(query: str, page: StandardPage) -> None:
    assert list(Page.objects.search(query)) == [page.page_ptr]
    assert list(StandardPage.objects.live().search(PlainText(query))) == [page]
    assert not list(Page.objects.search(f"{query} submarine", operator="and"))


def test_the_editor_s_box_that_completes_words_does_so_too(page: StandardPage) -> None:
    for begun in ("evaluaci", "evaluació"):
        assert list(Page.objects.autocomplete(begun)) == [page.page_ptr]


def test_what_is_shown_of_a_page_keeps_its_accents(page: StandardPage) -> None:
    (found,) = StandardPage.objects.search("evaluacion")
    assert found.title == "Evaluación de lectura"
    assert "miércoles" in str(found.body)


def test_every_part_of_a_question_is_without_accents() -> None:
    asked = _asked(
        And(
            [
                PlainText("É", operator="or", boost=2.0),
                Or([Phrase("è ê"), Not(PlainText("ë"))]),
                Boost(Fuzzy("ñ"), 3.0),
            ]
        )
    )
    text, either, boosted = asked.subqueries
    assert (text.query_string, text.operator, text.boost) == ("E", "or", 2.0)
    assert either.subqueries[0].query_string == "e e"
    assert either.subqueries[1].subquery.query_string == "e"
    assert (boosted.subquery.query_string, boosted.boost) == ("n", 3.0)


def test_the_backend_is_made_once_for_each_database() -> None:
    assert type(get_search_backend()) is type(get_search_backend())


def test_the_text_of_a_page_is_read_once_when_it_is_indexed(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_search_backend().add(page)
    read, of_field = [], StreamField.get_searchable_content

    def reading(field: StreamField, value: object) -> list[str]:
        read.append(field.name)
        return list(of_field(field, value))

    monkeypatch.setattr(StreamField, "get_searchable_content", reading)
    get_search_backend().add(page)
    assert read == ["body", "body_es"]


def test_a_save_weighs_its_own_title_and_reads_no_other(
    district: District, page: StandardPage
) -> None:
    other = make_standard_page(district.home, title="Lunch")
    backend, entries = get_search_backend(), IndexEntry.objects.all()
    for each in (page, other):
        backend.add(each)
    entries.update(title_norm=1.0)
    with CaptureQueriesContext(connection) as asked:
        backend.add(page)
    weights = dict(entries.values_list("object_id", "title_norm"))
    assert 0 < weights[str(page.pk)] < 1.0
    assert weights[str(other.pk)] == 1.0
    assert not [each for each in asked if "AVG" in each["sql"]]


def test_the_first_title_of_a_district_counts_after_entries_that_have_none(
    page: StandardPage,
) -> None:
    """Their mean is not kept for an hour."""
    backend, entries = get_search_backend(), IndexEntry.objects.all()
    entries.all()._raw_delete(using="default")
    cache.clear()
    page.title = ""
    backend.add(page)
    page.title = "Lunch"
    backend.add(page)
    assert entries.get(object_id=str(page.pk)).title_norm > 0
