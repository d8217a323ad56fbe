"""The languages of the catalog: names, directions, and other tags for them."""

import pytest
from langcodes import tag_is_valid

from district_cms.checks.languages import (
    CATALOG,
    is_right_to_left,
    language,
    language_name,
    primary_language,
)


@pytest.mark.parametrize(
    "tag, expected",
    [
        ("en", "en"),
        ("es-MX", "es"),
        ("ES", "es"),
        ("es-419", "es"),
        ("zh-Hans-CN", "zh"),
        ("sr-Latn-RS", "sr"),
        ("en-US-GB", "en"),
        ("zh-min-nan", "zh"),
        ("bla", "bla"),  # Blackfoot
        ("cro", "cro"),  # Crow
        ("hmn", "hmn"),  # Hmong
        ("prs", "prs"),  # Dari
        ("swc", "swc"),  # Swahili as Congo speaks it
        ("qaa", "qaa"),
        ("en_US", ""),
        ("spa", ""),
        ("spanish", ""),
        ("e", ""),
        ("isv", "isv"),
        ("und", "und"),
    ],
)
def test_a_tag_begins_with_a_registered_language(tag: str, expected: str) -> None:
    assert primary_language(tag) == expected


def test_every_offered_language_has_a_valid_tag_and_unique_names() -> None:
    offered = list(CATALOG.values())
    assert [one.tag for one in offered if not tag_is_valid(one.tag)] == []
    assert [one.tag for one in offered if not primary_language(one.tag)] == []
    assert len({one.name for one in offered}) == len(offered)
    assert len({one.own_name for one in offered}) == len(offered)


def test_the_list_begins_with_english_and_is_sorted_by_english_name() -> None:
    names = [one.name for one in CATALOG.values()]
    assert names[0] == "English"
    assert names[1:] == sorted(names[1:])


@pytest.mark.parametrize(
    "tag, name",
    [
        ("es", "Spanish"),
        ("es-MX", "Spanish"),
        ("fil", "Tagalog"),
        ("iw", "Hebrew"),
        ("zh", "Chinese"),
        ("zh-TW", "Chinese (traditional)"),
        ("zh-Hant-HK", "Chinese (traditional)"),
        ("zh-CN", "Chinese (simplified)"),
        ("qaa", "qaa"),
        ("", ""),
    ],
)
def test_a_tag_is_shown_by_the_name_of_its_language(tag: str, name: str) -> None:
    assert language_name(tag) == name


def test_a_tag_outside_the_catalog_has_no_language() -> None:
    assert language("qaa") is None


@pytest.mark.parametrize(
    "tag, direction",
    [
        *(("ar", "rtl"), ("ar-IQ", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("prs", "rtl")),
        *(("ps", "rtl"), ("ur", "rtl"), ("ckb", "rtl"), ("ug", "rtl"), ("yi", "rtl")),
        *(("pa-Arab", "rtl"), ("ku-arab", "rtl"), ("uz-Latn", "ltr"), ("ar-Latn", "ltr")),
        *(("en", "ltr"), ("es", "ltr"), ("ru", "ltr"), ("zh-Hant", "ltr"), ("qaa", "ltr")),
    ],
)
def test_the_direction_follows_the_script(tag: str, direction: str) -> None:
    assert is_right_to_left(tag) is (direction == "rtl")
