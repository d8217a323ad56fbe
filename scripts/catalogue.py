"""Reads and writes translations in gettext's two formats, with nothing but Python.

`.po` is what people edit and `.mo` what the website reads (GNU gettext manual, "The Format of PO
Files" and "The Format of GNU MO Files"). Only what this project uses is read: no `msgctxt`-less
duplicates, no obsolete entries, UTF-8.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAGIC = 0x950412DE
_LINE = re.compile(r'(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*(?P<text>".*")')
# What a sentence leaves open: "%(day)s" or "{number}".
_OPEN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class CatalogueError(ValueError):
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
        """What a catalogue knows it by: no two entries share it."""
        return self.context, self.text

    @property
    def done(self) -> bool:
        return bool(self.translations) and all(self.translations)


@dataclass(slots=True)
class Catalogue:
    """`header` is gettext's: lines such as "Language: es"; `entries` in the order of the file."""

    header: str
    entries: list[Entry]

    @property
    def plural_forms(self) -> int:
        """How many forms the language has for a number of things."""
        found = re.search(r"nplurals\s*=\s*(\d+)", self.header)
        return int(found[1]) if found else 1


def faults(entry: Entry) -> Iterator[str]:
    """What a translation must not get wrong, in sentences: it leaves open what the English does."""
    wanted = [set(_OPEN.findall(text)) for text in (entry.text, entry.plural) if text]
    for translation in filter(None, entry.translations):
        if set(_OPEN.findall(translation)) not in wanted:
            yield f"“{translation}” does not leave the same places open as “{entry.text}”."
        if translation[:1].isspace() != entry.text[:1].isspace():
            yield f"“{translation}” does not begin as “{entry.text}” does."


def read(source: str) -> Catalogue:
    """The catalogue in the text of a `.po` file. Raises CatalogueError with the line's number."""
    entries: list[Entry] = []
    entry, target = Entry(""), ""
    begun = False
    for number, line in enumerate([*source.split("\n"), ""], start=1):
        if not line.strip():
            if begun:
                entries.append(entry)
            entry, target, begun = Entry(""), "", False
        elif line.startswith("#"):
            _take_comment(entry, line)
        else:
            found = _LINE.fullmatch(line.strip())
            if not found or not (found["keyword"] or target):
                raise CatalogueError(f"line {number} cannot be read: {line}")
            target = found["keyword"] or target
            _add(entry, target, ast.literal_eval(found["text"]), bool(found["keyword"]))
            begun = True
    header = ""
    if entries and entries[0].key == ("", ""):
        header = "".join(entries.pop(0).translations)
    return Catalogue(header, entries)


def _take_comment(entry: Entry, line: str) -> None:
    if line.startswith("#:"):
        entry.places += line[2:].split()
    elif line.startswith("# "):
        entry.notes.append(line[2:])


def _add(entry: Entry, target: str, text: str, first: bool) -> None:
    if target.startswith("msgstr"):
        if first:
            entry.translations.append("")
        entry.translations[-1] += text
    elif target == "msgid":
        entry.text += text
    elif target == "msgid_plural":
        entry.plural += text
    else:
        entry.context += text


def write(catalogue: Catalogue) -> str:
    """The text of a `.po` file, in the catalogue's order; `read` gives the same catalogue."""
    lines = ['msgid ""', 'msgstr ""']
    lines += [_quoted(f"{line}\n") for line in catalogue.header.splitlines()]
    for entry in catalogue.entries:
        lines += ["", *(f"# {note}" for note in entry.notes)]
        lines += [f"#: {place}" for place in entry.places]
        if "%(" in entry.text:
            lines.append("#, python-format")
        if entry.context:
            lines.append(f"msgctxt {_quoted(entry.context)}")
        lines.append(f"msgid {_quoted(entry.text)}")
        if entry.plural:
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            given = [*entry.translations, *[""] * catalogue.plural_forms]
            for form, text in enumerate(given[: catalogue.plural_forms]):
                lines.append(f"msgstr[{form}] {_quoted(text)}")
        else:
            lines.append(f"msgstr {_quoted(''.join(entry.translations[:1]))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compiled(catalogue: Catalogue) -> bytes:
    """The bytes of the `.mo` file. Entries that nobody has translated are left out: the English
    shows."""
    rows = [(b"", catalogue.header.encode())]
    for entry in catalogue.entries:
        if entry.done:
            name = f"{entry.context}\x04{entry.text}" if entry.context else entry.text
            if entry.plural:
                name += f"\0{entry.plural}"
            rows.append((name.encode(), "\0".join(entry.translations).encode()))
    rows.sort()
    return _table(rows)


def _table(rows: list[tuple[bytes, bytes]]) -> bytes:
    start = 7 * 4  # the numbers of the head
    texts_at = start + 2 * 8 * len(rows)
    tables, texts = b"", b""
    for column in _columns(rows):
        for text in column:
            tables += struct.pack("<II", len(text), texts_at + len(texts))
            texts += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(rows), start, start + 8 * len(rows), 0, texts_at)
    return head + tables + texts


def _columns(rows: Iterable[tuple[bytes, bytes]]) -> tuple[list[bytes], list[bytes]]:
    pairs = list(rows)
    return [name for name, _text in pairs], [text for _name, text in pairs]
