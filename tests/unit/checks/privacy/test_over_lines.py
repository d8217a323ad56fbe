"""What is told in another line than the name: items, paragraphs, lines, terms and definitions."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.findings import Fault
from district_cms.checks.privacy import (
    RULES,
    PrivacyRules,
    apart,
    check_html,
    check_text,
    name_key,
)
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.markup import parse, text_in
from tests.growing import assert_grows_no_faster
from tests.measured import Tell

from .corpora import DATA, Example, examples

DAY = PrivacyRules(today=date(2026, 11, 24))
LISTS = [json.loads(line) for line in (DATA / "over_lines.jsonl").read_text("utf-8").splitlines()]
SETS = ("before", "after")


def found(text: dict[str, Any]) -> list[Fault]:
    if "html" in text:
        return check_html(text["html"], rules=DAY)
    return check_text(text["text"], rules=DAY)


def _lines_of(text: dict[str, Any]) -> str:
    if "text" in text:
        return str(text["text"])
    return text_in(parse(text["html"])[0], text["html"])[0]


@pytest.mark.parametrize("half", SETS)
def test_what_is_told_over_several_lines_is_found_or_asked(half: str, tell: Tell) -> None:
    told = [text for text in LISTS if text["set"] == half and text["told"]]
    missed = [text["id"] for text in told if not found(text)]
    tell(
        f"privacy, over several lines, {half} the rules: {len(told) - len(missed)} of {len(told)} "
        "found or asked"
    )
    assert len(told) >= 50
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("half", SETS)
def test_hardly_any_ordinary_list_is_asked_about(half: str, tell: Tell) -> None:
    ordinary = [text for text in LISTS if text["set"] == half and not text["told"]]
    alarms = [text["id"] for text in ordinary if found(text)]
    tell(
        f"privacy, over several lines, {half} the rules: {len(alarms)} false alarms of "
        f"{len(ordinary)}"
    )
    assert len(ordinary) >= 40
    # Of the second lists two were asked about before anything was read over lines, and a third
    # with the weights of the seventh corpus.
    assert len(alarms) <= (0 if half == "before" else 3), alarms


def test_of_all_ordinary_lists_at_most_one_in_forty_is_asked_about() -> None:
    ordinary = [text for text in LISTS if not text["told"]]
    assert len(list(filter(found, ordinary))) <= len(ordinary) / 40


def test_of_ordinary_lists_below_each_other_none_gives_its_numbers_to_another() -> None:
    ordinary = [text for text in LISTS if not text["told"] and not found(text)]
    page = "\n".join(_lines_of(text) for text in ordinary)
    assert list(apart.find(Lines(page))) == []


def test_ordinary_sentences_as_paragraphs_of_one_page_raise_none() -> None:
    def alarms(example: Example) -> list[Fault]:
        return check_html(example.html, rules=DAY)

    sentences = [example.html for example in examples("ordinary") if not alarms(example)]
    assert check_html("<p>87%</p>".join(sentences[:400]), rules=DAY) == []


@pytest.mark.parametrize("html", [
    "<ul><li>Maria Lopez</li><li>87%</li></ul>",
    "<p>Maria Lopez<br>87%</p>",
    "<p>Name: Maria Lopez</p><p>Grade: 87%</p>",
    "<dl><dt>Maria Lopez</dt><dd>B-</dd></dl>",
    "<h3>Maria Lopez</h3><ul><li>Math: 61%</li><li>Reading: 74%</li></ul>",
    "<ul><li>Maria Lopez<ul><li>18/20</li></ul></li></ul>",
    "<pre>Lopez, Maria\n87%\nChen, Liam\n92%</pre>",
    "<p>Maria<br>Lopez<br>87%</p>",
    "<p>Nombre: María López</p><p>Calificación: 87%</p>",
])  # fmt: skip
def test_it_is_asked_once_and_blocks_nothing(html: str) -> None:
    (fault,) = check_html(html, rules=DAY)
    assert fault.rule == "grade-maybe-beside-name"
    assert not RULES[fault.rule].blocks


NAMES = st.sampled_from(["Maria Lopez", "Jaylen", "Lopez, Maria", "José Núñez", "maria lopez"])
MARKS = st.sampled_from(["87%", "B+", "A-", "18/20", "87.5 %", "61 percent", "Grade: D", "Nota: 6"])
APART = st.sampled_from(
    [
        "<ul><li>{}</li><li>{}</li></ul>",
        "<ol><li>{}</li><li>{}</li></ol>",
        "<p>{}<br/>{}</p>",
        "<p>{}</p><p>{}</p>",
        "<p><b>{}</b></p><p><i>{}</i></p>",
        "<dl><dt>{}</dt><dd>{}</dd></dl>",
        "<h3>{}</h3><p>{}</p>",
        "<div>{}</div><div>{}</div>",
        "<p>{}</p><p> </p><p>{}</p>",
        "<pre>{}\n{}</pre>",
        "<p>1. {}</p><p>{}</p>",
    ]
)


@given(APART, NAMES, MARKS)
def test_however_they_are_parted_a_name_and_a_mark_belong_together(
    apart: str, name: str, mark: str
) -> None:
    faults = check_html(apart.format(name, mark), rules=DAY)
    assert faults
    assert not any(mark.rpartition(": ")[2] in fault.excerpt for fault in faults)
    assert not any("Lopez" in fault.excerpt for fault in faults)


ANY_LINE = st.sampled_from(["Maria Lopez", "Liam Chen", "x", "", "Quiz 3 scores", "Math: 12,5%"])
ANY_VALUE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "- ", "Math: ", "Score - ", "Page ", "Lectura "]),
    st.sampled_from(["87", "87.5", "12,5", "7", "18/20", "4 out of 5", "A", "B-", "G", "#12345"]),
    st.sampled_from(["", "%", " %", " percent", "L", ".50"]),
    st.sampled_from(["", " A", ", B+", " (C)", " (85%)", "."]),
)


@given(st.lists(ANY_LINE | ANY_VALUE, max_size=12))
def test_any_lines_can_be_read(lines: list[str]) -> None:
    for fault in check_text("\n".join(lines), rules=DAY):
        assert len(fault.excerpt) <= 120


@pytest.mark.parametrize("text", [
    "Maria Lopez\n95 A\nLiam Chen\n80 B\nAnna Smith\n70 C",
    "Maria Lopez\n95 (A)\nLiam Chen\n80 (B)\nAnna Smith\n70 (C)",
    "Maria Lopez\nMatemáticas: 87,5%\nLectura: 72,5%",
])  # fmt: skip
def test_a_letter_beside_a_number_and_a_decimal_comma_are_read(text: str) -> None:
    assert {fault.rule for fault in check_text(text, rules=DAY)} == {"grade-maybe-beside-name"}


def test_who_works_here_has_no_marks() -> None:
    html = "<p>Elena Rivera<br>94%<br>Marcus Bell<br>91%</p>"
    staff = frozenset(map(name_key, ("Elena Rivera", "Marcus Bell")))
    assert check_html(html, rules=DAY)
    assert check_html(html, rules=PrivacyRules(today=DAY.today, staff=staff)) == []


@pytest.mark.parametrize("html", [
    "<p>Elena Rivera</p><p>Tests: 40%</p><p>Homework: 20%</p><p>Projects: 40%</p>",
    "<p>Attendance was up.</p><p>94%</p><p>Dana Whitefield</p>",
    "<h3>Class president</h3><p>Maria Lopez<br>54%<br>Liam Chen<br>46%</p><p>of the vote</p>",
    "<p>Maria Lopez</p><p>Class average: 82%</p>",
    "<p>Maria Lopez</p><p>Grade: 5</p>",
    "<p>Maria Lopez<br>11/24<br>Liam Chen<br>12/1</p>",
    "<p>Gary Paulsen<br>1987<br>Louis Sachar<br>1998<br>Lois Lowry<br>1989</p>",
    "<p>Maria Lopez</p><p>Please read the whole book by Friday.</p><p>87%</p>",
])  # fmt: skip
def test_what_is_of_no_student_is_not_asked(html: str) -> None:
    assert check_html(html, rules=DAY) == []


def test_a_table_is_read_by_its_rows_and_not_by_its_lines() -> None:
    table = "<table><tr><th>Player<th>Free throws<tr><td>Maria Lopez<td>62%</table>"
    assert check_html(table, rules=DAY) == []
    asked = check_html(f"{table}<p>Liam Chen</p><p>C-</p>", rules=DAY)
    assert [fault.excerpt for fault in asked] == ["Liam C•••: •-"]


@pytest.mark.parametrize("lines", [
    "<p>Maria Lopez</p><p>87%</p>", "<p>87%</p>", "<p>Maria</p>", "<p>Math: 7%</p>", "<p>D</p>",
])  # fmt: skip
def test_ten_times_as_many_lines_take_no_more_than_ten_times_as_long(lines: str) -> None:
    assert_grows_no_faster(lambda times: check_html(lines * times, rules=DAY), 4_000, few=400)
