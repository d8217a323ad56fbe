"""What a text about classes says, and what it leaves out where there is no room."""

from typing import Any
from uuid import UUID

import pytest

from notifications.digests.build import Digest, Group, Recipient
from notifications.digests.by_text import TextRenderer
from notifications.sources import ClassFacts
from notifications.texts.segments import length_of

LANGUAGES = ["en", "es"]


def facts(number: int, **more: Any) -> ClassFacts:
    values: dict[str, Any] = {
        "page": UUID(int=number),
        "name": f"Math {number}",
        "school": f"Juniper Creek {number % 2}",
        "teachers": "",
        "url": f"https://www.larkspur.example/juniper-creek/ms-rivera/2026-27/math-{number}/",
        "ask": "",
        "offered_since": None,
        "starts_on": None,
        "path": "",
        "pk": number,
        **more,
    }
    return ClassFacts(**values)


@pytest.fixture(autouse=True)
def _no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "notifications.texts.links.site_root", lambda: "https://www.larkspur.example"
    )


def text_of(classes: list[ClassFacts], language: str, title: str = "Fractions") -> str:
    titles = {UUID(int=1000 + each.pk): title for each in classes}
    renderer = TextRenderer({each.page: each for each in classes}, titles)
    groups = tuple(Group(each.page, (UUID(int=1000 + each.pk),)) for each in classes)
    person = Recipient(UUID(int=5), "+14065550123", language, ())
    renderer.draft(Digest(person, groups))
    (content,) = renderer._unsaved
    return content.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2, 3, 7, 40, 400])
@pytest.mark.parametrize("title", ["Fractions", "Fracciones y números", "Long " * 60])
def test_a_text_is_at_most_two_segments_and_always_has_its_link_and_how_to_stop(
    language: str, number: int, title: str
) -> None:
    text = text_of([facts(each) for each in range(number)], language, title)
    assert length_of(text).segments <= 2
    assert text.startswith("Juniper Creek 0")
    assert "www.larkspur.example/" in text
    assert "STOP" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_are_of_the_alphabet_that_is_cheap(language: str) -> None:
    assert length_of(text_of([facts(each) for each in range(9)], language)).gsm


def test_schools_come_once_with_their_classes_below_them() -> None:
    text = text_of([facts(1), facts(2), facts(3)], "en")
    assert text.startswith(
        "Juniper Creek 1: Math 1 (Fractions), Math 3 (Fractions). Juniper Creek 0: Math 2 (Frac"
    )


def test_titles_go_first_where_there_is_no_room_and_then_the_last_classes() -> None:
    text = text_of([facts(each, school="Juniper Creek") for each in range(4)], "en", "Long " * 18)
    assert text.startswith("Juniper Creek: new in Math 0, Math 1, Math 2, Math 3. Read more: ")
    text = text_of([facts(each, school="Juniper Creek") for each in range(90)], "en")
    assert text.startswith("Juniper Creek: new in Math 0, Math 1, ")
    shown = text.partition(" and ")[0].count("Math")
    assert f"and {90 - shown} more classes. Read more: " in text
    assert 260 < length_of(text).units <= 306


def test_a_name_that_fills_a_text_is_cut_and_the_link_is_not() -> None:
    long = facts(1, name="Ж" * 200, school="Школа")
    text = text_of([long], "en")
    assert length_of(text).segments <= 2
    assert "... Read more: www.larkspur.example/juniper-creek/ms-rivera/2026-27/math-1/" in text
