"""Lists of phrases: their notation, and that each phrase is found by its own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy.kinds import ALL
from district_cms.checks.privacy.phrases import STEM, phrase


@pytest.mark.parametrize(
    "written, text, found",
    [
        ("free|reduced ~price lunch*", "free lunches", True),
        ("free|reduced ~price lunch*", "reduced-price lunch", True),
        ("free|reduced ~price lunch*", "lunch is free", False),
        ("missed .. days|day", "missed the first three days", True),
        ("missed .. days|day", "missed one two three four five days", False),
        ("suspend*", "suspended", True),
        ("suspend*", "unsuspended", False),
        ("iep", "iep.", True),
        ("iep", "piepan", False),
        ("er|icu", "in the er", True),
        ("er|icu", "1.er lugar", False),
        ("free lunch", "free. lunch", False),
        ("has ^b|c|d", "has: b", True),
        ("- nurse", "nurse", True),
    ],
)
def test_a_phrase_is_found(written: str, text: str, found: bool) -> None:
    assert (phrase(written).pattern.search(text) is not None) is found


def test_a_phrase_that_cannot_be_looked_up_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        phrase("ab*")


def test_a_weak_phrase_is_marked() -> None:
    assert [phrase(line).weak for line in ("- nurse", "nurse")] == [True, False]


def test_every_match_of_a_phrase_contains_its_anchor() -> None:
    """The words by which a phrase is looked up are part of each of its matches."""
    lost = []
    for kind in ALL:
        for one in kind.phrases:
            example = _example(one.written)
            words = re.split(r"[^\w']+", example)
            anchored = one.anchors & set(words) or one.stems & {w[:STEM] for w in words}
            if not one.pattern.search(example) or not anchored:
                lost.append(one.written)
    assert lost == []


def test_every_kind_has_both_languages() -> None:
    spanish = ("falta", "calific", "alergi", "discapacid", "castig", "ausen", "divorci", "clave")
    written = " ".join(one.written for kind in ALL for one in kind.phrases)
    assert [word for word in spanish if word not in written] == []


def test_no_phrase_repeats_without_a_bound() -> None:
    endless = re.compile(r"(?<!\\)[*+](?!\+)|\{\d+,\}")
    patterns = (one.pattern.pattern for kind in ALL for one in kind.phrases)
    assert [one for one in patterns if endless.search(re.sub(r"\[[^]]*\]|\\.", "x", one))] == []


@given(st.text(alphabet="abc xyz|~*^.-", max_size=40))
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        read = phrase(text)
    except ValueError:
        return
    assert read.anchors or read.stems


def _example(written: str) -> str:
    words = []
    for part in written.split():
        if part == ".." or part.startswith("~"):
            continue
        words.append(part.split("|")[0].replace("*", "ed"))
    return " ".join(words)
