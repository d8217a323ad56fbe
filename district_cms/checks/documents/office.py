"""Word, PowerPoint and Excel files (ISO/IEC 29500), and OpenDocument files (ISO/IEC 26300)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from .packages import (
    DamagedFile,
    Element,
    LockedFile,
    Package,
    attribute,
    core_title,
    first,
    has_words,
    relationship,
    without,
)
from .results import MOST_LISTED, Examination, clip_words

MOST_SLIDES: Final = 500
_HEADING_STYLE: Final = re.compile(r"heading [1-9]", re.IGNORECASE)
_HEADING_LEVELS: Final = frozenset("012345678")  # 9 is "body text"
# The default names that programs give to sheets.
_UNNAMED: Final = re.compile(
    r"(?:Sheet|Hoja|Feuil|Tabelle|Planilha|Foglio|Blad|Ark|Arkusz|Sheet_|工作表)\s?\d+",
    re.IGNORECASE,
)
# Pictures and charts. A text box needs no description: its text is read aloud.
_GRAPHICS: Final = frozenset({"pic", "chart", "relIds"})


def examine_word(data: bytes) -> Examination:
    package = Package(data)
    main = package.main_part("word/document.xml")
    document = package.xml(main)
    if document is None:
        raise DamagedFile
    related = package.related(main).values()
    styles = package.xml(next((part for part in related if part.endswith("styles.xml")), ""))
    headings = _heading_styles(styles)
    words = pictures = silent = heading_count = tables = headless = 0
    for element in without(document, "Fallback"):
        match etree.QName(element).localname:
            case "t":
                words += len((element.text or "").split())
            case "pPr":
                heading_count += _is_heading(element, headings)
            case "tbl" if _is_of_facts(element):
                tables += 1
                headless += not _has_header_row(element)
            case "inline" | "anchor" if _shows(element):
                properties = first(element, "docPr")
                pictures += 1
                silent += properties is None or not has_words(properties)
    return Examination(
        kind="docx",
        title=clip_words(core_title(package)),
        language=_language(styles, document),
        words=words,
        headings=heading_count,
        pictures=pictures,
        pictures_without_words=silent,
        tables=tables,
        tables_without_headers=headless,
    )


def _is_of_facts(table: Element) -> bool:
    """True for a table of at least two rows and two columns without another table inside."""
    rows = table.findall("{*}tr")
    is_grid = len(rows) > 1 and len(rows[0].findall("{*}tc")) > 1
    return is_grid and table.find(".//{*}tbl") is None


def _has_header_row(table: Element) -> bool:
    mark = table.find("{*}tr/{*}trPr/{*}tblHeader")
    return mark is not None and attribute(mark, "val") not in ("0", "false", "off")


def _shows(element: Element) -> bool:
    return any(
        isinstance(below.tag, str) and etree.QName(below).localname in _GRAPHICS
        for below in element.iter()
    )


def _heading_styles(styles: Element | None) -> frozenset[str]:
    """Returns the ids of heading styles, by their own outline level or their parent's."""
    if styles is None:
        return frozenset()
    own: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in styles.iter("{*}style"):
        name = attribute(style, "styleId")
        called, level, parent = (first(style, part) for part in ("name", "outlineLvl", "basedOn"))
        own[name] = bool(
            (called is not None and _HEADING_STYLE.fullmatch(attribute(called, "val")))
            or (level is not None and attribute(level, "val") in _HEADING_LEVELS)
        )
        if parent is not None:
            parents[name] = attribute(parent, "val")
    return frozenset(name for name in own if any(own.get(one) for one in _line(name, parents)))


def _line(name: str, parents: dict[str, str]) -> Iterator[str]:
    for _generation in range(10):
        yield name
        if name not in parents:
            return
        name = parents[name]


def _is_heading(properties: Element, styles: frozenset[str]) -> bool:
    for child in properties:
        if not isinstance(child.tag, str):
            continue
        name, value = etree.QName(child).localname, attribute(child, "val")
        if name == "pStyle" and value in styles:
            return True
        if name == "outlineLvl" and value in _HEADING_LEVELS:
            return True
    return False


def _language(*parts: Element | None) -> str:
    """Returns the first language that the styles or the text name."""
    for part in parts:
        for element in part.iter("{*}lang") if part is not None else ():
            value = attribute(element, "val")
            if value:
                return clip_words(value)
    return ""


def examine_slides(data: bytes) -> Examination:
    package = Package(data)
    main = package.main_part("ppt/presentation.xml")
    presentation = package.xml(main)
    if presentation is None:
        raise DamagedFile
    related = package.related(main)
    order = [related.get(relationship(one), "") for one in presentation.iter("{*}sldId")]
    pictures = silent = words = 0
    untitled: list[int] = []
    language = ""
    for number, part in enumerate(order[:MOST_SLIDES], start=1):
        slide = package.xml(part)
        if slide is None or slide.get("show") in {"0", "false"}:
            continue
        if not any(_is_title(shape) for shape in slide.iter("{*}sp")):
            untitled.append(number)
        words += sum(len((text.text or "").split()) for text in slide.iter("{*}t"))
        run = next((one for one in slide.iter("{*}rPr") if one.get("lang")), None)
        language = language or (run.get("lang") if run is not None else "")
        for properties in _described(slide):
            pictures += 1
            silent += not has_words(properties)
    return Examination(
        kind="pptx",
        title=clip_words(core_title(package)),
        language=clip_words(language) or None,
        pages=len(order),
        words=words,
        pictures=pictures,
        pictures_without_words=silent,
        slides_without_title=tuple(untitled[:MOST_LISTED]),
    )


def _is_title(shape: Element) -> bool:
    place = first(shape, "ph")
    if place is None or place.get("type") not in {"title", "ctrTitle"}:
        return False
    return any((text.text or "").strip() for text in shape.iter("{*}t"))


def _described(part: Element) -> Iterator[Element]:
    """Yields the properties of every picture and chart in a drawing."""
    for element in without(part, "Fallback"):
        name = etree.QName(element).localname
        graphic = name == "graphicFrame" and first(element, "chart", "relIds") is not None
        if name == "pic" or graphic:
            properties = first(element, "cNvPr")
            if properties is not None:
                yield properties


def examine_sheets(data: bytes) -> Examination:
    package = Package(data)
    workbook = package.xml(package.main_part("xl/workbook.xml"))
    if workbook is None:
        raise DamagedFile
    names = [
        sheet.get("name", "")
        for sheet in workbook.iter("{*}sheet")
        if sheet.get("state", "visible") == "visible"
    ]
    pictures = silent = 0
    for part in sorted(package.names):
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            for properties in _described(package.xml(part)):
                pictures += 1
                silent += not has_words(properties)
    return Examination(
        kind="xlsx",
        title=clip_words(core_title(package)),
        pages=len(names),
        pictures=pictures,
        pictures_without_words=silent,
        unnamed_sheets=unnamed(names),
    )


def unnamed(names: list[str]) -> tuple[str, ...]:
    """Returns the sheets that still have a default name. A single sheet needs no name."""
    if len(names) < 2:
        return ()
    return tuple(clip_words(name) for name in names if _UNNAMED.fullmatch(name))[:MOST_LISTED]


_DRAWN = frozenset({"image", "object"})
_NO_LANGUAGE = frozenset({"", "none", "zxx"})


def examine_open_document(data: bytes, kind: str) -> Examination:
    """Returns the examination of an OpenDocument file; `kind` is "odt", "odp" or "ods"."""
    package = Package(data)
    if first(package.xml("META-INF/manifest.xml"), "encryption-data") is not None:
        raise LockedFile
    content = package.xml("content.xml")
    if content is None:
        raise DamagedFile
    title = first(package.xml("meta.xml"), "title")
    frames = list(_pictures(content))
    examination = Examination(
        kind=kind,
        title=clip_words((title.text or "") if title is not None else ""),
        language=_open_language(package.xml("styles.xml")),
        pictures=len(frames),
        pictures_without_words=sum(not _has_words(frame) for frame in frames),
    )
    match kind:
        case "odt":
            return _with_text(examination, content)
        case "odp":
            return _with_slides(examination, content)
    return _with_sheets(examination, content)


def _with_text(examination: Examination, content: Element) -> Examination:
    body = first(content, "body")
    words = sum(len(text.split()) for text in body.itertext()) if body is not None else 0
    headings = sum(1 for _heading in content.iter("{*}h"))
    return replace(examination, words=words, headings=headings)


def _with_slides(examination: Examination, content: Element) -> Examination:
    slides = list(content.iter("{*}page"))
    untitled = [
        number
        for number, slide in enumerate(slides[:MOST_SLIDES], start=1)
        if not any(_is_title_frame(frame) for frame in slide.iter("{*}frame"))
    ]
    return replace(
        examination, pages=len(slides), slides_without_title=tuple(untitled[:MOST_LISTED])
    )


def _with_sheets(examination: Examination, content: Element) -> Examination:
    body = first(content, "spreadsheet")
    tables = body.iterchildren("{*}table") if body is not None else ()
    names = [attribute(table, "name") for table in tables]
    return replace(examination, pages=len(names), unnamed_sheets=unnamed(names))


def _pictures(content: Element) -> Iterator[Element]:
    # A slide's notes contain the slide once more.
    for element in without(content, "notes"):
        if etree.QName(element).localname == "frame" and any(
            isinstance(child.tag, str) and etree.QName(child).localname in _DRAWN
            for child in element
        ):
            yield element


def _has_words(frame: Element) -> bool:
    if attribute(frame, "decorative") == "true":
        return True
    return any(
        isinstance(child.tag, str)
        and etree.QName(child).localname in {"title", "desc"}
        and (child.text or "").strip()
        for child in frame
    )


def _is_title_frame(frame: Element) -> bool:
    return attribute(frame, "class") == "title" and bool("".join(frame.itertext()).strip())


def _open_language(styles: Element | None) -> str:
    for element in styles.iter("{*}text-properties") if styles is not None else ():
        language = attribute(element, "language")
        if language not in _NO_LANGUAGE:
            country = attribute(element, "country")
            return clip_words(f"{language}-{country}" if country not in _NO_LANGUAGE else language)
    return ""
