"""Pictures: does someone who cannot see them learn the same? (WCAG 1.1.1)"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from ...schools.findings import Fault
from .dom import Document, is_presentational, leads_somewhere, markup, nearest, role
from .names import Names
from .words import clip, is_picture_placeholder, same_words, squeeze

LONGEST_DESCRIPTION: Final = 150
"""Characters after which a description is a burden to listen to: it cannot be paused or skimmed."""

_FILE_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?:avif|bmp|gif|heic|heif|jfif|jpe?g?|pdf|png|svg|tiff?|webp)", re.IGNORECASE
)
# What cameras, telephones and programs call their files.
_MACHINE_NAME: Final = re.compile(
    r"""(?:
        (?:img|imag|dsc[nf]?|dscf|dcim|pxl|mvimg|p|pict|gopr|sam|scan|image|imagen|photo|foto)
            [_-]?\d{3,}[\w-]*                       # IMG_2031, DSC01234, image001
      | (?:screen\ ?shot|captura\ de\ pantalla|whatsapp\ image)\ ?[\d(][\w\ .:()-]*
      | \d{8}[_-]\d{4,}[\w-]*                       # 20261102_101233
      | [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} # a UUID
      | (?=[a-f]*\d)[0-9a-f]{20,}                   # a checksum
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Sized copies keep the file's stem and add how they were made: leaf.2e16d0ba.fill-800x450.jpg
_RENDITION: Final = re.compile(
    r"\.(?:[0-9a-f]{8}\.)?(?:width|height|max|min|fill|scale|original).*"
)


def check_picture(
    description: str, decorative: bool, filename: str = "", caption: str = ""
) -> list[Fault]:
    """Return the faults of one picture's own words.

    `filename` is the name or path of the file as it was uploaded; it may be empty. A decorative
    picture needs no words, and none are checked.
    """
    if decorative:
        return []
    filename = filename.rsplit("/", 1)[-1]
    words = squeeze(description)
    if not words:
        return [Fault("img-alt-missing", clip(filename))]
    return list(_check_words(words, filename, caption))


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the pictures in a document.

    A picture that is all there is of a link is a matter of `links`: its name is the link's.
    """
    for element in document.elements:
        if not _is_checked(element) or not document.is_perceivable(element):
            continue
        name = names.name(element)
        file = _file_of(element)
        found: list[Fault] = []
        if name:
            found.extend(_check_words(name, file, _caption_of(element, names)))
        elif not _is_marked_decorative(element) and not _is_alone_in_link(element, names):
            # Each area of an image map is a link.
            rule = "img-link-alt-empty" if element.tag == "area" else "img-alt-missing"
            found.append(
                Fault(rule, clip(file) or clip(element.get("href", "")) or markup(element))
            )
        for fault in found:
            yield Fault(fault.rule, fault.excerpt, document.selector(element), fault.params)


def is_file_name(words: str, filename: str = "") -> bool:
    """True if a description is the name of a file: of this file, or of any.

    "Maple leaf" for maple-leaf.jpg is a description: the file was named with care.
    """
    if _same_file(words, filename):
        return True
    ending = _FILE_NAME.fullmatch(words)
    stem = ending["stem"] if ending else words
    if _MACHINE_NAME.fullmatch(stem):
        return True
    return ending is not None and " " not in words


def _check_words(words: str, filename: str, caption: str) -> Iterator[Fault]:
    if is_file_name(words, filename):
        yield Fault("img-alt-filename", clip(words))
    elif is_picture_placeholder(words):
        yield Fault("img-alt-placeholder", clip(words))
    elif len(words) > LONGEST_DESCRIPTION:
        yield Fault("img-alt-long", clip(words), params=(("length", str(len(words))),))
    if same_words(words, caption):
        yield Fault("img-alt-duplicate-caption", clip(words))


def _same_file(words: str, filename: str) -> bool:
    """True if the words are the whole file name, or a stem that nobody would write as words."""
    name = squeeze(filename).casefold()
    if not name:
        return False
    ending = _FILE_NAME.fullmatch(name)
    stem = ending["stem"] if ending else name
    said = words.casefold()
    # Uploading turns spaces into underscores.
    if ending and re.sub(r"[\s_-]+", " ", said) == re.sub(r"[\s_-]+", " ", name):
        return True
    machine_made = "_" in stem or bool(re.search(r"\d", stem) and "-" in stem)
    return machine_made and " " not in said and said == stem


def _is_checked(element: HtmlElement) -> bool:
    if element.tag == "img":
        return True
    if element.tag == "area":
        return "href" in element.attrib
    if element.tag == "input":
        return str(element.get("type", "")).strip().lower() == "image"
    return role(element) in ("img", "image")


def _is_marked_decorative(element: HtmlElement) -> bool:
    if is_presentational(element):
        return True
    # alt=" " is no mark: some screen readers fall back to the file's name.
    return element.tag == "img" and element.get("alt") == ""


def _is_alone_in_link(element: HtmlElement, names: Names) -> bool:
    link = nearest(element, frozenset({"a"}))
    return link is not None and leads_somewhere(link) and not names.name(link)


def _file_of(element: HtmlElement) -> str:
    source = element.get("src", "")
    if not source or source.lower().startswith("data:"):
        return ""
    try:
        path = urlsplit(source).path
    except ValueError:  # an address such as "http://[" is no address
        path = source
    name = unquote(path).rsplit("/", 1)[-1]
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    return _RENDITION.sub(f".{ending}", name)


def _caption_of(element: HtmlElement, names: Names) -> str:
    figure = nearest(element, frozenset({"figure"}))
    if figure is None:
        return ""
    captions = [names.content(child) for child in figure.iterchildren("figcaption")]
    return captions[0] if captions else ""
