"""Only lines that may contain a fault are read closely, and yet no fault is missed."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import zip_longest

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from district_cms.checks.accessibility.dom import Document
from district_cms.checks.privacy import check_html, check_table, check_text
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.normalizing import lowered, undisguise
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))

FACTS = (
    ("student-number", "Student ID 1234567"),
    ("student-number", "STUDENTS' ID # 123 456"),
    ("student-number", "1234567 is her student number"),
    ("student-number", "Pupil no. 12345"),
    ("student-number", "SSID: 1234567890"),
    ("student-number", "Lunch PIN 4821"),
    ("student-number", "Número de estudiante: 1234567"),
    ("student-number", "Clave del comedor 4821"),
    ("student-number", "Infinite Campus ID 1234567"),
    ("student-number", "Her school ID is 1234567"),
    ("birth-date", "Maria (b. March 4, 2015)"),
    ("birth-date", "DOB: 4-Mar-2015"),
    ("birth-date", "Maria was born in Missoula on March 4, 2015"),
    ("birth-date", "D.O.B. 03-04-15"),
    ("birth-date", "3/4/2015 (date of birth"),
    ("birth-date", "Nació el 4 de marzo de 2015"),
    ("birth-date", "Cumpleaños: 4 de marzo de 2015"),
    ("birth-date", "f. nac. 4/3/2015"),
    ("grade-beside-name", "Maria Lopez: 87%"),
    ("grade-beside-name", "Lopez, Maria: 87.5 por ciento"),
    ("grade-beside-name", "Maria Lopez (Period 2) B+"),
    ("grade-beside-name", "Jaylen: 18/20"),
    ("grade-beside-name", "Jaylen got an A"),
    ("grade-beside-name", "Emma scored a 95 on the spelling test"),
    ("grade-beside-name", "Emma's final math grade: 92"),
    ("grade-beside-name", "The grade for Maria Lopez is 87%"),
    ("grade-beside-name", "Quiz scores: Maria Lopez 17"),
    ("grade-beside-name", "95% - Maria Lopez"),
    ("grade-beside-name", "Emma scored 95 points on the spelling test"),
    ("student-number", "SSN: 512-44-8830"),
    ("student-number", "State student identifier: 880014523"),
    ("grade-beside-name", "María tiene un promedio de 9.5"),
    ("grade-beside-name", "Maria Lopez, who passed the test with a C-"),
    ("grade-beside-name", "José Núñez sacó un 9 en la prueba"),
)
facts = st.sampled_from(FACTS)

# Lines around a fact that say nothing about votes, animals or sums.
ROUND = st.text(alphabet="xyz XYZ039.,:;!-/%'ñé中\u200b\u00a0\u0301\t\r\n😀", max_size=60)


def rules_of(text: str) -> set[str]:
    return {fault.rule for fault in check_text(text, rules=RULES)}


@given(facts, ROUND, ROUND)
def test_a_fact_is_found_between_any_lines(fact: tuple[str, str], before: str, after: str) -> None:
    rule, words = fact
    assert rule in rules_of(f"{before}\n{words}\n{after}")


@given(facts, st.integers(0, 2500), st.integers(0, 700), st.sampled_from(["y z ", "ñ, ", "q 7 w "]))
def test_a_fact_is_found_wherever_it_stands_in_a_long_line(
    fact: tuple[str, str], before: int, after: int, filling: str
) -> None:
    rule, words = fact
    line = f"{(filling * before)[:before]}; {words}. {(filling * after)[:after]}"
    assert rule in rules_of(line)


@given(facts, st.integers(2, 20))
def test_a_fact_is_reported_as_often_as_it_occurs(fact: tuple[str, str], times: int) -> None:
    rule, words = fact
    lines = check_text("\n".join([words] * times), rules=RULES)
    one_line = check_text(f"{words}. " * times, rules=RULES)
    assert [fault.rule for fault in lines].count(rule) == times
    assert [fault.rule for fault in one_line].count(rule) == times


@pytest.mark.parametrize("html", [
    "<i>Student ID</i> 1234567", "Student I<i class='x'>D 1234567", "<em>Lunch PIN</em>: 4821",
    "<cite>Quiz scores</cite>: Maria Lopez 17", "<em>Cumpleaños</em>: 4 de marzo de 2015",
])  # fmt: skip
def test_a_label_in_italics_hides_no_fact(html: str) -> None:
    assert check_html(f"<p>{html}</p>", rules=RULES)


@given(facts, st.data())
def test_no_tag_within_a_line_hides_a_fact(fact: tuple[str, str], data: st.DataObject) -> None:
    rule, words = fact
    within = st.sampled_from(
        ["", "", "<b>", "</b>", "<i class='x'>", "</i>", "<!-- Q -->", "<?x y?>", "&shy;", "<wbr>",
         "\u200b", '<span style="display:none">', "</span>", '<img src="x" alt="">']
    )  # fmt: skip
    html = "".join(char + data.draw(within) for char in words)
    found = check_html(f"<p>{html}</p>", rules=RULES)
    assert rule in {fault.rule for fault in found}


@given(facts, st.sampled_from(["alt", "title", "aria-label", "aria-description", "summary"]))
def test_a_fact_is_found_in_every_text_attribute(fact: tuple[str, str], attribute: str) -> None:
    rule, words = fact
    value = words.replace('"', "&quot;")
    for tag in ("img", "a", "p", "td", "script", "x-own", "svg:g"):
        found = check_html(f'<p>x<{tag} title=" " {attribute.upper()}="{value}">y', rules=RULES)
        if attribute != "title":
            assert rule in {fault.rule for fault in found}
        found = check_html(f'<p>x<{tag} {attribute}="{value}">y', rules=RULES)
        assert rule in {fault.rule for fault in found}


@given(facts)
def test_a_fact_in_character_references_is_found(fact: tuple[str, str]) -> None:
    rule, words = fact
    html = "".join(f"&#{ord(char)};" for char in words)
    assert rule in {fault.rule for fault in check_html(html, rules=RULES)}


FOREIGN_DIGITS = "".join(
    chr(code) for code in range(0x110000) if chr(code).isdecimal() and not chr(code).isascii()
)


@given(facts, st.data())
def test_a_fact_in_foreign_digits_is_found(fact: tuple[str, str], data: st.DataObject) -> None:
    rule, words = fact
    zero = data.draw(st.sampled_from([c for c in FOREIGN_DIGITS if unicodedata.decimal(c) == 0]))
    disguised = "".join(chr(ord(zero) + int(c)) if c in "0123456789" else c for c in words)
    assert rule in rules_of(disguised)


CELLS = st.sampled_from(["", "List 3", "Group A", "Tuesday", "p. 12", "x", "ñ"])


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5), st.integers(0, 5), st.booleans()
)
def test_a_row_of_a_name_and_a_grade_is_found_wherever_it_stands(
    rows: list[list[str]], place: int, turned: bool
) -> None:
    rows.insert(place, ["Maria Lopez", "87%"])
    if turned:
        rows = [list(column) for column in zip_longest(*rows, fillvalue="")]
    html = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    assert [f.rule for f in check_table(rows, rules=RULES)] == ["grade-beside-name"]
    assert [f.rule for f in check_html(f"<table>{html}</table>", rules=RULES)] == [
        "grade-beside-name"
    ]


@pytest.mark.parametrize(
    "pattern, text", [(r"\bzebra\b", "a zebra"), (r"^own$", "x\n own \ny"), (r"no\.\w+", "no.abc")]
)
def test_a_pattern_of_the_district_is_tried_without_a_digit(pattern: str, text: str) -> None:
    rules = PrivacyRules(RULES.today, (*RULES.student_numbers, pattern))
    assert [fault.rule for fault in check_text(text, rules=rules)] == ["student-number"]
    html = text.replace("\n", "<br>")
    assert [fault.rule for fault in check_html(html, rules=rules)] == ["student-number"]


@given(st.text())
def test_undisguising_does_not_depend_on_other_lines(text: str) -> None:
    # An ideograph forces normalization of the whole text instead of single characters.
    assert undisguise(f"中\n{text}") == f"中\n{undisguise(text)}"


@given(st.text())
def test_lowering_keeps_positions(text: str) -> None:
    assert len(lowered(text)) == len(text)


@given(st.text(alphabet="ab \n"))
def test_lines_are_those_of_the_text(text: str) -> None:
    lines = Lines(text)
    written = [line.strip() for line in text.split("\n") if line.strip()]
    starts = list(lines.all())
    assert [lines.line(start) for start in starts] == written
    assert [lines.before(start) for start in starts] == ["", *written][: len(written)]
    assert [lines.after(start) for start in starts] == [*starts[1:], None][: len(starts)]
    with_a = [start for start in starts if "a" in lines.line(start)]
    assert sorted(set(lines.holding(["a"]))) == with_a
    assert lines.hold_any(["c", "a"]) is bool(with_a)


PARTS = (
    *("<p>", "</p>", "<td>", "<table>", "<tr>", "<b>", "</b>", "<br>", "<li>", "<!-- x -->"),
    *(
        "<p title='87%'>",
        "</html>",
        "Maria ",
        "Lopez: ",
        "87%",
        "Student ID ",
        "1234567",
        "&nbsp;",
        "ñ",
    ),
)


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_a_parsed_tree_gives_the_same_findings(html: str) -> None:
    document = Document(html)
    assume(not document.truncated)
    assert check_html(html, rules=RULES, root=document.root) == check_html(html, rules=RULES)


def test_every_thread_can_check() -> None:
    html = "<p>Student ID 1234567<img alt='Maria Lopez: 87%'>"
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: check_html(html, rules=RULES), range(40)))
    assert all(
        [fault.rule for fault in faults] == ["student-number", "grade-beside-name"]
        for faults in found
    )


@pytest.mark.parametrize("depth", [100, 2000, 2040, 2046, 2047, 2048, 3000])
def test_a_fact_is_found_at_any_depth(depth: int) -> None:
    html = "<div title='x'>" * depth + "Student ID 1234567"
    assert [fault.rule for fault in check_html(html, rules=RULES)] == ["student-number"]


def test_a_number_beside_a_tag_with_a_hundred_thousand_attributes_is_found() -> None:
    crowded = "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">"
    found = check_html(f"{crowded}Her student ID is 123456.</p>", rules=RULES)
    assert [fault.rule for fault in found] == ["student-number"]
