"""Given names that are words as well: what stands beside one says if somebody is called so."""

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
def test_where_a_name_stands_it_is_one(line: str, named: list[str]) -> None:
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
def test_elsewhere_it_is_a_word(line: str) -> None:
    assert names(line) == []


def test_a_name_is_a_word_as_well_or_it_is_not() -> None:
    assert sorted(WORDS_AS_GIVEN & ALL_GIVEN - ORDINARY) == []
