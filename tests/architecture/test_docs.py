"""The documentation names only what is there: files, commands, variables, pictures."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from district_cms.people.guides import anchor
from district_cms.schools.calendar.ical import parse_csv

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
OPERATOR = DOCS / "how-to" / "operator.md"
SETTINGS_TABLE = DOCS / "reference" / "settings.md"
TROUBLE = DOCS / "how-to" / "when-something-is-wrong.md"
SETTINGS = ROOT / "district_cms" / "settings"
# Tracked folders: what a page names below one of them must exist.
FOLDERS = {
    *("classroom", "district_cms", "docs", "locale", "notifications"),
    *("requirements", "scripts", "signatures", "static", "templates", "tests"),
}
OUR_APPS = [
    config
    for config in apps.get_app_configs()
    if ROOT in Path(config.path).parents and ".venv" not in config.path
]
MOST_PICTURES, LARGEST_PICTURE = 28, 150_000  # in all of docs; bytes

LINK = re.compile(r"(?P<picture>!?)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)\s*$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)[^\n]*$", re.MULTILINE)
# Lists are read by `strings`.
READS = re.compile(r"env\.(?:bool|date|decimal|dj_db_url|int|str)|strings")
SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its code."""
    return SPAN.sub("", FENCE.sub("", text(page)))


def code(page: Path) -> list[str]:
    """Everything on the page that is set as code."""
    whole = text(page)
    spans = SPAN.findall(FENCE.sub("", whole))
    return [*spans, *FENCE.findall(whole), *INDENTED.findall(whole)]


def all_code() -> str:
    return "\n".join(piece for page in PAGES for piece in code(page))


def links(page: Path) -> Iterator[tuple[bool, str]]:
    """(is it a picture, its target) of every link within the project."""
    for found in LINK.finditer(prose(page)):
        if not re.match(r"[a-z]+:", found["target"]):
            yield bool(found["picture"]), unquote(found["target"])


def anchors(page: Path) -> set[str]:
    return {
        anchor(each) for each in re.findall(r"^#+ (.+)$", FENCE.sub("", text(page)), re.MULTILINE)
    }


def test_the_pages_were_found() -> None:
    found = {name(page) for page in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "docs/how-to/README.md"} <= found


def test_every_link_and_picture_leads_to_something() -> None:
    lost = []
    for page in PAGES:
        for _picture, target in links(page):
            path, _hash, part = target.partition("#")
            place = (page.parent / path).resolve() if path else page
            if not place.exists() or (part and part not in anchors(place)):
                lost.append(f"{name(page)}: {target}")
    assert lost == []


def test_every_path_that_is_named_exists() -> None:
    named = [(page, piece.strip().rstrip("/")) for page in PAGES for piece in code(page)]
    ours = [
        (page, one)
        for page, one in named
        if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", one) and one.split("/")[0] in FOLDERS
    ]
    assert [f"{name(page)}: {one}" for page, one in ours if not (ROOT / one).exists()] == []


def test_the_index_leads_to_every_page_beside_it() -> None:
    for folder in (DOCS / "how-to", DOCS / "adr"):
        listed = {target for _picture, target in links(folder / "README.md")}
        beside = {page.name for page in folder.glob("*.md")} - {"README.md"}
        assert beside <= listed


# ---------------------------------------------------------------- pictures


def pictures() -> list[Path]:
    return [
        (page.parent / target).resolve()
        for page in PAGES
        for is_picture, target in links(page)
        if is_picture
    ]


def test_the_documentation_has_few_and_small_pictures() -> None:
    shown = set(pictures())
    assert len(shown) <= MOST_PICTURES
    assert [name(each) for each in shown if each.stat().st_size > LARGEST_PICTURE] == []


def test_every_picture_of_the_folder_is_on_a_page() -> None:
    folder = DOCS / "how-to" / "images"
    assert {each for each in pictures() if each.parent == folder} == set(folder.iterdir())


def test_every_picture_says_what_it_shows() -> None:
    assert [name(page) for page in PAGES if "![](" in text(page)] == []


# ---------------------------------------------------------------- commands


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", all_code()))
    assert named
    assert named - targets == set()


def test_every_management_command_that_is_named_exists() -> None:
    named = set(re.findall(r"manage\.py\s+([a-z]\w*)", all_code()))
    assert named
    assert named - set(get_commands()) == set()


def test_every_command_of_ours_is_named() -> None:
    rooms = {config.name for config in OUR_APPS}
    ours = sorted(command for command, app in get_commands().items() if app in rooms)
    assert ours
    assert [each for each in ours if not re.search(rf"\b{each}\b", all_code())] == []


def test_every_script_that_is_named_can_be_run() -> None:
    named = set(re.findall(r"-m (scripts\.\w+)", all_code()))
    assert [each for each in named if not hasattr(import_module(each), "main")] == []


# ---------------------------------------------------------------- the environment


def table_of_variables() -> dict[str, str]:
    """{variable: the cell of its default} from the page of settings."""
    rows = re.findall(
        r"^\| `([A-Z][A-Z_]+)` \|[^|]*\|([^|]*)\|$", text(SETTINGS_TABLE), re.MULTILINE
    )
    return {variable: default.strip() for variable, default in rows}


def variables_read() -> dict[str, ast.expr | None]:
    """{variable: the expression of its default, None where it has none} from the settings."""
    found: dict[str, ast.expr | None] = {}
    for path in sorted(SETTINGS.glob("*.py")):
        for node in ast.walk(ast.parse(text(path))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if READS.fullmatch(ast.unparse(node.func)):
                variable = ast.literal_eval(node.args[0])
                found[variable] = node.args[1] if len(node.args) > 1 else None
    return found


def test_the_table_of_settings_has_exactly_the_variables_that_the_settings_read() -> None:
    assert set(table_of_variables()) == set(variables_read())


def said(default: object) -> str:
    """A default as the table writes it."""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, list):
        default = ",".join(default)
    return f"`{default}`" if default not in ("", None) else "empty"


@pytest.mark.parametrize("variable", sorted(variables_read()))
def test_the_table_of_settings_gives_the_default_that_the_settings_have(variable: str) -> None:
    default = variables_read()[variable]
    cell = table_of_variables()[variable]
    if default is None:
        assert cell.startswith("none")
    elif variable not in {"DATABASE_URL", "VAR_DIR"}:  # worked out, and told in words
        assert cell.startswith(said(ast.literal_eval(default)))


# ---------------------------------------------------------------- the image


def test_without_containers_the_web_program_starts_as_in_the_image() -> None:
    by_the_image = re.findall(r'"([^"\n]+)"', text(ROOT / "Dockerfile").rpartition("\nCMD ")[2])
    [by_hand] = re.findall(r"^ +\.venv/bin/(gunicorn (?:.+\\\n)+.+)$", text(OPERATOR), re.MULTILINE)
    written = by_hand.replace("\\\n", " ").split()
    # Only the proxy of the image comes from outside.
    assert [each.replace("0.0.0.0", "127.0.0.1") for each in by_the_image] == written


def copied() -> list[str]:
    """What the Dockerfile takes from the project."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", text(ROOT / "Dockerfile"), re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def ignored(path: str) -> bool:
    patterns = [line for line in text(ROOT / ".dockerignore").split() if line]
    parts = Path(path).parts
    starts = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    left_out = False
    for each in patterns:  # the last one that fits decides
        pattern = each.removeprefix("!").removeprefix("**/")
        if any(fnmatch(start, pattern) for start in starts):
            left_out = not each.startswith("!")
    return left_out


def test_everything_that_the_image_takes_is_there_and_not_left_out() -> None:
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    assert [path for path in copied() if ignored(path)] == []


def test_the_image_takes_everything_that_the_site_needs() -> None:
    needed = [Path(config.path) for config in OUR_APPS]
    needed += [Path(each) for each in settings.TEMPLATES[0]["DIRS"]]
    needed += [Path(each) for each in settings.LOCALE_PATHS]
    # With a prefix they are pairs.
    needed += [
        Path(each if isinstance(each, str | Path) else each[1])
        for each in settings.STATICFILES_DIRS
    ]
    taken = {ROOT / path for path in copied()}
    assert [path for path in needed if taken.isdisjoint({path, *path.parents})] == []


def test_secrets_data_and_history_stay_out_of_the_image() -> None:
    assert all(ignored(path) for path in (".env", ".git", ".venv", "var", "var/media"))
    assert all(ignored(path) for path in ("docs/adr", "docs/data-map.md"))


def test_the_image_starts_what_exists() -> None:
    dockerfile = text(ROOT / "Dockerfile")
    module, _colon, attribute = re.findall(r'"gunicorn", "([\w.:]+)"', dockerfile)[0].partition(":")
    assert (ROOT / module.replace(".", "/")).with_suffix(".py").is_file()
    assert f"{attribute} = " in text((ROOT / module.replace(".", "/")).with_suffix(".py"))
    chosen = set(re.findall(r"DJANGO_SETTINGS_MODULE=([\w.]+)", dockerfile))
    assert chosen == {"district_cms.settings.production"}


# ---------------------------------------------------------------- examples


def test_the_calendar_that_is_shown_as_an_example_can_be_imported() -> None:
    page = DOCS / "how-to" / "communications-office.md"
    shown = re.findall(r"^```csv\n(.+?)^```", text(page), re.MULTILINE | re.DOTALL)
    rows = parse_csv(shown[0])
    assert not rows.errors
    assert rows.first_day is not None
    assert (len(rows.terms), len(rows.no_school)) == (2, 12)


def test_before_the_first_release_nothing_speaks_of_an_upgrade_of_a_database() -> None:
    """The first migrations are made again as long as there is no release: whoever has a database of
    before must be told, where they look, that it cannot be upgraded."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if re.findall(r"^## (.+)$", changes, re.MULTILINE) != ["Unreleased"]:
        return  # released: from here on every change of a table is a migration of its own
    for page in (ROOT / "CHANGELOG.md", OPERATOR):
        words = " ".join(page.read_text(encoding="utf-8").split())
        assert "an earlier state of the code made cannot be upgraded" in words, page.name
        for moot in ("once after an upgrade", "After an upgrade from a version without"):
            assert moot not in words, page.name


def test_no_command_of_the_operators_page_runs_where_a_folder_is_not_named() -> None:
    """`.env` is no part of the shell: `find "$VAR_DIR/media" -delete` would empty /media."""
    commands = re.findall(
        r"^(?: {4,}|\$ ).*\$\{?(?:VAR_DIR|DATABASE_URL).*$", text(OPERATOR) + text(TROUBLE), re.M
    )
    assert commands
    bare = [line for line in commands if re.search(r"\$(?:VAR_DIR|DATABASE_URL)", line)]
    assert bare == []
