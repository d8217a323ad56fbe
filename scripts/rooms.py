"""The rooms of the house, from the lowest to the highest, as `CONTRIBUTING.md` shows them.

python -m scripts.rooms            # with lines of Python and entries, for whoever plans a move
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What every room has, and what says nothing about it.
EVERYWHERE = {"__init__", "__pycache__", "apps", "management", "migrations", "wagtail_hooks"}


@dataclass(frozen=True, slots=True)
class Room:
    """One room: its folder, its sentence (the docstring of its package), what stands in it."""

    folder: Path
    sentence: str
    entries: tuple[str, ...]
    lines: int

    @property
    def name(self) -> str:
        return self.folder.relative_to(ROOT).as_posix()


def rooms() -> list[Room]:
    """The rooms in the order of the contract in `pyproject.toml`, the lowest first."""
    return [_room(folder) for folder in _folders()]


def _folders() -> Iterator[Path]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    for layer in reversed(layers):
        for package in sorted(name.strip() for name in layer.replace(":", "|").split("|")):
            folder = ROOT / package.replace(".", "/")
            if folder.is_dir() and folder.name != "settings":
                yield folder


def _room(folder: Path) -> Room:
    package = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    sentence = (ast.get_docstring(package) or "").splitlines()[0]
    there = sorted({path.stem for path in folder.iterdir() if path.suffix in ("", ".py")})
    written = (p for p in folder.rglob("*.py") if "migrations" not in p.parts)
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in written)
    return Room(folder, sentence, tuple(there), lines)


def tree() -> str:
    """Two levels, as text: each room with its sentence, and below it what stands in it."""
    parts = []
    for room in rooms():
        inside = ", ".join(entry for entry in room.entries if entry not in EVERYWHERE)
        parts.append(f"| `{room.name}` | {room.sentence} | {inside} |")
    return "\n".join(["| room | what it is for | in it |", "|---|---|---|", *parts]) + "\n"


def main() -> None:
    found = rooms()
    whole = sum(room.lines for room in found)
    for room in found:
        entries = len([entry for entry in room.entries if entry != "__pycache__"])
        print(f"{room.lines:6} {room.lines / whole:4.0%} {entries:3}  {room.name}")
    print(f"{whole:6}           in all")


if __name__ == "__main__":
    main()
