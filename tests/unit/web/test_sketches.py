"""A template that was drawn once and filled in says what it would say drawn anew."""

import re
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from district_cms.web.mail import Both, Sketches

KINDS = ("html", "txt")
FOLDER = "notifications/email/digest"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
LANGUAGES = st.sampled_from(["en", "es", "ar", None])
UPDATE = st.fixed_dictionaries(
    {
        "title": WORDS,
        "language": LANGUAGES,
        "again": st.booleans(),
        "period": WORDS,
        "learning": WORDS,
        "learning_language": LANGUAGES,
        "url": WORDS,
        "assignments": st.lists(
            st.fixed_dictionaries({"title": WORDS, "due": WORDS, "language": LANGUAGES}), max_size=2
        ),
        "events": st.lists(
            st.fixed_dictionaries(
                {"title": WORDS, "day": WORDS, "time": WORDS, "place": WORDS, "language": LANGUAGES}
            ),
            max_size=2,
        ),
    }
)
SKETCHES = Sketches(FOLDER)  # kept, so that most are filled in and not drawn


@settings(max_examples=60, deadline=None)
@given(UPDATE, st.sampled_from(["en", "es"]))
def test_an_update_is_as_its_template_says(update: dict[str, Any], language: str) -> None:
    drawn = SKETCHES.draw("update", language, {"update": update})
    with translation.override(language):
        anew = [render_to_string(f"{FOLDER}/update.{kind}", {"update": update}) for kind in KINDS]
    assert [shown(drawn.html), drawn.text] == [shown(anew[0]), anew[1]]


def shown(html: str) -> str:
    """What a reader gets to see of it: gaps are one space."""
    return " ".join(unescape(html).split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_template_itself_says_is_ascii_without_gaps_and_words_stay_as_typed(
    language: str,
) -> None:
    said = {"day": "Fri", "title": "¿Qué?", "time": "", "place": "", "language": None}
    update = {
        "title": "“Fracciones”",
        "language": "es",
        "again": True,
        "period": "",
        "learning": "½",
        "learning_language": "es",
        "url": "/math-3/",
        "assignments": [],
        "events": [said],
    }
    html = SKETCHES.draw("update", language, {"update": update}).html
    assert "“Fracciones”" in html
    assert "¿Qué?" in html
    assert "&#8220;“Fracciones”&#8221;" in html
    assert re.sub("“Fracciones”|¿Qué\\?|½", "", html).isascii()
    assert "\n\n" not in html
    assert "\n " not in html


def test_text_is_escaped_only_in_html_and_rendered_parts_are_not() -> None:
    days = [{"day": "Friday", "lines": Both("<li>&amp;", "- &")}]
    drawn = SKETCHES.draw("week", "en", {"until": "<b>", "days": days})
    assert "&lt;b&gt;" in drawn.html
    assert "<li>&amp;" in drawn.html
    assert "<b>\n\nFriday\n- &" in drawn.text


@pytest.mark.parametrize("word", ["\ue0000\ue000", "{{ x }}", "%(day)s", "\\1"])
def test_words_that_look_like_a_mark_are_only_words(word: str) -> None:
    first = SKETCHES.draw("school", "en", {"school": "Juniper Creek"})
    again = SKETCHES.draw("school", "en", {"school": word})
    assert again.text == first.text.replace("Juniper Creek", word)
