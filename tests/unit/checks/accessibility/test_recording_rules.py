"""Truth tables: videos, sound, captions, moving pictures."""

import datetime as dt

import pytest

from district_cms.checks.accessibility.recordings import (
    check_captions,
    check_embedded_video,
    check_movement,
    check_uploaded_video,
)
from district_cms.checks.documents import Examination, State
from district_cms.checks.documents.results import Problem

DAY = dt.date(2026, 11, 24)
PLAYS = Examination(kind="captions", cues=2)


@pytest.mark.parametrize("has_captions, silent, transcript, found", [
    (True, False, "", [("video-description", "file")]),
    (True, False, "Words", [("video-description", "file")]),
    (False, False, "", [("video-captions", "captions")]),
    # A transcript is no caption: 1.2.2 requires captions with the picture.
    (False, False, "Words", [("video-captions", "captions")]),
    (False, True, "", [("video-only-text", "transcript")]),
    (False, True, " \u200b", [("video-only-text", "transcript")]),
    (False, True, "A seed opens.", []),
    (True, True, "A seed opens.", []),
])  # fmt: skip
def test_an_uploaded_video_has_captions_or_a_text_of_what_it_shows(
    has_captions: bool, silent: bool, transcript: str, found: list[tuple[str, str]]
) -> None:
    faults = check_uploaded_video(
        "Plants", has_captions=has_captions, silent=silent, transcript=transcript
    )
    assert [(fault.rule, child) for fault, child in faults] == found
    assert all(fault.excerpt == "Plants" for fault, _child in faults)


@pytest.mark.parametrize("captions, who, when, found", [
    ("", "", None, [("video-captions-statement", "captions")]),
    ("", "E. Rivera", DAY, [("video-captions-statement", "captions")]),
    ("people", "", None, [("video-captions-statement", "checked_by")]),
    ("people", " ", DAY, [("video-captions-statement", "checked_by")]),
    ("people", "E. Rivera", None, [("video-captions-statement", "checked_on")]),
    ("people", "E. Rivera", DAY, [("video-description", "captions")]),
    ("silent", "", None, [("video-only-text-elsewhere", "captions")]),
])  # fmt: skip
def test_an_embedded_video_needs_a_complete_statement(
    captions: str, who: str, when: dt.date | None, found: list[tuple[str, str]]
) -> None:
    faults = check_embedded_video("Plants", captions, who, when)
    assert [(fault.rule, child) for fault, child in faults] == found


@pytest.mark.parametrize("examination, found", [
    (PLAYS, []),
    (None, [("doc-not-examined", ())]),
    (Examination(kind="captions", state=State.TOO_MUCH), [("captions-broken", (("line", "1"),))]),
    (Examination(kind="pdf"), [("captions-broken", (("line", "1"),))]),
    (
        Examination(kind="captions", cues=2, problems=(Problem("order", 7), Problem("empty", 9))),
        [("captions-broken", (("line", "7"),))],
    ),
])  # fmt: skip
def test_broken_captions_are_reported_with_their_first_line(
    examination: Examination | None, found: list[tuple[str, tuple[tuple[str, str], ...]]]
) -> None:
    assert [(one.rule, one.params) for one in check_captions("Plants", examination)] == found


@pytest.mark.parametrize("moves, rules", [(True, ["animated-gif"]), (False, [])])
def test_an_animated_picture_is_asked_about(moves: bool, rules: list[str]) -> None:
    assert [fault.rule for fault in check_movement(moves, "A leaf")] == rules
