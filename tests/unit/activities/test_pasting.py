"""What is read of a pasted message: words and formatting, nothing that acts, and in no time."""

import datetime as dt
import time
from contextlib import suppress

import pytest

from district_cms.activities.paste.reading import (
    LONGEST_TITLE,
    MOST_BYTES,
    MOST_CHARACTERS,
    NotReadable,
    read_file,
    read_paste,
)

TODAY = dt.date(2026, 11, 10)
MAIL = (
    b"From: coach@larkspur.example\r\nSubject: =?utf-8?q?Fwd=3A_F=C3=BAtbol_this_week?=\r\n"
    b"Content-Type: multipart/alternative; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>We play on <b>Nov. 13</b>.</p>\r\n"
    b"--x--\r\n"
)
PAGE = (
    "<html><head><title>RE: Game night</title><style>p{}</style></head><body><div><table><tr>"
    "<td>Hello</td><td>World</td></tr></table><h1>Big game</h1><ul><li>Bring water</li></ul>"
    "<img src=x onerror=alert(1)><script>alert(2)</script>"
    '<a href="javascript:x()">bad</a> <a href="https://larkspur.example/">good</a></div></body>'
)


def test_a_page_keeps_its_words_lists_and_links_and_nothing_that_acts() -> None:
    pasted = read_paste(PAGE, today=TODAY)
    assert pasted.title == "Game night"
    assert pasted.text == (
        "<p>Hello</p><p>World</p><h2>Big game</h2><ul><li>Bring water</li></ul>"
        '<p>bad <a href="https://larkspur.example/">good</a></p>'
    )
    assert pasted.pictures == 1


def test_a_mail_gives_its_subject_its_html_and_the_days_that_it_names() -> None:
    pasted = read_file(MAIL, "message.eml", today=TODAY)
    assert pasted.title == "Fútbol this week"
    assert pasted.text == "<p>We play on <b>Nov. 13</b>.</p>"
    assert pasted.days == (dt.date(2026, 11, 13),)


def test_plain_text_keeps_its_paragraphs_and_its_first_sentence_is_the_title() -> None:
    pasted = read_paste("No practice <today>. Stay warm.\n\nSee you 12/4.", today=TODAY)
    assert pasted.title == "No practice <today>."
    assert pasted.text == "<p>No practice &lt;today&gt;. Stay warm.</p><p>See you 12/4.</p>"
    assert pasted.days == (dt.date(2026, 12, 4),)


def test_a_title_is_cut_at_a_word() -> None:
    title = read_paste("word " * 80, today=TODAY).title
    assert len(title) <= LONGEST_TITLE + 2
    assert title.endswith("word …")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b" ", "a.html", "empty"),
        (b"<p><img src=x></p>", "a.html", "empty"),
        (b"x" * (MOST_BYTES + 1), "a.eml", "large"),
        (b"x" * (MOST_CHARACTERS + 1), "a.txt", "long"),
        (b"a\x00b", "a.html", "unreadable"),
        (b"Content-Type: " + b"x" * 5_000 + b"\r\n\r\nx", "a.eml", "unreadable"),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_file(data, name, today=TODAY)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "piece",
    ["<div", "<div>", "<b>", "<ul><li>", "<a href=x>", "<p> ", "nov 1 ", "&lt;", "<head>", "data:"],
)
def test_hostile_markup_is_read_or_refused_at_once(piece: str) -> None:
    begun = time.process_time()
    with suppress(NotReadable):
        read_paste("<p>" + piece * ((MOST_CHARACTERS - 3) // len(piece)), today=TODAY)
    assert time.process_time() - begun < 2
