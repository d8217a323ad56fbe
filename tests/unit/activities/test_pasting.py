"""What is read of a pasted message: words and formatting, nothing that acts, and in no time."""

import datetime as dt
import re
import time
from contextlib import suppress

import pytest

from district_cms.activities.paste.reading import (
    LONGEST_TITLE,
    MOST_BYTES,
    MOST_CHARACTERS,
    NotReadable,
    Pasted,
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


WORD = """<html><head><meta name=Generator content="Microsoft Word 15"></head><body>
<h2>This week</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Bring a watch</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>Wear <b>layers</b></p>
<p class=MsoListParagraph>1.&nbsp; Warm up</p>
<p class=MsoNormal style='display:none'>Preview of the message</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Day</p></td><td>Laps &amp; more</td></tr>
<tr><td>Monday</td><td>12 | 13<br>easy</td></tr><tr><td colspan=2>Tuesday: none</td></tr></table>
<p>See <a href="https://www.google.com/url?q=https://larkspur.example/map&amp;sa=D">the map</a>
and <a href="//evil.example/x">this</a>.</p></body></html>"""


def prose(pasted: Pasted) -> str:
    return "".join(value for kind, value in pasted.parts if kind == "prose")


def test_word_s_lists_and_tables_stay_what_they_are() -> None:
    pasted = read_paste(WORD, today=TODAY)
    assert pasted.title == "This week"
    assert [kind for kind, _value in pasted.parts] == ["prose", "table", "prose"]
    before, table, after = (value for _kind, value in pasted.parts)
    assert re.sub(r"\s*\n\s*", "", before) == (
        "<ul><li>Bring a watch</li><li>Wear <b>layers</b></li></ul><ol><li>Warm up</li></ol>"
    )
    assert table["data"] == [
        ["Day", "Laps & more"],
        ["Monday", "12 | 13 easy"],
        ["Tuesday: none", "Tuesday: none"],
    ]
    assert table["table_header_choice"] == "row"
    assert " ".join(after.split()) == (
        '<p>See <a href="https://larkspur.example/map">the map</a> and this.</p>'
    )


@pytest.mark.parametrize("pasted, stored", [
    # Word: levels, Roman numbers, and an item that begins with a letter that Word uses as a sign.
    (("<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>Only pencils</p>"
     "<p style='mso-list:l0 level2'><span style='mso-list:Ignore'>o</span>Number 2</p>"
     "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>A notebook</p>"
     "<p style='mso-list:l1 level1'><span style='mso-list:Ignore'>iv.</span>Read</p>"),
     ("<ul><li>Only pencils<ul><li>Number 2</li></ul></li><li>A notebook</li></ul>"
     "<ol><li>Read</li></ol>")),
    ("<p style='mso-list: none'>No item</p>", "<p>No item</p>"),
    # Google Docs: the inner list beside its item, and words that are bold by a style.
    ("<ul><li><p>Light</p></li><ul><li><p>Six hours</p></li></ul></ul>",
     "<ul><li>Light<ul><li>Six hours</li></ul></li></ul>"),
    (("<b style='font-weight:normal'><p>We <span style='font-weight:700'>grow</span> <span "
     "style='font-style:italic'>beans</span></p></b>"), "<p>We <b>grow</b> <i>beans</i></p>"),
    # What only colleagues read: comments, and words that were deleted while changes were tracked.
    (("<p>Bring a coat<del> and boots</del>.<a class='msocomanchor' href='#_msocom_1'>[ER1]</a></p>"
     "<div style='mso-element:comment-list'><p>Ask Maya's mother first</p></div>"),
     "<p>Bring a coat.</p>"),
    ("<p>x<sup>2</sup> + H<sub>2</sub>O on the 1<sup>st</sup></p>", "<p>x² + H₂O on the 1st</p>"),
    ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "<p>Term</p><p>Meaning</p>"),
])  # fmt: skip
def test_what_office_programs_mean_is_kept(pasted: str, stored: str) -> None:
    assert prose(read_paste(f"<p>Hello</p>{pasted}", today=TODAY)) == f"<p>Hello</p>{stored}"


def test_a_table_for_layout_is_paragraphs_and_one_within_it_a_table() -> None:
    inner = "<table><tr><th>Day</th><th>Time</th></tr><tr><td>Mon</td><td>3:15</td></tr></table>"
    frame = f"<table><tr><td>Hello</td></tr><tr><td><b>{inner}</b></td></tr></table>"
    parts = read_paste(f"{frame}<p>Bye \ue0000\ue000</p>", today=TODAY).parts
    assert [kind for kind, _value in parts] == ["prose", "table", "prose"]
    assert (parts[0][1], parts[2][1]) == ("<p>Hello</p>", "<p>Bye 0</p>")


@pytest.mark.parametrize("subject", ["=?utf-7?q?+2AA-x?=", "=?utf-8?b?AHg=?=", "=?utf-8?b?ARt4?="])
def test_a_subject_with_broken_characters_is_a_title_without_them(subject: str) -> None:
    mail = f"Subject: {subject}\r\n\r\nHello.\r\n".encode()
    assert read_file(mail, "message.eml", today=TODAY).title == "x"


def test_letters_before_the_head_of_a_page_do_not_shift_where_it_ends() -> None:
    pasted = read_paste("İİİİ<head>a</head><p>Hello there words</p>", today=TODAY)
    assert prose(pasted) == "<p>İİİİ</p><p>Hello there words</p>"


def test_a_day_that_is_over_is_not_offered_for_another_year() -> None:
    words = (
        "On Fri, Nov 6 we met. Nov 9! Fri, Nov 13; Nov 20, 2026; 11/24/2026; Nov 20, 2027 or 4/9."
    )
    days = [dt.date(2026, 11, number) for number in (13, 20, 24)]
    assert read_paste(words, today=TODAY).days == (*days, dt.date(2027, 4, 9))


def test_a_page_keeps_its_words_lists_and_links_and_nothing_that_acts() -> None:
    pasted = read_paste(PAGE, today=TODAY)
    assert pasted.title == "Game night"
    assert prose(pasted) == (
        "<p>Hello</p><p>World</p><h2>Big game</h2><ul><li>Bring water</li></ul>"
        '<p>bad <a href="https://larkspur.example/">good</a></p>'
    )
    assert pasted.pictures == 1


def test_a_mail_gives_its_subject_its_html_and_the_days_that_it_names() -> None:
    pasted = read_file(MAIL, "message.eml", today=TODAY)
    assert pasted.title == "Fútbol this week"
    assert prose(pasted) == "<p>We play on <b>Nov. 13</b>.</p>"
    assert pasted.days == (dt.date(2026, 11, 13),)


def test_plain_text_keeps_its_paragraphs_and_its_first_sentence_is_the_title() -> None:
    pasted = read_paste("No practice <today>. Stay warm.\n\nSee you 12/4.", today=TODAY)
    assert pasted.title == "No practice <today>."
    assert prose(pasted) == "<p>No practice &lt;today&gt;. Stay warm.</p><p>See you 12/4.</p>"
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


@pytest.mark.parametrize(
    "message",
    [
        "<div>We play on Friday.</div><div class=gmail_quote>On Mon, Ana wrote: Is Leo hurt?</div>",
        "<p>We play on Friday.</p><div id=appendonsend></div><hr><p>From: Ana</p><p>Is Leo hurt?",
        "We play on Friday.\n\nOn Mon, Nov 9, 2026 Ana <ana@example.net> wrote:\n> Is Leo hurt?\n",
        "We play on Friday.\n\n-----Original Message-----\nFrom: Ana\nIs Leo hurt?\n",
    ],
)
def test_the_message_that_was_answered_is_left_out_and_that_is_known(message: str) -> None:
    pasted = read_paste(message, today=TODAY)
    assert pasted.quotes
    assert "We play on Friday." in prose(pasted)
    assert not re.search("Leo|Ana|wrote|Original", prose(pasted))


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("---------- Forwarded message ---------\nFrom: Ana\nWe play on Friday.", ""),
        ("Hello\n---------- Forwarded message ---------\nWe play on Friday.", "Fwd: Friday"),
        ("<p>A poem:</p><blockquote>We play on Friday.</blockquote>", ""),
    ],
)
def test_what_is_forwarded_or_cited_stays(message: str, title: str) -> None:
    pasted = read_paste(message, today=TODAY, title=title)
    assert not pasted.quotes
    assert "We play on Friday." in prose(pasted)


@pytest.mark.parametrize(
    "style",
    [
        "background:url(data:a;display:none;b)",
        "display:none;display:block",
        "content:'mso-hide:all'",
        "--display:none",
        "/* display:none */",
    ],
)
def test_words_that_are_shown_are_read_whatever_stands_in_their_style(style: str) -> None:
    page = f'<p>Bring water.</p><p style="{style}">Wear layers.</p>'
    assert "Wear layers." in prose(read_paste(page, today=TODAY))


@pytest.mark.parametrize(
    "style",
    ["display:none ! important;display:block", "dis\\70lay:none", "DISPLAY: NONE", "mso-hide:all"],
)
def test_words_that_nobody_saw_are_left_out(style: str) -> None:
    page = f'<p>Bring water.</p><p style="{style}">Preview of the message</p>'
    assert prose(read_paste(page, today=TODAY)) == "<p>Bring water.</p>"
