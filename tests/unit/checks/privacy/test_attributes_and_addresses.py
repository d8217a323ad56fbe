"""Attributes, addresses, comments and file names are published, too, and are checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy import check_address, check_file_words, check_html
from district_cms.checks.privacy.html_text import words_of_address
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@b.example?subject=Maria%20Lopez%20IEP">Mail</a>',
        '<a href="mailto:a@b.example?subject=Hi&amp;body=Maria+Lopez+is+suspended">Mail</a>',
        '<a href="/docs/maria-lopez-iep.pdf">Open</a>',
        '<a href="/docs/iep-meeting.pdf">Maria Lopez</a>',
        '<a href="/docs/MariaLopezSuspension.pdf">Open</a>',
        '<a href="/portal?student=Maria+Lopez&amp;grade=F">Open</a>',
        '<a href="tel:4065550123" aria-label="Maria Lopez\'s mother">Call</a>',
        '<img src="/x/maria_lopez_report_card.jpg" alt="scan">',
        '<img src="x.jpg" alt="Maria Lopez is suspended">',
        '<p title="Maria Lopez is suspended">x</p>',
        "<!-- maria lopez failed -->",
        '<input value="Maria Lopez: suspended">',
        '<input placeholder="Lunch PIN" value="3391"><input name="student" value="Ana Ruiz">',
        "<p hidden>Maria Lopez is suspended</p>",
        "<details><summary>x</summary>Maria Lopez is suspended</details>",
        "<p>Maria\n  Lopez\n  is suspended</p>",
        "<div>Maria Lopez</div><div>diabetes</div>",
        "<svg><title>Maria Lopez is suspended</title></svg>",
    ],
)
def test_text_in_unusual_places_is_read(html: str) -> None:
    assert check_html(html, rules=RULES)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/files/unit3-study-guide.pdf">Unit 3 study guide</a>',
        '<a href="mailto:office@b.example?subject=Absence">Report an absence</a>',
        '<a href="https://maps.example.com/?q=88+School+Rd">88 School Road</a>',
        '<a href="tel:4065550123">The attendance office</a>',
        '<img src="/x/school-lunch-menu.jpg" alt="The lunch menu">',
        "<!-- wp:paragraph -->",
        '<input name="q" placeholder="Search" value="homework">',
        '<a href="http://[broken/iep.pdf">x</a>',
    ],
)
def test_ordinary_addresses_raise_no_alarm(html: str) -> None:
    assert check_html(html, rules=RULES) == []


def test_an_address_and_a_file_name_are_read_by_themselves() -> None:
    address = "https://x.example/maria-lopez-iep.pdf"
    assert check_address(address, rules=RULES)
    assert check_address("https://x.example/unit-3.pdf", link_text="Unit 3", rules=RULES) == []
    assert check_file_words("Scan 3\nngozi_okoro_suspension", rules=RULES)
    assert check_file_words("Syllabus\nsyllabus-2026", rules=RULES) == []


@pytest.mark.parametrize(
    "before",
    [
        "<!-- x -->" * 20_000,
        "".join(f"<object data=a{n}>" for n in range(1_000)) + "word " * 20_000,
        "".join(f"<a href=/file-{n}.pdf>x</a>" for n in range(2_000)),
    ],
)
def test_a_fact_behind_thousands_of_others_is_read(before: str) -> None:
    html = f"{before}<!-- maria lopez suspended --><a href=/maria-lopez-iep.pdf>x</a>"
    rules = {fault.rule.partition("-")[0] for fault in check_html(html, rules=RULES)}
    assert rules == {"discipline", "support"}


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_address_can_be_read(address: str, called: str) -> None:
    assert all(isinstance(line, str) for line in words_of_address(address, called))


# Keys that the editor writes, one for each paragraph.
KEYS = (
    "y841e y13j8 ga1q7 v44tg 7sebw 7dmzj mjubp esz2c etes2 xxnn9 ouucp kxo03 "
    "2b227 i8mje 9lr5t 5uef8 d10b2 nn6y8 2klu3 pqvqm kriez r6wfg 7526f rg7eb"
)


@pytest.mark.parametrize(
    "name", ["block-key", "id", "row-id", "uuid", "w-target", "src", "sort", "value", "label", "x"]
)
def test_random_keys_are_no_words_whatever_their_name(name: str) -> None:
    html = "".join(f'<p data-{name}="{key}">Please bring a pencil.</p>' for key in KEYS.split())
    assert check_html(html, rules=RULES) == []


@pytest.mark.parametrize("name", ["id", "item-key", "href", "w-action"])
def test_an_id_is_not_read_as_text(name: str) -> None:
    html = f'<p data-{name}="Maria Lopez is suspended">Please bring a pencil.</p>'
    assert check_html(html, rules=RULES) == []


@pytest.mark.parametrize("name", ["label", "caption", "tip", "bs-content", "original-title", "x"])
def test_text_for_scripts_and_style_sheets_is_read(name: str) -> None:
    html = f'<p data-{name}="Maria Lopez is suspended">Please bring a pencil.</p>'
    assert check_html(html, rules=RULES)


def test_a_label_and_its_value_are_read_together() -> None:
    assert check_html('<p data-name="Maria Lopez" data-note="suspended">x</p>', rules=RULES)
