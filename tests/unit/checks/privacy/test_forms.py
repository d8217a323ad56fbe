"""Tables, lists and headings with their lines are read as one: who has what stands there."""

from datetime import date

import pytest

from district_cms.checks.privacy import (
    RULES,
    PrivacyRules,
    check_html,
    check_text,
    name_key,
    nobody_named,
)
from district_cms.checks.privacy.forms import Forms, named_in
from district_cms.checks.privacy.grouped import forms
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.markup import parse, text_in_rows

TODAY = PrivacyRules(today=date(2026, 11, 24))
WRESTLERS = (
    "<h3>Wrestling results vs. Northgate</h3><table><tr><td>106<td>Tswv Yang, pin 1:12"
    "<tr><td>132<td>Omar Dirie, dec. 6-3<tr><td>170<td>Gus Haberman, lost 2-4</table>"
)
CAST = (
    "<h3>Fall play: Murder at the Lutefisk Supper</h3><p>Widow Olson.....Hannah Gbaye<br>"
    "Sheriff.....Yeng Cha<br>The body.....Fernando Pulido<br>"
    "Third uncle, drunk.....Aden M. Aden</p>"
)


@pytest.mark.parametrize("html", [
    # Names that no list knows, a given name beside initials, the matter in the heading.
    "<table><tr><td>Tardies, Q1<tr><td>Llewellyn, S.<td>17<tr><td>Tsinajinnie, R.<td>9</table>",
    "<h3>Quarter 1 D/F list</h3><ul><li>Ayub (sci, ss)</li><li>Maly (math)</li></ul>",
    "<h3>Tareas pendientes</h3><ul><li>Axel: el mapa</li><li>Pao: todo diciembre</li></ul>",
    "<table><tr><td>Student<td>AZELLA<tr><td>Ximena R.<td>Basic<tr><td>Yareli C.<td>Basic</table>",
    "<h3>Lunch detention</h3><p>Brixton (2 days)<br>Ameera<br>Tou Ger, all week</p>",
    "<dl><dt>Imani</dt><dd>reads at 1.8</dd><dt>Dex</dt><dd>reads at 4.0</dd></dl>",
])  # fmt: skip
def test_what_its_rows_tell_together_is_asked(html: str) -> None:
    found = check_html(html, rules=TODAY)
    assert found
    assert not any(RULES[fault.rule].blocks for fault in found)


@pytest.mark.parametrize("html", [
    "<p>Chess ladder</p><ol><li>Vamsi</li><li>Blia</li><li>Cooper J</li><li>Yonis</li></ol>",
    "<table><tr><th>Player<th>Goals<tr><td>Farhiya<td>4<tr><td>Kou Meng<td>3</table>",
    WRESTLERS,
    CAST,
    "<h3>Density lab groups</h3><ul><li>1: Cael, Nimo</li><li>2: Bao, Willa</li></ul>",
    "<table><tr><td>May 20<td>K grad<tr><td>May 21<td>Moving Up<tr><td>May 22<td>last day</table>",
])  # fmt: skip
def test_rosters_casts_and_calendars_are_not(html: str) -> None:
    assert check_html(html, rules=TODAY) == []


def test_the_row_that_tells_most_is_shown_and_its_numbers_are_not() -> None:
    lines = ["Detention list", "Hollis, room 4", "Tsegaye: 3 detentions, suspended 2 days"]
    (shown,) = (fault.excerpt for fault in Forms(lambda: lines).find())
    assert shown == "Tsegaye … • detentions, suspended • days"


def test_plain_text_is_read_so_as_well() -> None:
    assert check_text("Tardies, Q1\nLlewellyn, S.  17\nTsinajinnie, R.  9", rules=TODAY)


def test_those_who_work_here_are_not_asked_about() -> None:
    lines = ["Detention list", "Hollis Vang, 3 detentions", "Omar Dirie, suspended"]
    staff = frozenset(map(name_key, ("Hollis Vang", "Omar Dirie")))
    assert list(Forms(lambda: lines).find())
    assert list(Forms(lambda: lines).find(staff)) == []


def test_no_roster_hides_what_one_of_its_rows_tells() -> None:
    rows = "".join(f"<li>{name}: flute</li>" for name in ("Kim", "Ladan", "Bruce", "Yonis"))
    told = "<li>Maria Lopez was suspended for fighting and is failing math</li>"
    found = check_html(f"<h3>Band roster</h3><ul>{rows}{told}</ul>", rules=TODAY)
    assert any(RULES[fault.rule].blocks for fault in found)


def test_a_name_of_no_list_is_known_by_its_place_in_the_rows() -> None:
    (form,) = forms(["Growth check", "Boone · 47", "Hser · 43", "Ntxhi · 40"])
    assert [one.name for one in named_in(form)] == ["Boone", "Hser", "Ntxhi"]


@pytest.mark.parametrize("lines", [
    ["Pie", "Pecan · 9", "Apple · 7"], ["Duty", "Plants · Monday", "Door · Friday"],
])  # fmt: skip
def test_a_column_of_words_names_nobody(lines: list[str]) -> None:
    (form,) = forms(lines)
    assert named_in(form) == []


def test_a_row_of_a_table_is_a_line_whatever_its_cells_hold() -> None:
    root, _ = parse(
        "<table><tr><td>A <b>x</b><td><p>B</p>C</table><dl><dt>D</dt><dd>E<br>F</dd></dl>"
    )
    lines = [" ".join(line.split()) for line in text_in_rows(root).split("\n") if line.strip()]
    assert lines == ["A x · B C ·", "D · E F"]


def test_long_paragraphs_are_no_form() -> None:
    assert list(forms(["Heading", "word " * 60])) == []


def test_a_long_form_is_read_in_parts_that_all_have_its_heading() -> None:
    parts = list(forms(["Detention", *(f"Student {n} of room {n}" for n in range(60))]))
    assert len(parts) > 1
    assert all(part.text.startswith("Detention") and len(part.text) < 700 for part in parts)


def test_families_of_no_list_are_asked_about() -> None:
    told = "The Littlewolf kids are doubled up with cousins on Birch since the fire."
    assert check_html(f"<p>{told}</p>", rules=TODAY)


def test_of_a_passage_that_means_nobody_its_names_are_shown_as_elsewhere() -> None:
    told = "Nyelle Tsegaye was evicted, suspended twice and hospitalized, and her mom is in jail."
    lines = Lines(told)
    (shown,) = (fault.excerpt for _start, fault in nobody_named.find(lines, {0}))
    assert "Tsegaye" not in shown
