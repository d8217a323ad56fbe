"""A registry points upward and has two suppliers; with one it is a plain call or a `Signal`.

A registry is a function that keeps what it is given in a list or dictionary of its module. Each is
named here and in ADR 0005 with the rooms that supply it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("classroom", "district_cms", "notifications", "signatures")
ADR = ROOT / "docs" / "adr" / "0005-rooms-and-registries.md"

# By the function's dotted name: the rooms that call it.
SUPPLIERS = {
    "classroom.permissions.register_own_pages": {"district_cms.activities"},
    "district_cms.audit_log.written_once.register_written_once": {
        "district_cms.barriers",
        "district_cms.publishing",
        "notifications",
    },
    "district_cms.brand.uses.register_use": {"classroom", "district_cms.schools", "signatures"},
    "district_cms.people.leaving.register_holdings": {
        "classroom",
        "district_cms.activities",
        "district_cms.deviations",
        "district_cms.moderation",
        "notifications",
        "signatures",
    },
    "district_cms.people.setting_up.register_lines": {"classroom", "notifications"},
    "district_cms.people.viewsets.register_staff_buttons": {"classroom"},
    "district_cms.publishing.content.checks.register_authorized": {"district_cms.deviations"},
    "district_cms.publishing.content.checks.register_list_check": {"district_cms.students"},
    "district_cms.publishing.content.checks.register_staff_names": {"district_cms.people"},
    "district_cms.publishing.gate.register_publish_check": {
        "classroom",
        "district_cms.activities",
        "district_cms.moderation",
        "district_cms.schools",
    },
    "district_cms.schools.page_context.register_page_context": {
        "classroom",
        "district_cms.activities",
        "district_cms.calendars",
        "notifications",
    },
    "district_cms.schools.search.sources.register_findable": {
        "classroom",
        "district_cms.activities",
    },
    "district_cms.schools.search.sources.register_listing": {
        "classroom",
        "district_cms.barriers",
        "district_cms.calendars",
        "notifications",
    },
    "district_cms.site_audit.owners.register_owners": {"classroom", "district_cms.activities"},
}
# Those with one supplier so far, and why they are no plain call and no `Signal`.
WITH_ONE = {
    "district_cms.people.viewsets.register_staff_buttons": (
        "it wants an answer from above; every room that does something with a person is to supply "
        "it"
    ),
    "district_cms.publishing.content.checks.register_authorized": (
        "it wants an answer from above: who may use what of their own"
    ),
    "district_cms.publishing.content.checks.register_list_check": (
        "it wants an answer from above: what a list of the district, such as that of the students, "
        "says about pages and objects alike"
    ),
    "district_cms.publishing.content.checks.register_staff_names": (
        "it wants an answer from above; a room that knows of people who are no staff records, such "
        "as a board, is to supply them"
    ),
    "classroom.permissions.register_own_pages": (
        "it wants an answer from above; a class is the room's own answer"
    ),
}
# The log guards its own tables in the way in which it guards those of others.
ALSO_FOR_ITSELF = {"district_cms.audit_log.written_once.register_written_once"}
KEEPS = {"append", "add", "update", "setdefault", "insert"}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text("utf-8")))
        for folder in CODE
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def calls() -> dict[str, set[str]]:
    """The modules in which a function or method of this name is called."""
    found = defaultdict(set)
    for dotted, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                found[getattr(called, "attr", getattr(called, "id", ""))].add(dotted)
    return found


def room_of(dotted: str) -> str:
    parts = dotted.split(".")
    return ".".join(parts[:2]) if parts[0] == "district_cms" else parts[0]


def registries(tree: ast.Module) -> Iterator[str]:
    """The functions of a module that keep an argument in a container which begins empty."""
    empty = {name for statement in tree.body for name in _begins_empty(statement)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            if any(_keeps(inner, empty, given) for inner in ast.walk(node)):
                yield node.name


def _begins_empty(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            pass
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case _:
            return
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            yield name
        case ast.Call(func=ast.Name(id="list" | "dict" | "set" | "defaultdict")):
            yield name


def _keeps(node: ast.AST, empty: set[str], given: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=container, attr=attr), args=args) if attr in KEEPS:
            pass
        case ast.Assign(targets=[ast.Subscript(value=container)], value=value):
            args = [value]
        case _:
            return False
    names = {inner.id for inner in ast.walk(container) if isinstance(inner, ast.Name)}
    kept = {inner.id for one in args for inner in ast.walk(one) if isinstance(inner, ast.Name)}
    return bool(names & empty and kept & given)


def found() -> set[str]:
    return {f"{dotted}.{name}" for dotted, tree in modules() for name in registries(tree)}


def callers(name: str) -> set[str]:
    """The rooms with a call of a function of this name, beside the one that has it."""
    home, _dot, function = name.rpartition(".")
    return {room_of(dotted) for dotted in calls().get(function, set()) - {home}}


def test_every_registry_is_named_here() -> None:
    assert found() == set(SUPPLIERS)


@pytest.mark.parametrize("name", SUPPLIERS)
def test_a_registry_is_supplied_by_the_rooms_that_are_named(name: str) -> None:
    own = {room_of(name)} if name in ALSO_FOR_ITSELF else set()
    assert callers(name) == SUPPLIERS[name] | own


@pytest.mark.parametrize("name", SUPPLIERS)
def test_no_room_registers_with_itself(name: str) -> None:
    assert room_of(name) not in SUPPLIERS[name]


@pytest.mark.parametrize("name", SUPPLIERS)
def test_a_registry_has_two_suppliers_or_a_reason(name: str) -> None:
    assert (len(SUPPLIERS[name]) >= 2) != (name in WITH_ONE)


@pytest.mark.parametrize("name", SUPPLIERS)
def test_the_decision_names_every_registry(name: str) -> None:
    row = next(
        line
        for line in ADR.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and name.rpartition(".")[2] in line
    )
    suppliers = {room.rpartition(".")[2] for room in SUPPLIERS[name]}
    assert {room for room in suppliers if f"`{room}`" not in row} == set()


@pytest.mark.parametrize("source", [
    "_all = []\ndef watch(one):\n    _all.append(one)",
    "_all: list[str] = []\ndef watch(one):\n    if one not in _all:\n        _all.append(one)",
    "_all = {}\ndef watch(name, one):\n    _all[name] = one",
    "_all = defaultdict(list)\ndef watch(name, one):\n    _all[name].append(one)",
])  # fmt: skip
def test_the_check_sees_a_registry(source: str) -> None:
    assert list(registries(ast.parse(source))) == ["watch"]


@pytest.mark.parametrize("source", [
    "def collect(one):\n    found = []\n    found.append(one)\n    return found",
    "_all = ['a']\ndef ask(one):\n    return one in _all",
])  # fmt: skip
def test_the_check_lets_other_lists_be(source: str) -> None:
    assert not list(registries(ast.parse(source)))
