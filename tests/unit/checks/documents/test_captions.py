"""Captions: those that a player shows, and those that it would silently leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.documents import State
from district_cms.checks.documents.captions import LONGEST, examine_captions
from district_cms.checks.documents.results import MOST_LISTED
from tests.factories import files

HEAD = "WEBVTT\n\n"


def problems(text: str) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in examine_captions(text.encode()).problems]


def test_valid_captions_are_counted_with_their_end() -> None:
    found = examine_captions(files.vtt())
    assert (found.cues, found.seconds, found.problems) == (2, 7.25, ())


@pytest.mark.parametrize("text", [
    HEAD + "00:01.000 --> 00:02.000\nHello",
    HEAD + "00:00:01.000 --> 00:00:02.000\nHello\n",
    HEAD + "1\n00:01.000 --> 00:02.000 align:start line:0\nHello\nthere\n",
    "WEBVTT - Plants\nKind: captions\nLanguage: en\n\n00:01.000 --> 00:02.000\nHello\n",
    HEAD + "STYLE\n::cue { color: red }\n\nNOTE ours\n\n00:01.000 --> 00:02.000\n<v A>Hi</v>\n",
])  # fmt: skip
def test_what_webvtt_allows_is_no_problem(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize("text, found", [
    ("", [("no-header", 1)]),
    ("Hello", [("no-header", 1)]),
    ("1\n00:00:01,000 --> 00:00:02,000\nHello\n", [("subrip", 1)]),
    (HEAD, [("no-cues", 1)]),
    (HEAD + "NOTE nothing yet\n", [("no-cues", 1)]),
    (HEAD + "Hello\n", [("timing", 3)]),
    (HEAD + "00:01 --> 00:02\nHello\n", [("timing", 3)]),
    (HEAD + "00:01.000 -> 00:02.000\nHello\n", [("timing", 3)]),
    (HEAD + "00:01,000 --> 00:02,000\nHello\n", [("timing", 3)]),
    (HEAD + "00:05.000 --> 00:02.000\nHello\n", [("backwards", 3)]),
    (HEAD + "00:02.000 --> 00:02.000\nHello\n", [("backwards", 3)]),
    (HEAD + "00:05.000 --> 00:06.000\nB\n\n00:01.000 --> 00:02.000\nA\n", [("order", 6)]),
    (HEAD + "00:01.000 --> 00:02.000\n\n", [("empty", 3)]),
    (HEAD + "00:01.000 --> 00:02.000\n<b> </b>&nbsp;\n", [("empty", 3)]),
    (HEAD + "00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB\n", [("timing", 3)]),
    (HEAD + "00:01.000 --> 00:02.000\nA\n\nSTYLE\nx\n", [("timing", 6)]),
])  # fmt: skip
def test_a_caption_that_players_leave_out_is_reported_with_its_line(
    text: str, found: list[tuple[str, int]]
) -> None:
    assert problems(text) == found


def test_a_caption_file_in_another_encoding_is_refused() -> None:
    found = examine_captions("WEBVTT\n\n00:01.000 --> 00:02.000\nMañana\n".encode("latin-1"))
    assert [one.code for one in found.problems] == ["not-text"]


def test_the_list_of_problems_is_limited() -> None:
    assert len(problems(HEAD + "x\n\n" * 500)) == MOST_LISTED


def test_a_caption_file_that_is_too_large_is_not_read() -> None:
    assert examine_captions(b"WEBVTT\n" * (LONGEST // 7 + 1)).state == State.TOO_MUCH


@given(st.binary(max_size=300))
def test_any_bytes_are_examined_without_errors(data: bytes) -> None:
    assert examine_captions(b"WEBVTT\n\n" + data).kind == "captions"


@given(st.text("0123:.->\n abc", max_size=200))
def test_any_text_is_examined_without_errors(text: str) -> None:
    found = examine_captions((HEAD + text).encode())
    assert found.problems or found.cues
