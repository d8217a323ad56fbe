"""The examination of PDF files."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.documents import Examination, State
from district_cms.checks.documents.examine import examine
from tests.factories import files

SCANNED = files.pdf(pages=(files.PICTURE,), tagged=False, marked=False, title="", language="")
WHOLE = files.pdf(pages=(files.WORDS, files.PICTURE, b"/Form Do"), figures=("A leaf", ""))


def look(data: bytes) -> Examination:
    return examine(data, "pdf")


def test_a_careful_pdf_has_all_values() -> None:
    assert look(files.pdf(figures=("A leaf",))) == Examination(
        kind="pdf",
        title="What to bring to class",
        language="en-US",
        tagged=True,
        shows_title=True,
        has_text=True,
        pages=1,
        pages_read=1,
        pages_of_pictures=0,
        headings=1,
        pictures=1,
        pictures_without_words=0,
        fields=0,
        fields_without_names=0,
    )


@pytest.mark.parametrize("tagged, marked, found", [
    (True, True, True),
    (True, False, False),
    (False, True, False),
    (False, False, False),
])  # fmt: skip
def test_a_tagged_pdf_has_a_tree_and_is_marked(tagged: bool, marked: bool, found: bool) -> None:
    assert look(files.pdf(tagged=tagged, marked=marked)).tagged is found


def test_an_empty_tag_tree_does_not_count() -> None:
    with pikepdf.open(io.BytesIO(files.pdf())) as pdf:
        tree = pdf.Root.StructTreeRoot
        for empty in ([], [pikepdf.Dictionary(S=pikepdf.Name.Document, K=pikepdf.Array())]):
            tree.K = pikepdf.Array(empty)
            out = io.BytesIO()
            pdf.save(out)
            assert look(out.getvalue()).tagged is False


def test_a_form_field_is_named_by_its_tooltip() -> None:
    with pikepdf.open(io.BytesIO(files.pdf())) as pdf:
        named = pikepdf.Dictionary(T="t1", FT=pikepdf.Name.Tx, TU="Name of your child")
        nameless = pikepdf.Dictionary(T="t2", FT=pikepdf.Name.Tx)
        group = pikepdf.Dictionary(T="address", Kids=[nameless])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[named, group])
        out = io.BytesIO()
        pdf.save(out)
    found = look(out.getvalue())
    assert (found.fields, found.fields_without_names) == (2, 1)


@pytest.mark.parametrize("pages, has_text, of_pictures", [
    ((files.WORDS,), True, 0),
    ((files.PICTURE,), False, 1),
    ((files.PICTURE, files.PICTURE), False, 2),
    ((files.WORDS, files.PICTURE), True, 1),
    ((files.PICTURE + b" " + files.WORDS,), True, 0),
    ((b"BT /F1 12 Tf [(Two) -250 (words)] TJ ET",), True, 0),
    ((b"BT /F1 12 Tf (By a quote) ' ET",), True, 0),
    ((b"BT /F1 12 Tf () Tj [] TJ ET",), False, 0),
    ((b"/Form Do",), True, 0),
    ((b"/Nothing Do",), False, 0),
    ((b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI",), False, 1),
    ((b"",), False, 0),
])  # fmt: skip
def test_pages_of_text_and_pages_of_pictures_are_distinguished(
    pages: tuple[bytes, ...], has_text: bool, of_pictures: int
) -> None:
    found = look(files.pdf(pages=pages))
    assert (found.has_text, found.pages_of_pictures) == (has_text, of_pictures)


@pytest.mark.parametrize("figures, wordless", [
    ((), 0), (("A leaf",), 0), (("",), 1), (("A leaf", "", " "), 2),
])  # fmt: skip
def test_figures_without_a_description_are_counted(figures: tuple[str, ...], wordless: int) -> None:
    found = look(files.pdf(figures=figures))
    assert (found.pictures, found.pictures_without_words) == (len(figures), wordless)


def test_a_title_in_the_xmp_metadata_alone_is_found() -> None:
    with pikepdf.open(io.BytesIO(files.pdf(title=""))) as pdf:
        packet = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li '
            'xml:lang="x-default">Supplies</rdf:li></rdf:Alt></dc:title></rdf:Description>'
            "</rdf:RDF></x:xmpmeta>"
        )
        assert look(_with_metadata(pdf, packet)).title == "Supplies"
        bomb = '<!DOCTYPE x [<!ENTITY a "b">]>' + packet
        assert look(_with_metadata(pdf, bomb)).title == ""


def _with_metadata(pdf: pikepdf.Pdf, packet: str) -> bytes:
    out = io.BytesIO()
    pdf.Root.Metadata = pdf.make_stream(packet.encode())
    # Saving with the default would write the XMP packet again.
    pdf.save(out, fix_metadata_version=False)
    return bytes(out.getvalue())


@pytest.mark.parametrize("encryption, locked", [
    (pikepdf.Encryption(owner="office"), ""),
    (pikepdf.Encryption(user="office", owner="office"), "password"),
    (
        pikepdf.Encryption(
            owner="office", R=3, aes=False, metadata=False,
            allow=pikepdf.Permissions(accessibility=False),
        ),
        "assistive",
    ),
])  # fmt: skip
def test_a_locked_file_says_whom_it_excludes(encryption: pikepdf.Encryption, locked: str) -> None:
    assert look(files.pdf(encryption=encryption)).locked == locked


@pytest.mark.parametrize("data", [
    b"", b"%PDF-1.7", b"no pdf at all", files.docx(), files.pdf()[:200],
])  # fmt: skip
def test_a_file_that_is_no_pdf_is_damaged(data: bytes) -> None:
    assert look(data) == Examination(kind="pdf", state=State.DAMAGED)


def test_a_circular_page_tree_terminates() -> None:
    with pikepdf.open(io.BytesIO(files.pdf())) as pdf:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        out = io.BytesIO()
        pdf.save(out)
    assert look(out.getvalue()).kind == "pdf"


def test_a_form_that_contains_itself_terminates() -> None:
    with pikepdf.open(io.BytesIO(files.pdf(pages=(b"/Form Do",)))) as pdf:
        form = pdf.pages[0].Resources.XObject.Form
        form.write(b"/Form Do")
        form.Resources = pdf.make_indirect(
            pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
        )
        out = io.BytesIO()
        pdf.save(out)
    assert look(out.getvalue()).has_text is False


def test_circular_tags_terminate() -> None:
    with pikepdf.open(io.BytesIO(files.pdf(headings=0))) as pdf:
        node = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.H2))
        node.K = pikepdf.Array([node, node])
        pdf.Root.StructTreeRoot.K.append(node)
        out = io.BytesIO()
        pdf.save(out)
    assert look(out.getvalue()).headings == 1


@given(st.data())
def test_a_damaged_file_is_examined_without_errors(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from([WHOLE, SCANNED])))
    start = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 300))
    source[start : start + length] = data.draw(st.binary(max_size=40))
    found = look(bytes(source))
    assert found.state in {State.READ, State.DAMAGED}
    assert Examination.from_json(found.as_json()) == found


@given(st.binary(max_size=400))
def test_noise_after_the_signature_is_examined_without_errors(noise: bytes) -> None:
    assert look(b"%PDF-1.4\n" + noise).state == State.DAMAGED
