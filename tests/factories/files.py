"""Small files to download, made in memory: PDFs, office files, captions, recordings.

Each is what a careful person would upload; a test takes one good thing away.
"""

import io
import struct
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

import pikepdf
from pikepdf import Array, Dictionary, Name, String

WORDS = b"BT /F1 12 Tf 72 700 Td (Bring a notebook and two pencils.) Tj ET"
PICTURE = b"q 612 0 0 792 0 0 cm /Scan Do Q"


def pdf(
    *,
    pages: tuple[bytes, ...] = (WORDS,),
    title: str = "What to bring to class",
    shows_title: bool = True,
    language: str = "en-US",
    tagged: bool = True,
    marked: bool = True,
    headings: int = 1,
    figures: tuple[str, ...] = (),
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    """A PDF; `pages` are what each draws, `figures` the descriptions of tagged figures."""
    made = pikepdf.new()
    scan = made.make_stream(
        b"\x00\x80",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=2,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )
    form = made.make_stream(WORDS, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 612, 792])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for content in pages:
        made.add_blank_page(page_size=(612, 792))
        page = made.pages[-1]
        page.Contents = made.make_stream(content)
        page.Resources = Dictionary(
            Font=Dictionary(F1=font), XObject=Dictionary(Scan=scan, Form=form)
        )
    if title:
        made.docinfo["/Title"] = title
    if language:
        made.Root.Lang = String(language)
    if shows_title:
        made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if tagged:
        kids = [Dictionary(Type=Name.StructElem, S=Name.P) for _page in pages]
        kids += [Dictionary(Type=Name.StructElem, S=Name.Chapter) for _one in range(headings)]
        kids += [
            Dictionary(Type=Name.StructElem, S=Name.Figure, **({"Alt": String(alt)} if alt else {}))
            for alt in figures
        ]
        made.Root.StructTreeRoot = made.make_indirect(
            Dictionary(Type=Name.StructTreeRoot, K=Array(kids), RoleMap=Dictionary(Chapter=Name.H1))
        )
    if marked:
        made.Root.MarkInfo = Dictionary(Marked=True)
    out = io.BytesIO()
    made.save(out, encryption=encryption or False)
    return out.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ON_SHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DECORATIVE = (
    f'<a:extLst xmlns:a="{_DRAWING}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)
DECORATIVE = "(decorative)"
"""In place of a description: the picture is marked as decoration."""


def _relationships(links: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name.rstrip("0123456789")}" '
        f'Target="{target}"/>'
        for name, target in links.items()
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{entries}</Relationships>'


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="http://schemas.'
        f'openxmlformats.org/package/2006/metadata/core-properties"><dc:title>{escape(title)}'
        "</dc:title></cp:coreProperties>"
    )


def _properties(tag: str, description: str) -> str:
    if description == DECORATIVE:
        return f'<{tag} id="1" name="Picture 1">{_DECORATIVE}</{tag}>'
    return f'<{tag} id="1" name="Picture 1" descr={quoteattr(description)}/>'


def docx(
    *,
    title: str = "What to bring to class",
    language: str = "en-US",
    headings: int = 2,
    words: int = 20,
    pictures: tuple[str, ...] = (),
    tables: tuple[bool, ...] = (),
    prologue: str = "",
) -> bytes:
    """A Word file; `pictures` are the descriptions of its pictures, `tables` say of each whether
    its first row is a header."""
    body = '<w:p><w:pPr><w:pStyle w:val="Chapter"/></w:pPr><w:r><w:t>Part</w:t></w:r></w:p>'
    body *= headings
    body += f"<w:p><w:r><w:t>{'word ' * words}</w:t></w:r></w:p>"
    for description in pictures:
        body += (
            f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_PLACED}">'
            f"{_properties('wp:docPr', description)}"
            f'<a:graphic xmlns:a="{_DRAWING}"><a:graphicData><pic:pic xmlns:pic="{_PICTURE}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    for has_header in tables:
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if has_header else ""
        row = "<w:tc><w:p/></w:tc>" * 2
        body += f"<w:tbl><w:tr>{mark}{row}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    lang = f'<w:lang w:val="{language}"/>' if language else ""
    styles = (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{lang}</w:rPr>'
        '</w:rPrDefault></w:docDefaults><w:style w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '</w:style><w:style w:styleId="Chapter"><w:name w:val="My chapter"/>'
        '<w:basedOn w:val="Heading1"/></w:style></w:styles>'
    )
    return archive({
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships({"styles1": "styles.xml"}),
        "word/document.xml": (
            f'{prologue}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        ),
        "word/styles.xml": styles,
        "docProps/core.xml": _core(title),
    })  # fmt: skip


def pptx(
    *,
    title: str = "Parents' evening",
    titles: tuple[str, ...] = ("Welcome", "Dates"),
    pictures: tuple[str, ...] = (),
) -> bytes:
    """Slides with these titles ("" for none); the pictures stand on the first."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relationships({"officeDocument": "ppt/presentation.xml"}),
        "docProps/core.xml": _core(title),
        "ppt/_rels/presentation.xml.rels": _relationships(
            {f"slide{n}": f"slides/slide{n}.xml" for n in range(1, len(titles) + 1)}
        ),
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{_SLIDE}" xmlns:r="{_OFFICE}"><p:sldIdLst>'
            + "".join(
                f'<p:sldId id="{255 + n}" r:id="slide{n}"/>' for n in range(1, len(titles) + 1)
            )
            + "</p:sldIdLst></p:presentation>"
        ),
    }
    for number, words in enumerate(titles, start=1):
        drawn = "".join(
            f"<p:pic><p:nvPicPr>{_properties('p:cNvPr', one)}</p:nvPicPr></p:pic>"
            for one in (pictures if number == 1 else ())
        )
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}"><p:cSld><p:spTree><p:sp><p:nvSpPr>'
            '<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r>'
            f'<a:rPr lang="en-US"/><a:t>{escape(words)}</a:t></a:r></a:p></p:txBody></p:sp>{drawn}'
            "</p:spTree></p:cSld></p:sld>"
        )
    return archive(parts)


def xlsx(
    *,
    title: str = "Lunch menu",
    sheets: tuple[str, ...] = ("November", "December"),
    pictures: tuple[str, ...] = (),
) -> bytes:
    named = "".join(f'<sheet name={quoteattr(name)} sheetId="1"/>' for name in sheets)
    drawn = "".join(
        f"<xdr:pic><xdr:nvPicPr>{_properties('xdr:cNvPr', one)}</xdr:nvPicPr></xdr:pic>"
        for one in pictures
    )
    return archive({
        "_rels/.rels": _relationships({"officeDocument": "xl/workbook.xml"}),
        "docProps/core.xml": _core(title),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}"><sheets>{named}</sheets></workbook>',
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{_ON_SHEET}">{drawn}</xdr:wsDr>',
    })  # fmt: skip


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" '
    f'xmlns:draw="{_ODF}:drawing:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:presentation="{_ODF}:presentation:1.0" '
    f'xmlns:svg="{_ODF}:svg-compatible:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" '
    f'xmlns:style="{_ODF}:style:1.0" xmlns:manifest="{_ODF}:manifest:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def _frame(description: str) -> str:
    mark = ' loext:decorative="true"' if description == DECORATIVE else ""
    words = "" if mark or not description else f"<svg:desc>{escape(description)}</svg:desc>"
    return f"<draw:frame{mark}><draw:image/>{words}</draw:frame>"


def open_document(
    body: str,
    *,
    title: str = "What to bring to class",
    language: str = "en",
    manifest: str = "",
) -> bytes:
    """An OpenDocument file around a body's own XML."""
    return archive({
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF_NAMES}>{manifest}</manifest:manifest>",
        "content.xml": (
            f"<office:document-content {_ODF_NAMES}><office:body>{body}</office:body>"
            "</office:document-content>"
        ),
        "meta.xml": (
            f"<office:document-meta {_ODF_NAMES}><office:meta><dc:title>{escape(title)}</dc:title>"
            "</office:meta></office:document-meta>"
        ),
        "styles.xml": (
            f"<office:document-styles {_ODF_NAMES}><style:default-style><style:text-properties "
            f'fo:language="{language}" fo:country="US"/></style:default-style>'
            "</office:document-styles>"
        ),
    })  # fmt: skip


def odt(*, headings: int = 2, words: int = 20, pictures: tuple[str, ...] = ()) -> bytes:
    body = '<text:h text:outline-level="1">Part</text:h>' * headings
    body += f"<text:p>{'word ' * words}</text:p>" + "".join(_frame(one) for one in pictures)
    return open_document(f"<office:text>{body}</office:text>")


def odp(*, titles: tuple[str, ...] = ("Welcome",), pictures: tuple[str, ...] = ()) -> bytes:
    drawn = "".join(_frame(one) for one in pictures)
    slides = "".join(
        f'<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>{escape(words)}'
        f"</text:p></draw:text-box></draw:frame>{drawn}</draw:page>"
        for words in titles
    )
    return open_document(f"<office:presentation>{slides}</office:presentation>")


def ods(*, sheets: tuple[str, ...] = ("November", "December")) -> bytes:
    tables = "".join(f"<table:table table:name={quoteattr(name)}/>" for name in sheets)
    return open_document(f"<office:spreadsheet>{tables}</office:spreadsheet>")


VTT = """WEBVTT

NOTE typed by the class

00:01.000 --> 00:04.000
Seeds need water and light.

00:04.500 --> 00:07.250
In a week you will see the first leaf.
"""


def vtt(text: str = VTT) -> bytes:
    return text.encode()


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(size: int = 4096) -> bytes:
    """The beginning of a film, and nothing to see: enough for what asks only for the kind."""
    return _box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + _box(b"mdat", bytes(size))


def m4a(size: int = 1024) -> bytes:
    return _box(b"ftyp", b"M4A \x00\x00\x02\x00isomM4A ") + _box(b"mdat", bytes(size))


def mp3(frames: int = 40) -> bytes:
    """Silence: so many frames of 26 milliseconds (MPEG-1 layer III, 128 kbit/s, 44.1 kHz)."""
    return b"ID3\x03" + bytes(6) + (b"\xff\xfb\x90\x64" + bytes(413)) * frames


def webm(size: int = 1024) -> bytes:
    return b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(size)
