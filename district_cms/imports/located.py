"""What is wrong with a file, each with its place. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

type Place = int | str
"""Where in the file: the line of a table (1 is the first), or what people find an entry by."""

WHOLE_FILE: Place = ""
"""The place of what is wrong with no line of it."""
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Located:
    """A mistake, or something that is left out; `fault` is a key of the importer's sentences.

    `value` is what stands there, at most `LONGEST_VALUE` characters. `column` is the file's own
    header, empty for a whole row. `file` is empty where there is only one.
    """

    row: Place
    column: str
    value: str
    fault: str
    file: str = ""


def in_order(found: Iterable[Located]) -> list[Located]:
    """As they stand in the file: what is wrong with no line of it first, then line by line; what
    has no lines stays in the order in which it was found."""
    return sorted(found, key=lambda each: each.row if isinstance(each.row, int) else 0)


@dataclass(frozen=True, slots=True)
class FileCell:
    """A cell as it stands in the file: our name of its column, the file's, and what is in it."""

    column: str
    header: str
    value: str

    def is_meant(self, error: Located) -> bool:
        return error.column in {self.column, self.header}


@dataclass(slots=True)
class Collector:
    """Gathers mistakes and notes while a file is read. With an error, nothing of it is taken."""

    file: str = ""
    errors: list[Located] = field(default_factory=list)
    notes: list[Located] = field(default_factory=list)

    def error(self, row: Place, column: str, value: str, fault: str) -> None:
        """Note a mistake."""
        self.errors.append(Located(row, column, value[:LONGEST_VALUE], fault, self.file))

    def note(self, row: Place, value: str, fault: str, column: str = "") -> None:
        """Note what a person should know, so that nobody believes otherwise."""
        self.notes.append(Located(row, column, value[:LONGEST_VALUE], fault, self.file))
