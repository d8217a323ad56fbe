"""Which modules SQLite hears besides PostgreSQL: the fewest that send everything of which the two
databases could think differently.

A whole run on PostgreSQL writes down, module by module, which statements that depend on their
database it sent, and how long it took (`tests/statements.py`). A module all of whose statements are
sent by others that run on both would learn nothing new on SQLite. Which ones those are is chosen
anew in each run, from what it saw: no list can become false.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# What the source of a test names that is about one of these by itself: it runs on both whatever
# else is sent. (`re.search` and a compiled pattern's have the text as an argument; a pattern is
# written in capitals.)
IMPORTED: Final = {
    "django.db": {"IntegrityError", "DataError", "OperationalError", "transaction"},
    "django.db.models": {"JSONField", "UniqueConstraint", "CheckConstraint"},
    "django.db.models.functions": {"Trunc", "TruncDate", "TruncMonth", "Extract"},
    "threading": {"Thread", "Barrier", "Event"},
}
CALLED: Final = {"select_for_update", "search", "autocomplete", "get_search_backend", "cursor"}
LOOKUPS: Final = ("__date", "__year", "__month", "__week", "__contains", "__has_key", "__search")
VENDOR: Final = "vendor"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one module sent to its database that another one might read differently, and its
    seconds there."""

    statements: frozenset[str]
    seconds: float


def read(note: Path) -> dict[str, Heard]:
    """What a whole run wrote down, by module; nothing where it did not get so far."""
    if not note.exists():
        return {}
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return {
        module: Heard(frozenset(said["statements"]), float(said["seconds"]))
        for module, said in found.items()
    }


def need_not_run(heard: Mapping[str, Heard], root: Path) -> list[str]:
    """The modules of a whole run that would tell nothing new on the other database."""
    about_it = {
        module
        for module in heard
        if any(about_the_database(ast.parse((root / module).read_text(encoding="utf-8"))))
    }
    return sorted(set(heard) - fewest(heard, about_it))


def fewest(heard: Mapping[str, Heard], chosen: set[str]) -> set[str]:
    """`chosen`, and of the others those that together send all that is sent, in little time.

    The usual approximation of a weighted set cover: again and again the one with the most new
    statements a second, then without those that later ones made superfluous.
    """
    missing = _statements(heard, set(heard)) - _statements(heard, chosen)
    added: list[str] = []
    while missing:
        best = max(
            sorted(set(heard) - chosen - set(added)),
            key=lambda module: len(heard[module].statements & missing) / _cost(heard[module]),
        )
        added.append(best)
        missing -= heard[best].statements
    for module in sorted(added, key=lambda each: -heard[each].seconds):
        rest = chosen | (set(added) - {module})
        if heard[module].statements <= _statements(heard, rest):
            added.remove(module)
    return chosen | set(added)


def _statements(heard: Mapping[str, Heard], modules: set[str]) -> set[str]:
    return {each for module in modules for each in heard[module].statements}


def _cost(heard: Heard) -> float:
    # What a module makes for itself before its first test counts as well.
    return heard.seconds + 0.5


def about_the_database(tree: ast.AST) -> Iterator[str]:
    """What a module imports, calls, filters by or asks for that depends on the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from sorted(names & IMPORTED.get(node.module or "", set()))
        elif isinstance(node, ast.Attribute) and node.attr == VENDOR:
            yield VENDOR
        elif isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[str]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in CALLED:
        of = ast.unparse(node.func.value)
        if node.func.attr != "search" or not (of == "re" or of.isupper()):
            yield node.func.attr
    names = (keyword.arg or "" for keyword in node.keywords)
    yield from (name for name in names if name.endswith(LOOKUPS))
