"""Reads and writes translations in gettext's two formats with Babel, without gettext.

People edit `.po` files, and the website reads `.mo` files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, write_po

# Placeholders: "%(day)s" or "{number}".
_OPEN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class CatalogError(ValueError):
    """A line of a `.po` file cannot be read."""


@dataclass(slots=True)
class Entry:
    """One string: the English text, where it occurs, and its translation.

    `translations` has one text, or one for each plural form of the language; none or empty ones if
    it is not translated yet."""

    text: str
    plural: str = ""
    context: str = ""
    translations: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """The catalog's key: no two entries share it."""
        return self.context, self.text

    @property
    def done(self) -> bool:
        return bool(self.translations) and all(self.translations)


@dataclass(slots=True)
class Catalog:
    """`header` is gettext's: lines such as "Language: es"; `entries` in the order of the file."""

    header: str
    entries: list[Entry]


class _Babels(BabelCatalog):
    """Babel's catalog with the file's own header: Babel would add a date and a program version,
    which would change the file each time."""

    def __init__(self, header: str = "") -> None:
        self.headers: list[tuple[str, str]] = []
        super().__init__(header_comment="", fuzzy=False)
        self.mime_headers = [_split_header(line) for line in header.splitlines()]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        # Babel expects a line break at the end of only the last header.
        *others, (name, value) = self.headers or [("Content-Type", "text/plain; charset=UTF-8")]
        return [*others, (name, f"{value}\n")]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        self.headers = list(headers)
        self._set_mime_headers(self.headers)

    def take(self, entry: Entry) -> None:
        self.add(
            (entry.text, entry.plural) if entry.plural else entry.text,
            entry.translations if entry.plural else "".join(entry.translations[:1]),
            locations=[(place, 0) for place in entry.places],
            user_comments=entry.notes,
            context=entry.context or None,
        )


def _split_header(line: str) -> tuple[str, str]:
    name, _colon, value = line.partition(": ")
    return name, value


def faults(entry: Entry) -> Iterator[str]:
    """Yields errors in a translation, as sentences: it must have the same placeholders as the
    English."""
    wanted = [set(_OPEN.findall(text)) for text in (entry.text, entry.plural) if text]
    for translation in filter(None, entry.translations):
        if set(_OPEN.findall(translation)) not in wanted:
            yield f"“{translation}” does not have the same placeholders as “{entry.text}”."
        if translation[:1].isspace() != entry.text[:1].isspace():
            yield f"“{translation}” and “{entry.text}” differ in a space at the start."


def read(source: str) -> Catalog:
    """Parses the text of a `.po` file. Raises CatalogError with the line number."""
    there = _Babels()
    try:
        PoFileParser(there, abort_invalid=True).parse(StringIO(source))
    except PoFileError as error:
        raise CatalogError(f"line {error.lineno + 1} cannot be read: {error.line}") from error
    entries = []
    for message in there:
        if not message.id:
            continue
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        target = message.string or ""
        entries.append(
            Entry(
                text=texts[0],
                plural="".join(texts[1:]),
                context=message.context or "",
                translations=[target] if isinstance(target, str) else list(target),
                places=[place for place, _line in message.locations],
                notes=message.user_comments,
            )
        )
    return Catalog("".join(f"{name}: {value}\n" for name, value in there.headers), entries)


def write(catalog: Catalog) -> str:
    """Returns the text of a `.po` file, in the catalog's order; `read` parses it to the same
    catalog."""
    target = BytesIO()
    write_po(target, _babels(catalog.header, catalog.entries), width=0)
    return target.getvalue().decode().strip("\n") + "\n"


def compiled(catalog: Catalog) -> bytes:
    """Returns the bytes of the `.mo` file, without untranslated entries, which fall back to
    English."""
    target = BytesIO()
    done = (entry for entry in catalog.entries if entry.done)
    write_mo(target, _babels(catalog.header, done))
    return target.getvalue()


def _babels(header: str, entries: Iterable[Entry]) -> BabelCatalog:
    there = _Babels(header)
    for entry in entries:
        there.take(entry)
    return there
