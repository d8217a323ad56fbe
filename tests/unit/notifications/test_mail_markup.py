"""Outlook, Gmail and Apple Mail can show every mail to families."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from lxml import html

from district_cms.web.mail import Both
from notifications.families.mail_body import (
    FAMILY_PAGE,
    PREFERENCES,
    STOP,
    MailBody,
    Part,
    footer,
    paragraphs,
)
from notifications.sources import ClassFacts

from .mail_support import faults, mail_faults, used

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "templates" / "notifications" / "email"
URL = "https://www.larkspur.example/email/confirm/abc/"
PAGE = UUID(int=1)
UPDATE = {
    "title": "Fractions on a number line",
    "url": URL,
    "period": "Tuesday, November 24 to Monday, December 7",
    "learning": "We place halves and quarters.",
    "assignments": [{"title": "Practice page 12", "due": "Tuesday, December 1"}],
    "events": [{"title": "Museum", "day": "Friday, December 4", "time": "9 a.m.", "place": "Hall"}],
    "again": True,
}
FACTS = ClassFacts(
    page=PAGE,
    name="Math 3",
    school="Juniper Creek Elementary",
    teachers="Elena Rivera",
    url=URL,
    ask="elena.rivera@larkspur.example",
    offered_since=None,
    starts_on=None,  # type: ignore[arg-type]  # no mail speaks of it
    path="",
    pk=1,
    ask_name="Ms. Rivera",
)
PART = {"facts": FACTS, "updates": [UPDATE], "ask_url": "mailto:a@larkspur.example?subject=Hi"}


def rendered(name: str, **more: Any) -> str:
    context = {
        "subject": "A subject",
        "language_code": "en",
        "district_name": "Larkspur Valley Public Schools",
        "district_color": "#45389a",
        "district_contact": {"street": "12 Aspen Way", "city": "Larkspur", "phone": "406-555-0100"},
        "site_url": "https://www.larkspur.example/",
        **more,
    }
    return render_to_string(f"notifications/email/{name}", context)


LINES = [
    {"due": True, "title": "Page 12 <b>", "language": "es"},
    {"time": "9 a.m.", "title": "Museum", "place": "Hall"},
]


def digest() -> str:
    lines = "".join(rendered("digest/line.html", line=one, **{"class": "Math 3"}) for one in LINES)
    days = [{"day": "Friday, December 4", "lines": mark_safe(lines)}]
    updates = "".join(rendered("digest/update.html", update=one) for one in [UPDATE])
    part = rendered("digest/class.html", **PART | {"updates": mark_safe(updates)})
    parts = [
        rendered("digest/week.html", days=days, until="Tuesday, December 1"),
        rendered("digest/school.html", school="Juniper Creek Elementary"),
        part,
        part,
        rendered("digest/rest.html", number=3),
    ]
    body = MailBody(
        "New in your classes",
        [
            *paragraphs("A word of the office."),
            Part("rendered", Both(mark_safe("".join(parts)), "")),
            Part("link", "Read the latest on our website", URL),
            Part("button", "Go to the page", URL),
            Part("strong", "Juniper Creek Elementary"),
            Part("paragraph", "Todo cerrado.", language="es"),
            Part("code", "123456"),
            *footer("You asked for it.", dict.fromkeys((STOP, PREFERENCES, FAMILY_PAGE), URL)),
        ],
    )
    return rendered("message.html", body=body)


def test_a_mail_uses_nothing_that_outlook_gmail_or_apple_mail_do_not_show() -> None:
    assert mail_faults(digest()) == {}


def test_a_mail_fits_a_phone_and_the_dark() -> None:
    markup = digest()
    assert markup.lstrip().startswith("<!DOCTYPE html>")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in markup
    assert '<meta name="color-scheme" content="light dark">' in markup
    assert "@media (prefers-color-scheme: dark)" in markup


@pytest.mark.parametrize("markup, slug", [
    ("<!DOCTYPE html><html></html>", "html-doctype"),
    ("<html><body>x</body></html>", "html-body"),
    ('<div style="border-radius: 3px">x</div>', "css-border-radius"),
    ('<div style="display: flex">x</div>', "css-display-flex"),
    ('<p style="width: 10rem">x</p>', "css-unit-rem"),
    ('<p style="width: 10vw">x</p>', "css-unit-vw"),
    ('<table role="presentation"><tr><td>x</td></tr></table>', "html-role"),
    ("<section>x</section>", "html-semantics"),
    ('<a href="#top">x</a>', "html-anchor-links"),
    ("<div><style>p { color: red }</style></div>", "html-style"),
    ('<p style="color: rgba(0, 0, 0, 0.5)">x</p>', "css-rgba"),
    ('<p style="wibble: 3px">x</p>', "?css-wibble"),
    ("<blink>x</blink>", "?html-blink"),
])  # fmt: skip
def test_the_check_of_mails_detects_unsupported_features(markup: str, slug: str) -> None:
    assert slug in used(markup)
    assert slug in faults(markup)


def test_a_mail_loads_nothing_and_has_no_tracking() -> None:
    markup = digest()
    assert re.findall(r'<img src="([^"]*)"', markup) == ["cid:district-logo"]
    assert not re.search(r"<(?:script|link|iframe|video|svg)|url\(|@import", markup)


def test_each_mail_begins_with_the_district_s_name_on_its_color() -> None:
    tree = html.document_fromstring(digest())
    first = next(tree.iter("p"))
    assert first.text_content() == "Larkspur Valley Public Schools"
    assert "color: #ffffff" in first.get("style", "")
    band = next(first.iterancestors("table"))
    assert "background-color: #45389a" in band.get("style", "")


def test_a_digest_is_a_document_with_headings_in_order_and_links_with_words() -> None:
    tree = html.document_fromstring(digest())
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title") == "A subject"
    ranks = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4")]
    assert ranks == [1, 2, 3, 2, 3, 4, 3, 4]
    words = [link.text_content().strip() for link in tree.iter("a")]
    assert all(words)
    assert not {"here", "click here", "read more"} & {word.lower() for word in words}
    # One cell per table, so no screen reader takes it for a data table.
    for table in tree.iter("table"):
        assert len(table.xpath("./tr/td")) == 1


def test_every_html_mail_has_a_plain_text_version() -> None:
    mails = sorted(FOLDER.glob("*.html"))
    assert mails
    assert [path.name for path in mails if not path.with_suffix(".txt").is_file()] == []


def test_coming_days_are_whole_sentences_in_their_own_language() -> None:
    math = {"class": "Math 3"}
    lines = [rendered("digest/line.html", line=line, **math).strip() for line in LINES]
    said = [html.fromstring(line).text_content() for line in lines]
    assert said == [
        "Due: Page 12 <b> (Math 3).",
        "9 a.m.: Museum, Hall (Math 3).",
    ]
    assert '<span lang="es">Page 12 &lt;b&gt;</span>' in lines[0]
    text = [rendered("digest/line.txt", line=line, **math).strip() for line in LINES]
    assert text == [f"- {line}" for line in said]


def test_the_phone_number_in_the_footer_has_its_own_line() -> None:
    """After the address it broke at a hyphen on a narrow phone; Outlook does not support
    `white-space`."""
    foot = digest().rpartition("12 Aspen Way")[2].partition("</p>")[0]
    assert foot == ", Larkspur<br>406-555-0100"
