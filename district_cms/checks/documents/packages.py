"""Office files are zip archives of XML parts. Opened here with bounds, and nothing followed.

The libraries that write such files (python-docx, python-pptx, openpyxl) unpack and parse whatever
an archive holds, however large it grows; for looking at a few parts of a stranger's file that is
too trusting, and three libraries too many.
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
# An office file that asks for a password is no zip but a compound file of the nineties.
COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Element = Any
"""An element of lxml's tree."""


class DamagedFile(Exception):
    """The file is not what its name says, or it breaks off."""


class LockedFile(Exception):
    """The file asks for a password."""


class TooMuch(Exception):
    """The file unpacks to more than one file may take."""


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
        """One part, unpacked; empty if there is none of that name.

        Counts what comes out, not what the archive says of itself.
        """
        if name not in self.names:
            return b""
        try:
            with self._archive.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except RuntimeError as error:  # zipfile's word for a part with a password
            raise LockedFile from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise DamagedFile from error
        self._unpacked += len(content)
        if len(content) > LARGEST_PART or self._unpacked > LARGEST_TOTAL:
            raise TooMuch
        return content

    def xml(self, name: str) -> Element | None:
        """The root of one part; None if there is no such part."""
        content = self.read(name)
        return parse_xml(content) if content else None

    def related(self, name: str) -> dict[str, str]:
        """{relationship id: part that it leads to} of one part, inside the archive only."""
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
        """The part that everything else hangs on; `usual` is where most programs put it."""
        root = self.xml("_rels/.rels")
        links = root.iter("{*}Relationship") if root is not None else ()
        for link in links:
            if link.get("Type", "").endswith("/officeDocument"):
                found = target("", link.get("Target", ""))
                return found if found in self.names else usual
        return usual


def target(folder: str, address: str) -> str:
    """The part that an address within the part's folder names."""
    if address.startswith("/"):
        return address.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, address))


def parse_xml(content: bytes) -> Element:
    """The root element. A document type is refused: office programs write none, attackers do."""
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
    """An attribute by its plain name, in whatever namespace it stands."""
    for full, value in element.attrib.items():
        if etree.QName(full).localname == name:
            return str(value)
    return ""


def relationship(element: Element) -> str:
    """The id of the relationship that an element names; a plain `id` beside it is a number."""
    for full, value in element.attrib.items():
        name = etree.QName(full)
        if name.localname == "id" and name.namespace:
            return str(value)
    return ""


def first(element: Element | None, *names: str) -> Element | None:
    """The first element below of any of these plain names, or None."""
    if element is None:
        return None
    return next(element.iter(*(f"{{*}}{name}" for name in names)), None)


def without(element: Element, *left_out: str) -> Iterator[Element]:
    """Every element below, in order, except those inside elements of these plain names."""
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
    """The title among the properties that all three Microsoft formats share."""
    title = first(package.xml("docProps/core.xml"), "title")
    return (title.text or "") if title is not None else ""


def has_words(properties: Element) -> bool:
    """Whether a drawing's properties describe it, or say that it is decoration."""
    if any(properties.get(name, "").strip() for name in ("descr", "title")):
        return True
    mark = first(properties, "decorative")
    return mark is not None and mark.get("val", "1") in {"1", "true"}
