"""Which tests SQLite hears besides PostgreSQL: the fewest that send everything of which the two
databases could think differently.

A whole run on PostgreSQL writes down, test by test, which statements that depend on their database
it sent, and how long it took (`tests/statements.py`). A test all of whose statements are sent by
others that run on both would learn nothing new on SQLite. Which ones those are is chosen anew in
each run, from what it saw: no list can become false.
"""

from __future__ import annotations

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
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
    """What one test sent to its database that another one might read differently, and its
    seconds there."""

    statements: frozenset[str]
    seconds: float


def read(note: Path) -> dict[str, Heard]:
    """What a whole run wrote down, by test; nothing where it did not get so far."""
    if not note.exists():
        return {}
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return {
        test: Heard(frozenset(said["statements"]), float(said["seconds"]))
        for test, said in found.items()
    }


def need_not_run(heard: Mapping[str, Heard], root: Path) -> list[str]:
    """The tests of a whole run that would tell nothing new on the other database."""
    about_it: set[str] = set()
    for module, tests in groupby(sorted(heard), key=lambda test: test.partition("::")[0]):
        tree = ast.parse((root / module).read_text(encoding="utf-8"))
        names = named_about_it(tree)
        about_it |= {test for test in tests if name_of(test) in names}
    return sorted(set(heard) - fewest(heard, about_it))


def whole_modules(tests: Sequence[str], heard: Mapping[str, Heard], root: Path) -> list[str]:
    """The modules all of whose tests are among `tests`: they need not even be collected. One that
    tells databases apart may have tests that the first of them never began."""
    left = set(tests)
    by_module: defaultdict[str, bool] = defaultdict(lambda: True)
    for test in heard:
        by_module[test.partition("::")[0]] &= test in left
    return sorted(
        module
        for module, whole in by_module.items()
        if whole and VENDOR not in (root / module).read_text(encoding="utf-8")
    )


def write(tests: Sequence[str], file: Path) -> Path | None:
    """A list for pytest's `--nothing-new` (`tests/conftest.py`); None without any."""
    if not tests:
        return None
    file.write_text(json.dumps(tests), encoding="utf-8")
    return file


def name_of(test: str) -> str:
    """The function of a test: "tests/test_a.py::TestB::test_c[1]" is test_c."""
    return test.partition("[")[0].rpartition("::")[2]


def fewest(heard: Mapping[str, Heard], chosen: set[str]) -> set[str]:
    """`chosen`, and of the others those that together send all that is sent, in little time.

    The usual approximation of a weighted set cover: again and again the one with the most new
    statements a second, then without those that later ones made superfluous.
    """
    sent = {test: set(each.statements) for test, each in heard.items()}
    missing = set[str]().union(*sent.values()) - set[str]().union(*(sent[each] for each in chosen))
    added: list[str] = []
    left = {test: sent[test] & missing for test in sorted(set(heard) - chosen)}
    while missing:
        best = max(left, key=lambda test: len(left[test]) / _cost(heard[test]))
        added.append(best)
        missing -= left[best]
        # What sends nothing new any more is not asked again: there are thousands.
        left = {test: new for test, each in left.items() if (new := each & missing)}
    times = Counter(each for test in (*chosen, *added) for each in sent[test])
    for test in sorted(added, key=lambda each: -heard[each].seconds):
        if all(times[each] > 1 for each in sent[test]):
            times.subtract(sent[test])
            added.remove(test)
    return chosen | set(added)


def _cost(heard: Heard) -> float:
    # What its module makes before its first test counts as well.
    return heard.seconds + 0.1


def named_about_it(tree: ast.Module) -> set[str]:
    """The functions of a module that are about the database, by themselves or by what they name of
    the module: helpers, fixtures, constants."""
    whole = {
        name: node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign))
        for name in _names_given(node)
    }
    found = {name for name, node in whole.items() if any(about_the_database(node))}
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in IMPORTED.get(node.module or "", set())
    }
    uses = {name: _names_used(node) for name, node in whole.items()}
    found |= {name for name, used in uses.items() if used & imported}
    while more := {name for name, used in uses.items() if used & found} - found:
        found |= more
    return found


def _names_given(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]  # type: ignore[attr-defined]
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _names_used(node: ast.AST) -> set[str]:
    """Names that it reads, the fixtures that it asks for as parameters or by `usefixtures`."""
    return {
        *(each.id for each in ast.walk(node) if isinstance(each, ast.Name)),
        *(each.arg for each in ast.walk(node) if isinstance(each, ast.arg)),
        *(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant)),
    }


def about_the_database(tree: ast.AST) -> Iterator[str]:
    """What a piece of code imports, calls, filters by or asks for that depends on the database."""
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
