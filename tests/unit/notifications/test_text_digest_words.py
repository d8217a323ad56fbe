"""The words of a text about classes, and what it leaves out if there is no room."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from notifications.digests.grouping import Digest, Group, Recipient
from notifications.digests.text import TextRenderer
from notifications.sources import ClassFacts
from notifications.texts import messages
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
        "notifications.texts.messages.site_root", lambda: "https://www.larkspur.example"
    )


def text_of(
    classes: list[ClassFacts],
    language: str,
    title: str = "Fractions",
    others: tuple[ClassFacts, ...] = (),
) -> str:
    titles = {UUID(int=1000 + each.pk): title for each in classes}
    renderer = TextRenderer({each.page: each for each in (*classes, *others)}, titles)
    groups = tuple(Group(each.page, (UUID(int=1000 + each.pk),)) for each in classes)
    person = Recipient(UUID(int=5), "+14065550123", language, ())
    renderer.draft(Digest(person, groups, tuple(each.page for each in others)))
    (content,) = renderer._unsaved
    return content.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2, 3, 7, 40, 400])
@pytest.mark.parametrize("title", ["Fractions", "Fracciones y números", "Long " * 60])
def test_a_text_is_one_segment_or_in_spanish_two_and_always_has_its_link_and_how_to_stop(
    language: str, number: int, title: str
) -> None:
    text = text_of([facts(each) for each in range(number)], language, title)
    assert length_of(text).segments <= (1 if language == "en" else 2)
    assert text.startswith("Juniper Creek 0")
    assert "www.larkspur.example/" in text
    assert "STOP" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_fit_the_gsm_alphabet(language: str) -> None:
    assert length_of(text_of([facts(each) for each in range(9)], language)).gsm


def test_schools_come_once_with_their_classes_below_them() -> None:
    for language, begin in [
        (
            "es",
            "Juniper Creek 1: Math 1 (Fractions), Math 3 (Fractions). Juniper Creek 0: Math 2 (",
        ),
        (
            "en",
            "Juniper Creek 1: new in Math 1, Math 3. Juniper Creek 0: new in Math 2. Read more: ",
        ),
    ]:
        assert text_of([facts(1), facts(2), facts(3)], language).startswith(begin)


def test_without_room_titles_are_dropped_first_and_then_the_last_classes() -> None:
    text = text_of([facts(each, school="Juniper Creek") for each in range(4)], "en", "Long " * 18)
    assert text.startswith("Juniper Creek: new in Math 0, Math 1, Math 2, Math 3. Read more: ")
    text = text_of([facts(each, school="Juniper Creek") for each in range(90)], "en")
    assert text.startswith("Juniper Creek: new in Math 0, Math 1, ")
    shown = text.partition(" and ")[0].count("Math")
    assert f"and {90 - shown} more classes. Read more: " in text
    assert 130 < length_of(text).units <= 160


def test_a_very_long_name_is_cut_but_not_the_link() -> None:
    long = facts(1, name="Ж" * 200, school="Школа")
    text = text_of([long], "en")
    assert length_of(text).segments <= 2
    assert text.startswith("Школа: ")
    assert "... Read more: www.larkspur.example/juniper-creek/ms-rivera/2026-27/math-1/" in text


def math(number: int, teachers: str, school: str = "Juniper Creek") -> ClassFacts:
    return facts(number, name="Math 3", teachers=teachers, school=school)


def test_two_classes_of_one_name_are_disambiguated_by_teacher() -> None:
    three = [math(1, "Ms. Rivera"), math(2, "Mr. Fox"), facts(4, school="Juniper Creek")]
    assert text_of(three, "en").startswith(
        "Juniper Creek: new in Math 3 - Ms. Rivera, Math 3 - Mr. Fox, Math 4. Read more: "
    )


def test_a_class_is_disambiguated_from_one_without_news() -> None:
    text = text_of([math(1, "Ms. Rivera")], "en", others=(math(2, "Mr. Fox"),))
    assert text.startswith("Juniper Creek, Math 3 - Ms. Rivera: Fractions. Read more: ")


def test_classes_at_different_schools_need_no_teacher() -> None:
    text = text_of([math(1, "Ms. Rivera"), math(2, "Mr. Fox", "Cedar Ridge")], "en")
    assert text.startswith("Juniper Creek: Math 3 (Fractions). Cedar Ridge: Math 3 (Fractions).")


@pytest.mark.parametrize("language", LANGUAGES)
def test_classes_of_one_name_stay_distinct_without_titles(language: str) -> None:
    text = text_of([math(1, "Ms. Rivera"), math(2, "Mr. Fox")], language, "Long " * 40)
    assert "Math 3 - Ms. Rivera, Math 3 - Mr. Fox." in text
    assert "Long" not in text
    assert length_of(text).segments <= 2


def test_accents_are_kept_and_take_a_second_segment_at_most() -> None:
    text = text_of([facts(1, name="Álgebra", school="Peña Blanca")], "es", "Números")
    assert text.startswith("Peña Blanca, Álgebra: Números. ")
    assert length_of(text).segments == 2


@pytest.mark.django_db
@pytest.mark.parametrize("language, most", [("en", 1), ("es", 2)])
def test_our_short_texts_are_as_short(language: str, most: int, settings: Any) -> None:
    settings.TEXT_PROGRAM = ""
    settings.DISTRICT_NAME = "Larkspur Valley Public Schools"
    with translation.override(language):
        texts = [
            messages.code("123456"),
            messages.welcome(3),
            messages.stopped(),
            messages.stopped_everything(),
            messages.started(),
            messages.helped(),
            messages.not_read(),
            messages.no_open_question(),
        ]
    assert [text for text in texts if length_of(text).segments > most] == []
    assert "STOP" in texts[5]
