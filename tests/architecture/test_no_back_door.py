"""Nothing in our own code makes a page live behind the back of the publish gate.

The gate stands in the page's `save` and in Wagtail's action. What writes to the table itself
(`update`, `bulk_update`, SQL, a migration's own models) cannot be refused in Python, and so is
not written at all; what is explained below is let be.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("classroom", "district_cms", "notifications", "scripts", "signatures", "tests")

GATE = "district_cms/publishing/gate.py"
EXPLAINED = {
    GATE: "it is the gate",
    "district_cms/publishing/actions.py": "it is the gate around Wagtail's actions",
    "district_cms/students/hiding.py": "it only takes words and pictures off a live page",
    "tests/architecture/test_no_back_door.py": "it names what it looks for",
    "tests/integration/publishing/paths/routes_in_code.py": "it tries them: all are shut",
    "tests/integration/publishing/paths/test_saving.py": "it, too, tries them",
    "tests/integration/publishing/paths/test_gate_mechanism.py": "it looks under the gate",
    "tests/benchmarks/test_publish.py": "it measures publishing with and without the gate",
    "tests/integration/publishing/gate/test_crashes.py": "it breaks a check on purpose",
    "tests/integration/publishing/paths/world.py": "it makes pages older than the rules",
}

SETS_LIVE_IN_SQL = re.compile(r"\bupdate\b.+\bset\b[^;]*\blive\"?\s*=", re.IGNORECASE | re.DOTALL)
# What stands inside the gate, and is called by nobody else.
INNER = {
    "gate_passed",
    "_gate_is_passed",
    "_publish_revision",
    "_checks",
    "content_findings",
    "save_base",
}
DATABASE_WRITES = {"update", "bulk_update", "bulk_create", "abulk_update", "aupdate"}


def back_doors(source: str, *, migration: bool = False) -> Iterator[str]:
    """Every way around the gate that this Python source takes: "line 3: update(live=…)"."""
    for node in ast.walk(ast.parse(source)):
        found = _of_node(node, migration)
        if found:
            yield f"line {getattr(node, 'lineno', 0)}: {found}"


def _of_node(node: ast.AST, migration: bool) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), keywords=keywords):
            if any(k.arg == "update_fields" and _lists_live(k.value) for k in keywords):
                return f'{name}(update_fields=["live"])'
            if (migration or name in DATABASE_WRITES) and _writes_live(node):
                return f"{name}(live=…)"
        case ast.Attribute(attr=name) if name in INNER:
            return f"{name} is the gate's own"
        case ast.Assign(targets=[ast.Attribute(attr="live"), *_]) if migration:
            return "live = … in a migration, whose models know no gate"
        case ast.Constant(value=str(text)) if text in INNER:
            return f"{text} is the gate's own"
        case ast.Constant(value=str(text)) if SETS_LIVE_IN_SQL.search(text):
            return "SQL that sets live"
        case ast.JoinedStr(values=parts):
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in parts)
            if SETS_LIVE_IN_SQL.search(text):
                return "SQL that sets live"
    return ""


def _writes_live(call: ast.Call) -> bool:
    """Whether a call writes `live`, other than to take something down."""
    for keyword in call.keywords:
        down = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        if keyword.arg == "live" and not down:
            return True
        # `fields=["live"]` and `**{"live": …}`
        if keyword.arg in {"fields", None} and _lists_live(keyword.value):
            return True
    return any(_lists_live(argument) for argument in call.args)


def _lists_live(node: ast.AST) -> bool:
    return any(
        isinstance(inner, ast.Constant) and inner.value == "live" for inner in ast.walk(node)
    )


def python_files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_of_ours_goes_around_the_publish_gate() -> None:
    found = {
        name(path): list(
            back_doors(path.read_text(encoding="utf-8"), migration="migrations" in path.parts)
        )
        for path in python_files()
    }
    assert {file: doors for file, doors in found.items() if doors and file not in EXPLAINED} == {}


def test_everything_that_is_explained_is_there_and_needs_its_explanation() -> None:
    needless = [
        file
        for file in EXPLAINED
        if not (ROOT / file).is_file()
        or not list(back_doors((ROOT / file).read_text(encoding="utf-8")))
    ]
    assert not needless


@pytest.mark.parametrize("source", [
    "pages.update(live=True)",
    "Page.objects.filter(pk=1).update(title='x', live=value)",
    "pages.update(**{'live': True})",
    "Page.objects.bulk_update(pages, ['title', 'live'])",
    "Page.objects.bulk_update(pages, fields=('live',))",
    "page.save(update_fields=['live'])",
    "page.save(clean=False, update_fields={'title', 'live'})",
    "cursor.execute('UPDATE wagtailcore_page SET live = true')",
    "cursor.execute(f'update {table} set title = %s, live = 1')",
    "with page.gate_passed():\n    page.save()",
    "page._gate_is_passed = True",
    "action._publish_revision(revision, page, None, True, True)",
    "publishing._checks.clear()",
    "page.save_base(raw=True)",
    "monkeypatch.setattr(publishing, '_checks', [])",
])  # fmt: skip
def test_the_check_sees_a_back_door(source: str) -> None:
    assert list(back_doors(source))


@pytest.mark.parametrize("source", ["page.live = True\npage.save()", "Page.objects.create(live=1)"])
def test_in_a_migration_models_know_no_gate(source: str) -> None:
    assert list(back_doors(source, migration=True))
    assert not list(back_doors(source))


@pytest.mark.parametrize("source", [
    "pages.update(live=False)",
    "pages.filter(live=True).update(title='x')",
    "page.live = True\npage.save()",
    "page.save(update_fields=['title'])",
    "revision.publish()",
    "values.update({'name': 'x'})",
    "'We update the set of pages that live here.'.split()",
    "UpdatePage(live=True)",
])  # fmt: skip
def test_the_check_lets_open_doors_be(source: str) -> None:
    assert not list(back_doors(source))
