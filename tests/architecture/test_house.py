"""The rules of the house that no other tool checks: where things stand and what they are called."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest
from django.apps import apps
from django.core.management import load_command_class
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

from scripts.rooms import Room, rooms
from tests.architecture.rooms import OUR_PAGES, ROOMS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
CODE = ("classroom", "district_cms", "notifications", "scripts", "signatures")

# Rooms whose pages are screens of their own, not Wagtail pages, and the views that draw them.
ROOMS_OF_VIEWS = {
    "barriers": ("district_cms/barriers/views.py",),
    "calendars": ("district_cms/calendars/views.py",),
    "deviations": ("district_cms/deviations/views.py",),
    "notifications": (
        "notifications/families/views.py",
        "notifications/families/family_page.py",
        "notifications/families/own_data/views.py",
        "notifications/guardians/letter/views.py",
        "notifications/families/preferences/views.py",
        "notifications/texts/views.py",
    ),
    "people": ("district_cms/people/staff_area.py",),
    "reports": ("district_cms/reports/procedure_page/views.py",),
    "signatures": (
        "signatures/checking/views.py",
        "signatures/entitlements/views.py",
        "signatures/mine/views.py",
        "signatures/staff_area.py",
    ),
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}
# Everyday verbs and participles of which nobody guesses what they name.
UNCLEAR_WORDS = re.compile(
    r"(?<![a-z])(anew|apart|asked|asking|begun|crowd|drawing|drawn|found|given|happened|held|kept|"
    r"keeping|made|meant|odd|patience|plainly|said|seen|shelf|showing|shown|spoken|stretch|surely|"
    r"telling|things?|told|wanted|wish|wished)(?![a-z])"
)
# Names of Wagtail, of Django, and of columns.
NOT_OUR_NAMES = {
    "is_shown",
    "page_not_found",
    "DocumentExamination.found",
    "AskedAgain",
    "AskedAgainQuerySet",
}
LONGEST_MODULE = 500
LONGEST_HOOKS = 120

MODULES = sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
DEMO = ROOT / "district_cms" / "demo"
HOOKS = [path for path in MODULES if path.name == "wagtail_hooks.py"]
COMMANDS = [path for path in MODULES if path.parent.name == "commands" and path.stem != "__init__"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def snake_case(words: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words).lower()


def test_the_house_was_found() -> None:
    assert len(MODULES) > 100
    assert len(HOOKS) >= 3
    assert len(COMMANDS) >= 5
    assert len(OUR_PAGES) >= 8


def test_nobody_but_the_demo_sets_the_clock_of_the_evidence() -> None:
    callers = {
        "demo" if DEMO in path.parents else path
        for path in MODULES
        if "clock_set_to" in path.read_text(encoding="utf-8") and path.name != "clock.py"
    }
    assert callers == {"demo"}


# ------------------------------------------------------------------------------ files and names


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_module_can_be_read_in_one_sitting() -> None:
    written_by_us = [path for path in MODULES if "migrations" not in path.parts]
    assert [name(path) for path in written_by_us if lines(path) >= LONGEST_MODULE] == []


def test_hooks_register_and_do_nothing_else() -> None:
    assert [name(path) for path in HOOKS if lines(path) >= LONGEST_HOOKS] == []


def imported(path: Path) -> Iterator[str]:
    """Every dotted name that a module imports, or takes from one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (alias.name for alias in node.names)


def test_nobody_imports_hooks() -> None:
    guilty = [
        name(path)
        for path in MODULES
        if any("wagtail_hooks" in one.split(".") for one in imported(path))
    ]
    assert guilty == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    ours = [path for folder in (*CODE, "tests") for path in (ROOT / folder).rglob("*")]
    named = [name(path) for path in ours if path.stem in NAMES_THAT_SAY_NOTHING]
    assert named == []


def names_defined(body: list[ast.stmt], within: str = "") -> Iterator[str]:
    """The classes and public functions of a module, a method with its class."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                yield within + node.name
            if isinstance(node, ast.ClassDef):
                yield from names_defined(node.body, f"{node.name}.")


def test_modules_classes_and_functions_have_names_that_an_engineer_guesses() -> None:
    unclear = []
    for path in MODULES:
        if "migrations" in path.parts:
            continue
        for defined in (path.stem, *names_defined(ast.parse(path.read_text()).body)):
            last = defined.rpartition(".")[2]
            snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", last).lower()
            if UNCLEAR_WORDS.search(snake) and not {defined, last} & NOT_OUR_NAMES:
                unclear.append(f"{name(path)}: {defined}")
    assert unclear == []


def test_every_command_says_what_it_does() -> None:
    helps = {
        name(path): load_command_class(".".join(path.relative_to(ROOT).parts[:-3]), path.stem).help
        for path in COMMANDS
    }
    assert [one for one, said in helps.items() if len(said) <= 20 or not said.endswith(".")] == []


# ------------------------------------------------------------------------------ inside a room


def modules_of(room: Room) -> Iterator[Path]:
    """The modules of a room, without what Django's commands and migrations prescribe."""
    for path in sorted(room.folder.rglob("*.py")):
        if not {"migrations", "commands"} & set(path.parts):
            yield path


def test_inside_a_room_one_imports_relatively() -> None:
    guilty = []
    for room in rooms():
        inside = room.name.replace("/", ".")
        for path in modules_of(room):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.ImportFrom(module=str(module), level=0):
                        named = [module]
                    case ast.Import(names=aliases):
                        named = [alias.name for alias in aliases]
                    case _:
                        continue
                guilty += [
                    f"{name(path)}:{node.lineno}"
                    for one in named
                    if f"{one}.".startswith(f"{inside}.")
                ]
    assert guilty == []


# ------------------------------------------------------------------------------ templates


def test_a_page_type_has_its_template_where_one_looks_for_it() -> None:
    expected = {
        f"{model._meta.app_label}/pages/{snake_case(model.__name__)}.html": model.template
        for model in OUR_PAGES
    }
    assert {one: template for one, template in expected.items() if one != template} == {}
    assert [one for one in expected if not (TEMPLATES / one).is_file()] == []


def test_every_page_template_belongs_to_a_page_type() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("*/pages/*.html")}
    of_views = {path for path in there if path.split("/")[0] in ROOMS_OF_VIEWS}
    assert there - of_views == {model.template for model in OUR_PAGES}


@pytest.mark.parametrize("room", ROOMS_OF_VIEWS)
def test_every_page_template_of_a_room_of_views_is_drawn_by_its_views(room: str) -> None:
    modules = [(ROOT / path).read_text(encoding="utf-8") for path in ROOMS_OF_VIEWS[room]]
    views = "\n".join(modules)
    pages = {
        path.name: path.read_text(encoding="utf-8")
        for path in (TEMPLATES / room / "pages").glob("*.html")
    }
    assert pages
    frames = set(re.findall(rf'extends "{room}/pages/(\w+\.html)"', "\n".join(pages.values())))
    assert set(pages) - frames == set(re.findall(r"(?<!admin)/(\w+\.html)\"", views)) - frames


def blocks_under(block: Block) -> Iterator[Block]:
    yield block
    if isinstance(block, StreamBlock | StructBlock):
        for child in block.child_blocks.values():
            yield from blocks_under(child)
    elif isinstance(block, ListBlock):
        yield from blocks_under(block.child_block)


def test_every_block_that_is_shown_has_its_template_where_one_looks_for_it() -> None:
    found = {
        block.meta.template
        for model in OUR_PAGES
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in blocks_under(field.stream_block)
        if getattr(block.meta, "template", None)
    }
    assert len(found) >= 8
    for template in found:
        assert re.fullmatch(rf"(?:{'|'.join(ROOMS)})/blocks/[a-z_]+\.html", template)
        get_template(template)


# ------------------------------------------------------------------------------ data


@pytest.fixture(scope="module")
def migrations() -> MigrationLoader:
    return MigrationLoader(None)


def test_the_migrations_say_what_the_models_say(migrations: MigrationLoader) -> None:
    detector = MigrationAutodetector(migrations.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=migrations.graph)
    assert {app: found for app, found in changes.items() if app in ROOMS} == {}


def test_a_room_with_tables_has_one_line_of_migrations(migrations: MigrationLoader) -> None:
    expected = {room: int(any(apps.get_app_config(room).get_models())) for room in ROOMS}
    assert {room: len(migrations.graph.leaf_nodes(room)) for room in ROOMS} == expected


def test_migrations_shape_tables_and_move_no_data(migrations: MigrationLoader) -> None:
    moving = [
        (app, one)
        for (app, one), migration in migrations.disk_migrations.items()
        if app in ROOMS
        and any(isinstance(each, RunPython | RunSQL) for each in migration.operations)
    ]
    assert moving == []


# ------------------------------------------------------------------------------ rooms

LARGEST_ROOM, LARGEST_OF_CHECKS = 0.25, 0.30


DOTTED = re.compile(r"(?:district_cms|classroom|signatures|notifications)(?:\.\w+){3,}")


def test_every_dotted_path_that_is_named_as_a_string_exists() -> None:
    """The queue and settings import by name: a module that moved would fail in the worker only."""
    lost = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and DOTTED.fullmatch(str(node.value)):
                try:
                    resolve_name(node.value)
                except (ImportError, AttributeError):
                    lost.append(f"{name(path)}: {node.value}")
    assert lost == []


def test_two_files_with_one_prefix_are_a_package() -> None:
    """ "role_matrix" and "role_permissions" are "roles/". What is named by a program stays."""
    beside = defaultdict(set)
    for path in MODULES:
        if not {"commands", "migrations"} & set(path.parts) and path.stem != "__init__":
            beside[path.parent, path.stem.partition("_")[0]].add(path.stem)
    assert {name(folder): stems for (folder, _), stems in beside.items() if len(stems) > 1} == {}


def test_no_room_has_grown_into_a_building() -> None:
    found = rooms()
    whole = sum(room.lines for room in found)
    assert len(found) >= 14
    assert [room.name for room in found if not room.sentence.endswith(".")] == []
    shares = {room.name: room.lines / whole for room in found}
    assert shares.pop("district_cms/checks") <= LARGEST_OF_CHECKS
    assert {name: share for name, share in shares.items() if share > LARGEST_ROOM} == {}


def test_only_its_procedure_names_a_district() -> None:
    """Another district writes its own file, and forks nothing."""
    named = re.compile(r"\bMCPS\b|Missoula|Forward Thinking")
    files = [
        path
        for folder in ("district_cms", "classroom", "signatures", "notifications", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt", ".js", ".css"}
    ]
    assert len(files) > 1_000
    assert [str(path) for path in files if named.search(path.read_text("utf-8"))] == []
    [own] = (ROOT / "procedures").glob("*/procedure.toml")
    assert named.search(own.read_text("utf-8"))
