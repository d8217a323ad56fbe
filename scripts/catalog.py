"""Translations in gettext's two formats, read and written by Babel, without gettext.

`.po` is what people edit and `.mo` what the website reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, write_po

# What a sentence leaves open: "%(day)s" or "{number}".
_OPEN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class CatalogError(ValueError):
    """A line of a `.po` file that cannot be read."""


@dataclass(slots=True)
class Entry:
    """One string: the English, where it stands, and how another language says it.

    `translations` has one text, or one for each plural form of the language; none or empty ones
    where nobody has translated it yet.
    """

    text: str
    plural: str = ""
    context: str = ""
    translations: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What a catalog knows it by: no two entries share it."""
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
    """Babel's own, but its header is what the file says: no date, and no program's version, that
    would make it another file each time."""

    def __init__(self, header: str = "") -> None:
        self.headers: list[tuple[str, str]] = []
        super().__init__(header_comment="", fuzzy=False)
        self.mime_headers = [_parted(line) for line in header.splitlines()]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        # Of these lines Babel leaves it to the last to end with a line break.
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


def _parted(line: str) -> tuple[str, str]:
    name, _colon, value = line.partition(": ")
    return name, value


def faults(entry: Entry) -> Iterator[str]:
    """What a translation must not get wrong, in sentences: it leaves open what the English does."""
    wanted = [set(_OPEN.findall(text)) for text in (entry.text, entry.plural) if text]
    for translation in filter(None, entry.translations):
        if set(_OPEN.findall(translation)) not in wanted:
            yield f"“{translation}” does not leave the same places open as “{entry.text}”."
        if translation[:1].isspace() != entry.text[:1].isspace():
            yield f"“{translation}” does not begin as “{entry.text}” does."


def read(source: str) -> Catalog:
    """The catalog in the text of a `.po` file. Raises CatalogError with the line's number."""
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
        told = message.string or ""
        entries.append(
            Entry(
                text=texts[0],
                plural="".join(texts[1:]),
                context=message.context or "",
                translations=[told] if isinstance(told, str) else list(told),
                places=[place for place, _line in message.locations],
                notes=message.user_comments,
            )
        )
    return Catalog("".join(f"{name}: {value}\n" for name, value in there.headers), entries)


def write(catalog: Catalog) -> str:
    """The text of a `.po` file, in the catalog's order; `read` gives the same catalog."""
    target = BytesIO()
    write_po(target, _babels(catalog.header, catalog.entries), width=0)
    return target.getvalue().decode().strip("\n") + "\n"


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the `.mo` file. Entries that nobody has translated are left out: the English
    shows."""
    target = BytesIO()
    done = (entry for entry in catalog.entries if entry.done)
    write_mo(target, _babels(catalog.header, done))
    return target.getvalue()


def _babels(header: str, entries: Iterable[Entry]) -> BabelCatalog:
    there = _Babels(header)
    for entry in entries:
        there.take(entry)
    return there
