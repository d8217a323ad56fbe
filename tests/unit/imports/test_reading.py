"""Bytes become text, text becomes rows, cells become values; whatever is wrong has its place."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.imports.importer import GENERAL, described, place
from district_cms.imports.reading import (
    LONGEST_VALUE,
    Collector,
    Located,
    decode,
    read_date,
    read_flag,
    read_table,
)

HEADERS = {"name": ("name", "nombre"), "day": ("day", "first day")}
NEEDED = {"no-column": ("name",)}


def faults(found: list[Located]) -> list[tuple[int | str, str]]:
    return [(one.row, one.fault) for one in found]


def rows(text: str, most_rows: int = 100) -> tuple[list[dict[str, str]], list[Located]]:
    collector = Collector()
    lines = list(read_table(text, collector, headers=HEADERS, needed=NEEDED, most_rows=most_rows))
    return [dict(line.cells) for line in lines], collector.errors


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        ("name\nJosé".encode(), []),
        ("name\nJosé".encode("utf-8-sig"), []),
        ("name\nJosé".encode("utf-16"), []),
        ("\ufeffname\nJosé".encode("utf-16-be"), []),
        ("name\nJosé".encode("cp1252"), [(2, "guessed")]),
    ],
)
def test_what_spreadsheet_programs_write_is_read(data: bytes, notes: list[tuple[int, str]]) -> None:
    collector = Collector()
    assert decode(data, collector) == "name\nJosé"
    assert collector.errors == []
    assert faults(collector.notes) == notes


def test_a_guess_shows_the_line_that_it_was_needed_for() -> None:
    collector = Collector()
    decode("name\r\nAna\r\nJosé, 3rd grade\r\nIñigo".encode("cp1252"), collector)
    assert collector.notes == [Located(3, "", "José, 3rd grade", "guessed")]


@pytest.mark.parametrize(
    ("data", "may_guess", "error"),
    [
        ("name\nJosé".encode("cp1252"), False, (2, "not-utf8")),
        (b"name\nJos\x81", True, (2, "not-text")),  # no letter of Windows-1252
        (b"name\n\0", True, (2, "not-text")),
        (b"PK\x03\x04\x14\0\x06\0", True, (1, "not-text")),
        (b"\xff\xfea", True, (1, "not-text")),
    ],
)
def test_binary_data_is_an_error_at_its_line(
    data: bytes, may_guess: bool, error: tuple[int, str]
) -> None:
    collector = Collector()
    assert decode(data, collector, may_guess=may_guess) is None
    assert faults(collector.errors) == [error]


# ---------------------------------------------------------------- table


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_found_by_their_words_in_any_order(separator: str) -> None:
    text = "\n".join(
        separator.join(cells) for cells in (["other", "First_Day", " NOMBRE "], ["x", "1", "Ana"])
    )
    assert rows(text) == ([{"day": "1", "name": "Ana"}], [])


def test_quotes_keep_separators_and_line_ends_and_the_next_row_its_number() -> None:
    collector = Collector()
    text = 'name,day\n"Ana, the\nsecond",1\n\nIvo,2\n'
    lines = list(read_table(text, collector, headers=HEADERS, needed=NEEDED))
    assert [(line.number, line["name"]) for line in lines] == [(2, "Ana, the\nsecond"), (5, "Ivo")]
    assert lines[0].header("day") == "day"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", (1, "empty-file")),
        ("\n \n", (1, "empty-file")),
        ("day\n1\n", (1, "no-column")),
        ("name,day\nAna,1,2\n", (2, "too-many-cells")),
        ('name\n"Ana\n', (2, "unreadable-line")),
        ("name\n" + "Ana\n" * 101, (102, "too-many-rows")),
    ],
)
def test_a_table_that_cannot_be_taken_says_where(text: str, error: tuple[int, str]) -> None:
    assert faults(rows(text)[1]) == [error]


def test_a_short_row_has_empty_cells_and_empty_cells_beyond_the_last_column_do_not_matter() -> None:
    collector = Collector()
    text = "name,day\nAna\nIvo,2,,\n"
    lines = list(read_table(text, collector, headers=HEADERS, needed=NEEDED))
    assert [line["day"] for line in lines] == ["", "2"]
    assert collector.errors == []


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_located_errors(data: bytes) -> None:
    collector = Collector()
    text = decode(data, collector)
    if text is not None:
        list(read_table(text, collector, headers=HEADERS, needed=NEEDED))
    for found in (*collector.errors, *collector.notes):
        assert described(found, GENERAL)
        assert found.row
        assert len(found.value) <= LONGEST_VALUE


def test_a_place_names_the_file_where_there_are_several() -> None:
    assert place(Located(7, "", "", "empty-file")) == "Line 7"
    assert place(Located(7, "", "", "empty-file", file="users.csv")) == "users.csv, Line 7"
    assert place(Located("Fall break", "", "", "empty-file")) == "Fall break"


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-24", dt.date(2026, 11, 24)),
        ("2026-1-5", dt.date(2026, 1, 5)),
        ("11/24/2026", dt.date(2026, 11, 24)),
        ("1/5/2027", dt.date(2027, 1, 5)),
        ("2028-02-29", dt.date(2028, 2, 29)),
        ("2027-02-29", None),
        ("24/11/2026", None),
        ("11/24/26", dt.date(2026, 11, 24)),
        ("26/11/24", None),
        ("24 November 2026", None),
        ("0026-11-24", None),
        ("٢٠٢٦-11-24", None),
        ("", None),
    ],
)
def test_dates_are_iso_or_as_the_district_writes_them(written: str, day: dt.date | None) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("yes", True), ("Y", True), ("TRUE", True), ("1", True), ("x", True), ("Sí", True),
        ("no", False), ("N", False), ("false", False), ("0", False),
        ("", None), ("perhaps", None), ("2", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_read_and_nothing_is_guessed(written: str, flag: bool | None) -> None:
    assert read_flag(written) is flag
