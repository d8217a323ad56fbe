"""Reads office files, which are zip archives of XML parts, with limits and without following links.

The libraries that write such files (python-docx, python-pptx, openpyxl) unpack and parse whatever
an archive holds, however large it grows. That is unsafe for untrusted files, and three libraries
are too many for reading a few parts.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

MOST_PARTS: Final = 5_000
LARGEST_PART: Final = 25_000_000  # bytes, unpacked
LARGEST_TOTAL: Final = 120_000_000  # bytes, unpacked, of all parts that are read
# An office file with a password is not a zip but an OLE compound file.
COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Element = Any
"""An element of lxml's tree."""


class DamagedFile(Exception):
    """The file is not what its name says, or it ends too early."""


class LockedFile(Exception):
    """The file is protected by a password."""


class TooMuch(Exception):
    """The file unpacks to more bytes than the limit."""


class Package:
    """The parts of one archive. Every method may raise the three exceptions above."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(COMPOUND_FILE):
            raise LockedFile
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise DamagedFile from error
        self.names = frozenset(self._archive.namelist())
        if len(self.names) > MOST_PARTS:
            raise TooMuch

    def read(self, name: str) -> bytes:
        """Returns one part, unpacked; empty if there is none of that name.

        Counts the unpacked bytes, because the sizes in the archive may lie.
        """
        if name not in self.names:
            return b""
        try:
            with self._archive.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except RuntimeError as error:  # zipfile raises it for a part with a password
            raise LockedFile from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise DamagedFile from error
        self._unpacked += len(content)
        if len(content) > LARGEST_PART or self._unpacked > LARGEST_TOTAL:
            raise TooMuch
        return content

    def xml(self, name: str) -> Element | None:
        """Returns the root element of one part; None if there is no such part."""
        content = self.read(name)
        return parse_xml(content) if content else None

    def related(self, name: str) -> dict[str, str]:
        """Returns {relationship id: target part} of one part, for targets inside the archive
        only."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        return {
            link.get("Id", ""): target(folder, link.get("Target", ""))
            for link in root.iter("{*}Relationship")
            if link.get("TargetMode") != "External"
        }

    def main_part(self, usual: str) -> str:
        """Returns the name of the document's main part; `usual` is where most programs put it."""
        root = self.xml("_rels/.rels")
        links = root.iter("{*}Relationship") if root is not None else ()
        for link in links:
            if link.get("Type", "").endswith("/officeDocument"):
                name = target("", link.get("Target", ""))
                return name if name in self.names else usual
        return usual


def target(folder: str, address: str) -> str:
    """Returns the part that an address, relative to the part's folder, names."""
    if address.startswith("/"):
        return address.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, address))


def parse_xml(content: bytes) -> Element:
    """Returns the root element. Refuses a document type: office programs write none, attackers
    do."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile from error
    info: Any = root.getroottree().docinfo
    if info.internalDTD is not None:
        raise DamagedFile
    return root


def attribute(element: Element, name: str) -> str:
    """Returns an attribute by its local name, in any namespace."""
    for full, value in element.attrib.items():
        if etree.QName(full).localname == name:
            return str(value)
    return ""


def relationship(element: Element) -> str:
    """Returns the relationship id of an element: the `id` with a namespace; a plain `id` is a
    number."""
    for full, value in element.attrib.items():
        name = etree.QName(full)
        if name.localname == "id" and name.namespace:
            return str(value)
    return ""


def first(element: Element | None, *names: str) -> Element | None:
    """Returns the first descendant with one of these local names, or None."""
    if element is None:
        return None
    return next(element.iter(*(f"{{*}}{name}" for name in names)), None)


def without(element: Element, *left_out: str) -> Iterator[Element]:
    """Yields all descendants in order, except those inside elements with these local names."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if not isinstance(current.tag, str):
            continue  # a comment
        if etree.QName(current).localname in left_out:
            continue
        yield current
        waiting.extend(reversed(current))


def core_title(package: Package) -> str:
    """Returns the title in the properties that all three Microsoft formats share."""
    title = first(package.xml("docProps/core.xml"), "title")
    return (title.text or "") if title is not None else ""


def has_words(properties: Element) -> bool:
    """True if a drawing's properties describe it or mark it as decorative."""
    if any(properties.get(name, "").strip() for name in ("descr", "title")):
        return True
    mark = first(properties, "decorative")
    return mark is not None and mark.get("val", "1") in {"1", "true"}
