"""Texts, slides and sheets of LibreOffice and its kin (ISO/IEC 26300, OpenDocument)."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from .office import MOST_SLIDES, unnamed
from .packages import DamagedFile, Element, LockedFile, Package, attribute, first, without
from .results import MOST_LISTED, Examination, clip_words

_DRAWN = frozenset({"image", "object"})
_NO_LANGUAGE = frozenset({"", "none", "zxx"})


def examine_open_document(data: bytes, kind: str) -> Examination:
    """`kind` is "odt", "odp" or "ods"."""
    package = Package(data)
    if first(package.xml("META-INF/manifest.xml"), "encryption-data") is not None:
        raise LockedFile
    content = package.xml("content.xml")
    if content is None:
        raise DamagedFile
    title = first(package.xml("meta.xml"), "title")
    frames = list(_pictures(content))
    found = Examination(
        kind=kind,
        title=clip_words((title.text or "") if title is not None else ""),
        language=_language(package.xml("styles.xml")),
        pictures=len(frames),
        pictures_without_words=sum(not _has_words(frame) for frame in frames),
    )
    match kind:
        case "odt":
            return _with_text(found, content)
        case "odp":
            return _with_slides(found, content)
    return _with_sheets(found, content)


def _with_text(found: Examination, content: Element) -> Examination:
    body = first(content, "body")
    words = sum(len(text.split()) for text in body.itertext()) if body is not None else 0
    headings = sum(1 for _heading in content.iter("{*}h"))
    return replace(found, words=words, headings=headings)


def _with_slides(found: Examination, content: Element) -> Examination:
    slides = list(content.iter("{*}page"))
    untitled = [
        number
        for number, slide in enumerate(slides[:MOST_SLIDES], start=1)
        if not any(_is_title(frame) for frame in slide.iter("{*}frame"))
    ]
    return replace(found, pages=len(slides), slides_without_title=tuple(untitled[:MOST_LISTED]))


def _with_sheets(found: Examination, content: Element) -> Examination:
    body = first(content, "spreadsheet")
    tables = body.iterchildren("{*}table") if body is not None else ()
    names = [attribute(table, "name") for table in tables]
    return replace(found, pages=len(names), unnamed_sheets=unnamed(names))


def _pictures(content: Element) -> Iterator[Element]:
    # A slide's notes show the slide once more.
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


def _is_title(frame: Element) -> bool:
    return attribute(frame, "class") == "title" and bool("".join(frame.itertext()).strip())


def _language(styles: Element | None) -> str:
    for element in styles.iter("{*}text-properties") if styles is not None else ():
        language = attribute(element, "language")
        if language not in _NO_LANGUAGE:
            country = attribute(element, "country")
            return clip_words(f"{language}-{country}" if country not in _NO_LANGUAGE else language)
    return ""
