"""The CSV of opt-outs and releases."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.students.decisions.importer import SENTENCES
from district_cms.students.decisions.rows import parse_decisions

FIRST = "student key,opt-out,release kind,until\n"
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))
KEYS = st.text("0123456789AB-", min_size=1, max_size=12)
RELEASES = st.dictionaries(st.sampled_from(["work", "photograph", "web"]), st.none() | DAYS)


def test_lines_of_one_student_belong_together() -> None:
    rows = parse_decisions(f"{FIRST}7,YES,,\n7,,work/photo,6/10/2027\n8,no,,\n".encode())
    day = dt.date(2027, 6, 10)
    assert rows.errors == ()
    assert rows.students["7"].opted_out is True
    assert rows.students["7"].releases == {"work": day, "photograph": day}
    assert rows.students["8"].opted_out is False


@pytest.mark.parametrize(
    ("line", "column", "fault"),
    [
        (",yes,,", "student key", "bad-key"),
        (f"{'7' * 65},yes,,", "student key", "bad-key"),
        ("7,perhaps,,", "opt-out", "bad-flag"),
        ("7,,yearbook,", "release kind", "bad-kind"),
        ("7,,work,31 June", "until", "bad-date"),
        ("7,yes,,\n7,no,,", "opt-out", "opt-out-differs"),
        ("7,,web,2027-06-10\n7,,web,2028-06-10", "until", "release-twice"),
        ("7,yes,,,Lopez", "", "too-many-cells"),
    ],
)
def test_a_mistake_has_its_place(line: str, column: str, fault: str) -> None:
    (error,) = parse_decisions((FIRST + line).encode()).errors
    assert (error.row, error.column, error.fault) == (2 + line.count("\n"), column, fault)


@pytest.mark.parametrize(
    ("first", "fault"),
    [("name,opt-out", "no-key-column"), ("key,until", "no-decision-column"), ("", "empty-file")],
)
def test_a_file_without_its_columns_is_refused(first: str, fault: str) -> None:
    assert [each.fault for each in parse_decisions(first.encode()).errors] == [fault]


@given(st.dictionaries(KEYS, st.tuples(st.none() | st.booleans(), RELEASES)))
def test_what_was_written_is_read(students: dict[str, tuple[bool | None, dict]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["student key", "opt-out", "release kind", "until"])
    for key, (opted_out, releases) in students.items():
        writer.writerow([key, {True: "yes", False: "no"}.get(opted_out, ""), "", ""])
        for kind, until in releases.items():
            writer.writerow([key, "", kind, until or ""])
    rows = parse_decisions(text.getvalue().encode())
    assert rows.errors == ()
    read = {key: (each.opted_out, each.releases) for key, each in rows.students.items()}
    assert read == students


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    for start in (b"", FIRST.encode()):
        rows = parse_decisions(start + data)
        assert {error.fault for error in rows.errors} <= SENTENCES.keys()
        assert all(0 < len(key) <= 64 for key in rows.students)
