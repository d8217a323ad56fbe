"""A new database is made quickly: what is not ours is there before our first page type.

Django draws up every model that points to a changed one again. A change of Wagtail's tables behind
our migrations draws up all of our page types; there were seventy such changes, and they took a
third of the time of every new database: the tests', the demo's, a district's.
"""

from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from scripts.test import ROOT

FIRST = "media"  # whose first migration names them


def test_no_migration_of_another_package_follows_ours() -> None:
    graph = MigrationLoader(None).graph
    plan: dict[tuple[str, str], None] = {}
    for leaf in graph.leaf_nodes():
        plan |= dict.fromkeys(graph.forwards_plan(leaf))
    order = [app for app, _name in plan]
    behind = order[order.index(FIRST) :]
    assert {app for app in behind if not _is_ours(app)} <= {"sessions"}, (
        f"Name the newest of them in the dependencies of {FIRST}'s first migration."
    )


def _is_ours(app: str) -> bool:
    path = Path(apps.get_app_config(app).path)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
