"""The examination of office files, also of malicious ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.documents import Examination, State, packages
from district_cms.checks.documents.examine import examine
from district_cms.checks.documents.packages import COMPOUND_FILE
from tests.factories import files
from tests.factories.files import DECORATIVE

MAKERS = {
    "docx": files.docx,
    "pptx": files.pptx,
    "xlsx": files.xlsx,
    "odt": files.odt,
    "odp": files.odp,
    "ods": files.ods,
}
WITH_PICTURES = ("docx", "pptx", "xlsx", "odt", "odp")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_careful_file_has_no_fault(kind: str) -> None:
    found = examine(MAKERS[kind](), kind)
    assert found.kind == kind
    assert found.state == State.READ
    assert found.title
    assert not found.locked
    assert not found.pictures_without_words
    assert not found.slides_without_title
    assert not found.unnamed_sheets


@pytest.mark.parametrize("kind", WITH_PICTURES)
@pytest.mark.parametrize("pictures, wordless", [
    ((), 0), (("A leaf",), 0), (("",), 1), (("A leaf", "", " "), 2), ((DECORATIVE,), 0),
])  # fmt: skip
def test_pictures_without_a_description_are_counted(
    kind: str, pictures: tuple[str, ...], wordless: int
) -> None:
    found = examine(MAKERS[kind](pictures=pictures), kind)
    assert (found.pictures, found.pictures_without_words) == (len(pictures), wordless)


@pytest.mark.parametrize("kind", ["docx", "odt"])
@pytest.mark.parametrize("headings", [0, 1, 3])
def test_headings_are_recognized_by_their_style(kind: str, headings: int) -> None:
    found = examine(MAKERS[kind](headings=headings, words=500), kind)
    assert found.headings == headings
    assert found.words is not None
    assert found.words >= 500


def test_tables_without_a_header_row_are_counted() -> None:
    found = examine(files.docx(tables=(True, False, False)), "docx")
    assert (found.tables, found.tables_without_headers) == (3, 2)


@pytest.mark.parametrize("language", ["en-US", "es-MX", ""])
def test_the_language_comes_from_the_styles(language: str) -> None:
    assert examine(files.docx(language=language), "docx").language == language


@pytest.mark.parametrize("kind", ["pptx", "odp"])
@pytest.mark.parametrize("titles, without", [
    (("Welcome", "Dates"), ()), (("", "Dates", " "), (1, 3)),
])  # fmt: skip
def test_slides_without_a_title_are_named_by_number(
    kind: str, titles: tuple[str, ...], without: tuple[int, ...]
) -> None:
    found = examine(MAKERS[kind](titles=titles), kind)
    assert found.slides_without_title == without
    assert found.pages == len(titles)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("sheets, unnamed", [
    (("November", "December"), ()),
    (("Sheet1",), ()),
    (("Sheet1", "Hoja 2", "Lunch"), ("Sheet1", "Hoja 2")),
    (("Sheet music", "Room 12"), ()),
])  # fmt: skip
def test_sheets_with_default_names_are_listed(
    kind: str, sheets: tuple[str, ...], unnamed: tuple[str, ...]
) -> None:
    assert examine(MAKERS[kind](sheets=sheets), kind).unnamed_sheets == unnamed


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("data", [
    b"", b"PK", b"not a zip", files.archive({}), files.archive({"a.txt": "words"}),
    files.docx()[:-40], files.pdf(),
])  # fmt: skip
def test_a_file_of_another_kind_is_damaged(kind: str, data: bytes) -> None:
    assert examine(data, kind) == Examination(kind=kind, state=State.DAMAGED)


def test_a_file_with_a_password_is_locked() -> None:
    assert examine(COMPOUND_FILE + bytes(600), "docx").locked == "password"
    locked = files.open_document(
        "<office:text/>", manifest="<manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry>",
    )  # fmt: skip
    assert examine(locked, "odt").locked == "password"


@pytest.mark.parametrize("prologue", [
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
])  # fmt: skip
def test_a_document_type_is_refused(prologue: str) -> None:
    assert examine(files.docx(prologue=prologue), "docx").state == State.DAMAGED


def test_a_part_that_unpacks_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_PART", 1_000_000)
    bomb = files.docx(words=400_000)
    assert len(bomb) < 20_000
    assert examine(bomb, "docx").state == State.TOO_MUCH


def test_parts_that_exceed_the_total_limit_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_TOTAL", 2_000)
    assert examine(files.pptx(titles=("Welcome",) * 20), "pptx").state == State.TOO_MUCH


def test_an_archive_with_too_many_parts_is_not_read() -> None:
    parts = {f"part{number}": b"" for number in range(packages.MOST_PARTS + 1)}
    assert examine(files.archive(parts), "xlsx").state == State.TOO_MUCH


def test_a_part_outside_the_archive_is_not_followed() -> None:
    links = (
        '<Relationships xmlns="x"><Relationship Id="r1" Type="x/officeDocument" '
        'Target="../../etc/passwd"/></Relationships>'
    )
    assert examine(files.archive({"_rels/.rels": links}), "docx").state == State.DAMAGED


@given(st.data())
def test_a_damaged_file_is_examined_without_errors(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(MAKERS)))
    source = bytearray(MAKERS[kind]())
    start = data.draw(st.integers(0, len(source)))
    source[start : start + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=40))
    found = examine(bytes(source), kind)
    assert found.state in {State.READ, State.DAMAGED}
    assert Examination.from_json(found.as_json()) == found


_XML = st.recursive(
    st.text("abc <>&;", max_size=6),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<p>{''.join(parts)}</p>"),
    max_leaves=12,
)


@given(_XML)
def test_any_xml_in_a_part_is_examined_without_errors(xml: str) -> None:
    found = examine(files.archive({"word/document.xml": xml}), "docx")
    assert found.state in {State.READ, State.DAMAGED}
