"""Unpublished, restricted or moved pages leave the search and its suggestions at once."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from district_cms.schools.models import SameWords, SearchedWord
from district_cms.schools.search import index
from district_cms.schools.search.answers import corrected, find
from district_cms.schools.search.matching import SearchFilter, page_ids
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


def found(query: str) -> set[str]:
    ids = page_ids(find(query, SearchFilter(), TODAY).hits)
    return set(Page.objects.filter(pk__in=ids).values_list("title", flat=True))


def suggested(client: Client, query: str) -> list[str]:
    answer: list[str] = client.get("/search/suggestions/", {"q": query}).json()["suggestions"]
    return answer


def test_a_class_is_found_only_by_its_current_teachers(district: District, client: Client) -> None:
    """The search reveals neither future nor former teachers."""
    days = {
        "Zobelfuchs": (TODAY + 40 * DAY, None),
        "Quillfeather": (None, TODAY - 40 * DAY),
        "Wexelblatt": (TODAY, TODAY),
    }
    for family, (first, last) in days.items():
        staff = make_staff(given_name="Ada", family_name=family)
        district.classroom.teaching.create(staff=staff, starts_on=first, until=last)
    assert {name: found(name) for name in days} == {
        "Zobelfuchs": set(),
        "Quillfeather": set(),
        "Wexelblatt": {"Math 3"},
    }
    assert suggested(client, "zobelfuch") == []


def test_a_teacher_is_not_found_by_a_private_class(district: District) -> None:
    assert "Ms. Rivera" in found("mathematics")
    district.classroom.view_restrictions.create(restriction_type="password", password="x")
    index.rebuild()
    assert found("mathematics").isdisjoint({"Ms. Rivera", "Math 3"})


def test_at_most_three_unknown_words_are_corrected(db: None) -> None:
    for word in ("abcdef", "ghijkl", "mnopqr", "stuvwx"):
        SearchedWord.objects.create(word=word)
    assert corrected("abcdeg ghijkm mnopqs stuvwy", {}) == "abcdef ghijkl mnopqr stuvwy"


def test_a_word_is_not_corrected_to_its_ending(db: None) -> None:
    same = {("phone",): (("telephone",),), ("telephone",): (("phone",),)}
    assert corrected("xylophone", same) == ""
    assert corrected("telefone", same) == "telephone"


def test_a_place_for_families_only_is_not_searchable(district: District) -> None:
    event = {
        "title": "Regatta",
        "date": dt.date(2026, 11, 13),
        "place": "Zanzibar Lodge",
        "off_campus": True,
        "audience": "families",
    }
    make_post(make_activity(district.school), title="A trip", events=[("event", event)])
    assert found("regatta") == {"A trip"}
    assert found("zanzibar") == set()


@pytest.mark.parametrize("words", ["math", "math, MATH", " , ", "math, Máth"])
def test_synonyms_need_at_least_two_words(words: str) -> None:
    with pytest.raises(ValidationError):
        SameWords(words=words).full_clean()


@pytest.mark.parametrize("typed, meant", [("maht", "math"), ("mahtematics", "mathematics")])
def test_swapped_letters_are_the_nearest_correction(typed: str, meant: str) -> None:
    """ "mate" and "matematicas", its Spanish synonyms, are as similar and come first."""
    words = ("math", "mate", "mathematics", "matematicas")
    same: Any = {(word,): frozenset() for word in words}
    assert corrected(typed, same) == meant
