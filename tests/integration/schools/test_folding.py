"""Texts are compared without accents, by families and in the editor, whoever typed them."""

import pytest
from django.core.cache import cache
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from district_cms.schools.models import StandardPage
from district_cms.schools.search.backend import _folded_query
from tests.factories.district import District
from tests.factories.pages import make_standard_page

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture
def page(district: District) -> StandardPage:
    made = make_standard_page(district.home, title="Evaluación de lectura")
    made.body = [("prose", "<p>La excursión será el miércoles. Bring a résumé.</p>")]
    made.save_revision().publish()
    return StandardPage.objects.get(pk=made.pk)


def test_every_part_of_a_question_is_without_accents() -> None:
    folded = _folded_query(
        And(
            [
                PlainText("É", operator="or", boost=2.0),
                Or([Phrase("è ê"), Not(PlainText("ë"))]),
                Boost(Fuzzy("ñ"), 3.0),
            ]
        )
    )
    text, either, boosted = folded.subqueries
    assert (text.query_string, text.operator, text.boost) == ("E", "or", 2.0)
    assert either.subqueries[0].query_string == "e e"
    assert either.subqueries[1].subquery.query_string == "e"
    assert (boosted.subquery.query_string, boosted.boost) == ("n", 3.0)


def test_the_backend_is_made_once_for_each_database() -> None:
    assert type(get_search_backend()) is type(get_search_backend())


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
