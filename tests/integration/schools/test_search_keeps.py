"""What is taken down, restricted or moved leaves the search at once, and what it suggests."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from district_cms.schools.models import SameWords, SearchedWord
from district_cms.schools.search import index
from district_cms.schools.search.answers import find
from district_cms.schools.search.matching import SearchFilter
from district_cms.schools.search.spelling import corrected
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


def found(query: str) -> set[str]:
    ids = find(query, SearchFilter(), TODAY).page_ids
    return set(Page.objects.filter(pk__in=ids).values_list("title", flat=True))


def suggested(client: Client, query: str) -> list[str]:
    answer: list[str] = client.get("/search/suggestions/", {"q": query}).json()["suggestions"]
    return answer


def test_a_class_is_found_by_whoever_teaches_it_today_and_by_nobody_else(
    district: District, client: Client
) -> None:
    """Nobody learns from the search who will come, nor who was there."""
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


def test_a_teacher_is_not_found_by_a_class_behind_a_password(district: District) -> None:
    assert "Ms. Rivera" in found("mathematics")
    district.classroom.view_restrictions.create(restriction_type="password", password="x")
    index.rebuild()
    assert found("mathematics").isdisjoint({"Ms. Rivera", "Math 3"})


def test_of_many_words_that_nobody_knows_three_are_read_otherwise(db: None) -> None:
    for word in ("abcdef", "ghijkl", "mnopqr", "stuvwx"):
        SearchedWord.objects.create(word=word)
    assert corrected("abcdeg ghijkm mnopqs stuvwy", {}) == "abcdef ghijkl mnopqr stuvwy"


def test_a_word_is_not_read_as_the_end_of_it(db: None) -> None:
    same = {("phone",): (("telephone",),), ("telephone",): (("phone",),)}
    assert corrected("xylophone", same) == ""
    assert corrected("telefone", same) == "telephone"


def test_a_place_for_families_only_is_found_by_nobody(district: District) -> None:
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
def test_one_word_alone_means_the_same_as_nothing(words: str) -> None:
    with pytest.raises(ValidationError):
        SameWords(words=words).full_clean()


@pytest.mark.parametrize("typed, meant", [("maht", "math"), ("mahtematics", "mathematics")])
def test_two_letters_the_wrong_way_around_are_the_nearest_slip(typed: str, meant: str) -> None:
    """ "mate" and "matematicas", Spanish for the same, are as alike and stand first."""
    words = ("math", "mate", "mathematics", "matematicas")
    same: Any = {(word,): frozenset() for word in words}
    assert corrected(typed, same) == meant
