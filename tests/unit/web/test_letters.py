"""Accents and case are folded in one way, whoever compares."""

import re
from pathlib import Path

import pytest

from district_cms.checks.accessibility.words import bare_words
from district_cms.checks.privacy.normalizing import fold
from district_cms.schools.search.words import for_sorting, words
from district_cms.web.text_folding import folded, without_accents
from notifications.texts.commands import TextCommand, normalize, understand
from signatures.checking.source import plain_words

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("Núñez", "nunez"),
        ("Nu\u0301n\u0303ez", "nunez"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("ﬁn", "fin"),
        ("\uff2d\uff21\uff32\uff29\uff21", "maria"),
        ("\U0001d40c\U0001d41a\U0001d42b\U0001d422\U0001d41a", "maria"),
        ("김민준", "김민준"),
        ("Math 3", "math 3"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text: str, small: str) -> None:
    assert folded(text) == small


def test_case_and_other_signs_stay_where_only_accents_go() -> None:
    assert without_accents("¡Mañana, Núñez!") == "¡Manana, Nunez!"


@pytest.mark.parametrize("name", ["Núñez", "Nu\u0301n\u0303ez", "NÚÑE\uff3a"])
def test_every_reader_takes_a_name_for_the_same(name: str) -> None:
    one = "nunez"
    assert [bare_words(name), words(name)] == [[one]] * 2
    assert [fold(name), for_sorting(name), normalize(name)] == [one] * 3


def test_in_a_signature_accents_do_not_count_and_lookalikes_stay_what_they_are() -> None:
    assert plain_words("Núñez") == plain_words("NU\u0301N\u0303EZ") == ["nunez"]
    assert plain_words("NÚÑE\uff3a") != ["nunez"]


@pytest.mark.parametrize("apostrophe", ["'", "’", "\u2018", "\xb4", "`", "\u02bc"])
def test_a_reply_is_read_whatever_apostrophe_the_phone_writes(apostrophe: str) -> None:
    assert normalize(f"Don{apostrophe}t!") == "dont"
    assert understand(f"don{apostrophe}t text me anymore").command is TextCommand.STOP


def test_no_other_module_removes_accents_itself() -> None:
    """But for the function of the database, which has to do in Python what PostgreSQL does."""
    own = {"district_cms/web/text_folding.py", "district_cms/web/folded_search.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("district_cms", "classroom", "signatures", "notifications")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\"NFK?D\"|unicodedata\.combining", path.read_text(encoding="utf-8"))
    }
    assert found == own
