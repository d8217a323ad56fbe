"""The sentences of `phrases.txt`, compiled. Pure: the file is a part of the program."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

_PART: Final = re.compile(r"([a-z]+) = (.+)")


def _read(text: str) -> dict[str, re.Pattern[str]]:
    """Each section as one pattern. Raises `ValueError` for a line before the first section that
    is no part."""
    sections: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            section = line[1:-1]
            continue
        part = _PART.fullmatch(line)
        whole = part[2] if part else line
        for name, value in parts.items():
            whole = whole.replace(f"{{{name}}}", value)
        if part:
            parts[part[1]] = whole
        elif section:
            sections[section].append(whole)
        else:
            raise ValueError(f"stands in no section: {line}")
    return {name: re.compile("|".join(lines)) for name, lines in sections.items()}


_PHRASES: Final = _read(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
STOP: Final = _PHRASES["stop"]
STOP_IN_SPANISH: Final = _PHRASES["stop in spanish"]
NOT_A_STOP: Final = _PHRASES["not a stop"]
EVERYTHING: Final = _PHRASES["everything"]
START: Final = _PHRASES["start"]
NOT_A_START: Final = _PHRASES["not a start"]
HELP: Final = _PHRASES["help"]
