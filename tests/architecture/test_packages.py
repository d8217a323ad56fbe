"""Whose packages are whose: what we import is declared, and a dependency installs a top-level
package called `tests`."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import tests

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("district_cms", "classroom", "signatures", "notifications")
# Parts of what another dependency offers us: its models, its filters, its client's own errors.
BROUGHT = {
    "django_filters": "wagtail",
    "draftjs_exporter": "wagtail",
    "modelcluster": "wagtail",
    "modelsearch": "wagtail",
    "taggit": "wagtail",
    "boto3": "django-storages",
    "botocore": "boto3",
    "requests": "twilio",
}


def test_the_package_called_tests_is_ours_and_not_a_dependencys() -> None:
    assert tests.__file__ is not None
    assert Path(tests.__file__).resolve() == ROOT / "tests" / "__init__.py"


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it, but for its types alone."""
    left: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while left:
        node = left.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            left += node.orelse
            continue
        left += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def folded(name: str) -> str:
    """A distribution's name as PEP 503 compares it, without extras and versions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name)[0]).lower()


def test_every_package_that_the_site_imports_is_declared() -> None:
    """One that only another dependency brings is gone, or another version, when that changes."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*told["project"]["dependencies"], *told["dependency-groups"]["audit"]]
    declared = {folded(each) for each in wanted}
    known = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {package}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for package in imported(path)
        if package not in {*sys.stdlib_module_names, *ROOMS, *BROUGHT, "tests", "scripts"}
        and not declared & set(map(folded, known.get(package, ())))
    }
    assert not missing, sorted(missing)
    for package, whose in BROUGHT.items():
        assert set(map(folded, known[package])) & set(map(folded, requires(whose) or ())), package
        assert whose in {*declared, *BROUGHT}
