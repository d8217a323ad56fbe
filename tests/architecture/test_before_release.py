"""The list of what waits for a release names tests that are there."""

import ast
from functools import cache

from scripts.before_release import LIST, listed, may_go
from scripts.suites import ROOT


@cache
def named_in(module: str) -> frozenset[str]:
    """Functions and methods of a module, as pytest names them; none where there is no module."""
    path = ROOT / module
    if not path.exists():
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    classes = {each.name: each.body for each in body if isinstance(each, ast.ClassDef)}
    return frozenset(
        f"{name}::{each.name}" if name else each.name
        for name, inside in {"": body, **classes}.items()
        for each in inside
        if isinstance(each, ast.FunctionDef)
    )


def test_each_test_of_the_list_is_there_and_may_be_on_it() -> None:
    assert LIST.exists()
    gone = []
    for test in sorted(listed()):
        module, _, name = test.partition("::")
        if name.partition("[")[0] not in named_in(module) or not may_go(test):
            gone.append(test)
    assert gone == [], "run `python -m scripts.before_release`, or take them off the list"
