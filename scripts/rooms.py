"""The packages ("rooms") of the project, from the lowest to the highest, for `CONTRIBUTING.md`.

python -m scripts.rooms    # with lines of Python and files
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Room:
    """One package: its folder, the first line of its docstring, and how much Python it has."""

    folder: Path
    sentence: str
    lines: int
    files: int

    @property
    def name(self) -> str:
        return self.folder.relative_to(ROOT).as_posix()


def rooms() -> list[Room]:
    """Returns the packages in the order of the contract in `pyproject.toml`, the lowest first."""
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
    modules = [path for path in folder.rglob("*.py") if "migrations" not in path.parts]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in modules)
    return Room(folder, sentence, lines, len(modules))


def tree() -> str:
    """Returns the table of the packages with their sentences, in Markdown."""
    rows = [f"| `{room.name}` | {room.sentence} |" for room in rooms()]
    return "\n".join(["| room | what it is for |", "|---|---|", *rows]) + "\n"


def main() -> None:
    for room in rooms():
        print(f"{room.lines:6} {room.files:4}  {room.name}")
    print(
        f"{sum(room.lines for room in rooms()):6} {sum(room.files for room in rooms()):4}  in all"
    )


if __name__ == "__main__":
    main()
