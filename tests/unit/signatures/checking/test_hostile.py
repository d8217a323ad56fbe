"""No pasted text makes the check fail or take long."""

import time
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.checking import check
from signatures.checking.pictures import hashes_in
from signatures.checking.source import MOST_CHARACTERS, Source, is_too_long

from .samples import RECORD, REGISTRY

PIECES = (
    *("<div>", "</div>", "<td background=", "<img src=", "<style>", "</style>"),
    *("<!--[if mso]>", "<![endif]-->", "<blockquote type=cite>", "<body>", "</body></html>"),
    *("<v:fill src=", "<svg>", 'style="', "background:url(", "b\\61 ckground", "image-set("),
    *("linear-gradient(", "@media", "{", "}", "font:", "9px", "url(data:;base64,", "cid:"),
    *("file:///", "http://[", "//", "\\", '"', "'", "Elena Rivera", "Teacher", "406-555-0112"),
    *("+1", "a@b.example", "(at)", "\n", "\u200b", "\ud800", "\x00", "&#0;", "&#x110000;", "“"),
)
broken = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
SIGNATURE = "<p>Elena Rivera</p><p>Grade 3 Teacher</p>"
# Texts meant to keep a server busy: before, repeated, after.
REPEATED = {
    "conditions without an end": (f"{SIGNATURE}<!--", "[if", "-->"),
    "many conditions": (f"{SIGNATURE}<!--", "[if a]>a<<![endif]", "-->"),
    "comments without an end": (SIGNATURE, "<!--", ""),
    "style sheets without an end": (SIGNATURE, "<style>", ""),
    "a picture that is all spaces": (f'{SIGNATURE}<img src="data:;', " ", 'x">'),
    "addresses in addresses": (f'{SIGNATURE}<img src="', "http://a#", '">'),
    "wrapped links": (f'{SIGNATURE}<a href="https://urldefense.com', "/v3/__a", '">x</a>'),
    "many sources": (f'{SIGNATURE}<img srcset="', "a 1x,", '">'),
    "tables in links": ("", "<a><table>", ""),
    "brackets in a style sheet": (f"{SIGNATURE}<style>", "([", "</style>"),
    "brackets in a style": (f'{SIGNATURE}<p style="background:', "(", '">x</p>'),
    "addresses in a style sheet": (f"{SIGNATURE}<style>", "a{background:url(", "</style>"),
    "properties without a value": (f"{SIGNATURE}<style>(", "background:", "</style>"),
    "rules in rules": (f"{SIGNATURE}<style>", "@media (x){", "</style>"),
    "names": ("", "Elena Rivera\n", ""),
    "digits": ("", "406 ", ""),
    "letters and dots": ("", "a.", "@"),
    "one long word": ("", "a", ""),
}
UNMEASURED = 0.02
"""Seconds of computing below which clocks and other work on the machine say more."""


def paste(name: str, size: int) -> str:
    before, piece, behind = REPEATED[name]
    return before + piece * (size // len(piece)) + behind


def seconds(pasted: str) -> float:
    """Returns the computing time of the fastest of three runs."""
    times = []
    for _again in range(3):
        begun = time.process_time()
        check(pasted, RECORD, REGISTRY)
        times.append(time.process_time() - begun)
    return min(times)


@settings(max_examples=150, deadline=None)
@given(broken)
def test_every_pasted_text_gets_an_answer(text: str) -> None:
    for record in (RECORD, None):
        assert all(found.clause and found.message for found in check(text, record, REGISTRY))
    hashes_in(Source(text))


@pytest.mark.parametrize("name", REPEATED)
def test_the_time_is_linear_in_the_length(name: str) -> None:
    """With quadratic time, a text four times as long would take sixteen times as long."""
    short, long = (seconds(partial(paste, name)(size)) for size in (5_000, 20_000))
    assert long <= 10 * max(short, UNMEASURED)


def test_a_far_too_long_text_is_not_parsed() -> None:
    pasted = paste("names", MOST_CHARACTERS + 50)
    assert is_too_long(pasted)
    assert [each.code for each in check(pasted, RECORD, REGISTRY)] == ["markup-unreadable"]


def test_the_bytes_of_a_picture_do_not_count_as_text() -> None:
    data = "A" * (MOST_CHARACTERS + 50)
    pasted = f'{SIGNATURE}<img src="data:image/png;base64,{data}">'
    assert {each.code for each in check(pasted, RECORD, REGISTRY)} == {
        "contact-missing",
        "picture-unknown",
    }


def test_more_lines_than_a_signature_has_are_reported() -> None:
    found = check("Elena Rivera\nTeacher\n406-555-0112\n" * 1000, RECORD, REGISTRY)
    assert [each.code for each in found] == ["markup-unreadable"]


def test_a_partly_readable_signature_is_reported() -> None:
    found = check("<div>" * 6000 + "Elena Rivera", RECORD, REGISTRY)
    assert "markup-unreadable" in {each.code for each in found}


def test_a_number_too_long_for_python_causes_no_error() -> None:
    found = check(f"<style>a {{ width: {'1' * 5000}px }} b {{ background: url(\\70) }}</style>")
    assert "wallpaper" in {each.code for each in found}
