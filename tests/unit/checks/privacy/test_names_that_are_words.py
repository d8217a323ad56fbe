"""Given names that are also words: the words beside one decide."""

import pytest

from district_cms.checks.privacy.naming.mentions import mentions
from district_cms.checks.privacy.naming.word_lists import ALL_GIVEN, ORDINARY, WORDS_AS_GIVEN


def names(line: str) -> list[str]:
    return [mention.name for mention in mentions(line)]


@pytest.mark.parametrize(
    "line, named",
    [
        ("Hunter is in the resource room.", ["Hunter"]),
        ("We missed Hope in class.", ["Hope"]),
        ("Everyone except Sterling.", ["Sterling"]),
        ("Chase and Lance got caught.", ["Chase", "Lance"]),
        ("Bobby Tran and Summer", ["Bobby Tran", "Summer"]),
        ("Lily's seizure plan", ["Lily"]),
        ("Luz no pasó.", ["Luz"]),
        ("Summer's tutor came because she failed.", ["Summer"]),
        ("Melody Franks came.", ["Melody Franks"]),
        ("River Thompson-Wu came.", ["River Thompson-Wu"]),
        ("Skyler Dean came.", ["Skyler Dean"]),
    ],
)
def test_a_word_in_a_place_for_names_is_a_name(line: str, named: list[str]) -> None:
    assert names(line) == named


@pytest.mark.parametrize(
    "line",
    [
        "Will you help?",
        "Hope you can come.",
        "Summer is here.",
        "Chance of rain: 60 percent.",
        "The Joy of Reading",
        "Penny Wars begin on Monday.",
        "Grace Lutheran Church",
        "North Carolina",
        "May is the last month.",
        "la Paz y la Esperanza",
        "Faith, hope and charity",
        "Miss Summer reads to us.",
    ],
)
def test_elsewhere_the_word_is_not_a_name(line: str) -> None:
    assert names(line) == []


def test_the_lists_of_names_and_words_do_not_overlap() -> None:
    assert sorted(WORDS_AS_GIVEN & ALL_GIVEN - ORDINARY) == []
