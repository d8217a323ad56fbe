"""Whatever a room writes into the log, a person can read there what it was."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from district_cms.barriers.models import BarrierStep
from district_cms.deviations.models import Authorization
from district_cms.reports.log.words import ACTORS, WORDS
from district_cms.site_audit.models import AuditRun
from notifications.notices.writing import KINDS as NOTICES

ROOT = Path(__file__).parents[2]
CODE = ("classroom", "district_cms", "notifications", "signatures")
# Functions that write an entry, or pass an action on to the one that does.
# `record` and the private functions around it: `_note`, `_note_logo`, …
WRITERS = re.compile(r"record|_(?:note|record|changed|save)(?:_\w+)?")
# The rest of such a name is known when it is written.
BEGINNINGS = {"signatures/entitlements": "entitlement."}
ACTION = re.compile(r"[a-z_]+(\.[a-z_-]+)?")


def written() -> Iterator[tuple[str, str]]:
    """Each action that stands in the code as it is written, and the file."""
    for path in (path for room in CODE for path in (ROOT / room).rglob("*.py")):
        named = path.relative_to(ROOT).as_posix()
        begins = next((b for start, b in BEGINNINGS.items() if named.startswith(start)), "")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if not WRITERS.fullmatch(getattr(call.func, "id", "")):
                continue
            given = [word.value for word in call.keywords if word.arg == "action"]
            for node in given or call.args:
                for text in _texts(node):
                    if not (given or begins or "." in text):
                        continue  # who it was, not what: "nightly"
                    yield (text if "." in text else f"{begins}{text}"), named


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if ACTION.fullmatch(text):
            yield text
        case ast.IfExp():
            yield from _texts(node.body)
            yield from _texts(node.orelse)


def composed() -> Iterator[str]:
    yield from (f"barrier.{kind}" for kind in BarrierStep.Kind.values)
    ended = {AuditRun.State.FINISHED, AuditRun.State.STOPPED, AuditRun.State.SKIPPED}
    yield from (f"audit.{state}" for state in ended)
    did = ("written", "sent", "stopped", "withdrawn")
    yield from (f"{kind}_notice.{verb}" for kind in NOTICES for verb in did)
    yield from (f"authorization.{state}" for state, _label in Authorization.STATES)
    yield from (f"class_{by}.{how}" for by in ("mail", "texts") for how in ("on", "off"))


def test_the_search_finds_what_the_rooms_write() -> None:
    found = {action for action, _file in written()}
    assert len(found) > 80
    assert {
        "page.taken_down",
        "logo.replaced",
        "entitlement.approved",
        "entitlement.removed",
    } <= found


def test_every_action_in_the_code_has_words() -> None:
    assert {(action, file) for action, file in written() if action not in WORDS} == set()


def named() -> Iterator[tuple[str, str]]:
    """Each word that stands in the code for who did something, and the file."""
    for path in (path for room in CODE for path in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for word in call.keywords:
                if word.arg not in ("actor", "asked_by"):
                    continue
                for text in _words(word.value):
                    yield text, path.relative_to(ROOT).as_posix()


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.BoolOp(values=parts):
            for each in parts:
                yield from _words(each)
        case ast.IfExp():
            yield from _words(node.body)
            yield from _words(node.orelse)


def test_whoever_is_no_account_is_called_by_words() -> None:
    found = set(named())
    assert {"nightly", "import_staff", "audit_accessibility"} <= {actor for actor, _file in found}
    assert {(actor, file) for actor, file in found if actor not in ACTORS} == set()


@pytest.mark.parametrize("action", sorted(set(composed())))
def test_every_composed_action_has_words(action: str) -> None:
    assert action in WORDS
