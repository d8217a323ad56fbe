"""The line on which a key of a TOML text stands: `tomllib` reads values without their places."""

import re
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

# One token of TOML: a string of any kind, a comment, a bracket, a sign between, a bare word.
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|\#[^\n]*|\n|[\[\]{}=,]|[^\s\[\]{}=,\"'\#]+",
    re.DOTALL,
)
_KEY: Final = re.compile(
    r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_TABLE: Final = re.compile(r"\s*(\[\[?)\s*([^\]\n]+?)\s*\]\]?\s*(?:#.*)?")
_NAME: Final = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")


def lines_of(text: str) -> Mapping[Path, int]:
    """Returns {path: its line, from 1} for each table and each key outside inline tables of a valid
    TOML text. An item of an array of tables has its number in the path: ("versions", 0, "from")."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _starting_lines(text):
        if header := _TABLE.fullmatch(line):
            names = _names(header[2])
            table = _current(names[:-1], counts)
            if header[1] == "[[":
                array = (*table, names[-1])
                counts[array] = counts.get(array, -1) + 1
                lines.setdefault(array, number)
                table = (*array, counts[array])
            else:
                table = (*table, names[-1])
            lines[table] = number
        elif key := _KEY.match(line):
            path = table
            for name in _names(key[1]):
                path = (*path, name)
                lines.setdefault(path, number)
    return lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Returns the line of the path, or of the nearest one around it: 1 for the whole text."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _starting_lines(text: str) -> list[tuple[int, str]]:
    """Returns the number and text of each line that starts a table or a key, and none inside a
    string or an array of several lines."""
    text = text.replace("\r\n", "\n")
    starts, depth, place = [0], 0, 0
    while token := _TOKEN.search(text, place):
        place = token.end()
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "\n" and not depth:
            starts.append(place)
    rows = []
    for start in starts:
        end = text.find("\n", start)
        rows.append((text.count("\n", 0, start) + 1, text[start : end if end >= 0 else None]))
    return rows


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in _NAME.findall(dotted)]


def _current(names: list[str], counts: Mapping[Path, int]) -> Path:
    """Returns the path of a table's parents, each array of tables with its newest item."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path
