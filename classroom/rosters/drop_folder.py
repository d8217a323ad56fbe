"""The folder in which the student information system leaves a delivery each night."""

import datetime as dt
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from district_cms.imports.importer import ImportRefused
from district_cms.web.queue.isolation import Item, Reason, isolated, note_once

from .services import a_delivery_waits, apply_delivery, read, stage

LOOP: Final = "roster folder"
DONE, REFUSED = "done", "refused"
SETTLED: Final = dt.timedelta(minutes=5)
"""A delivery that changed later may still be being written."""


def take_deliveries(folder: Path, *, now: dt.datetime) -> int:
    """Takes each complete delivery of the folder, the oldest first, as `import_roster --apply`
    does, and moves it to `done`, or to `refused` if it has mistakes. Returns how many were taken.

    One that has to wait for a person is the last of its night, and a delta stays behind it: it
    names only what changed since.
    """
    taken = 0
    for path in _settled(folder, now):
        title = _("Roster %(name)s: “import_roster --dry-run” names its mistakes") % {
            "name": path.name
        }
        item = Item(LOOP, f"{path.name[:80]} {now:%Y-%m-%d}", title)
        waits = False
        with isolated(item, failed_before=()) as tried:
            try:
                roster = read(path, path.name)
                if "delta" in roster.modes.values() and a_delivery_waits():
                    return taken
                delivery = stage(roster, name=path.name, actor=None)
            except (ImportRefused, OSError):
                _move(path, folder / REFUSED, now)
                note_once(item, Reason.FILE)
                continue
            waits = bool(delivery.plan["reasons"])
            if not waits:
                apply_delivery(delivery=delivery, actor=None)
        if tried.failed:
            break
        _move(path, folder / DONE, now)
        taken += 1
        if waits:
            break
    return taken


def _settled(folder: Path, now: dt.datetime) -> list[Path]:
    """Zip files, CSV files and folders that nobody has changed for a while; links lead out."""
    limit = (now - SETTLED).timestamp()
    newest = {
        path: max(each.lstat().st_mtime for each in (path, *path.rglob("*")))
        for path in folder.iterdir()
        if not path.is_symlink()
        and path.name not in (DONE, REFUSED)
        and not path.name.startswith(".")
        and (path.is_dir() or path.suffix.lower() in {".zip", ".csv"})
    }
    settled = (path for path in newest if newest[path] < limit)
    return sorted(settled, key=lambda path: (newest[path], path.name))


def _move(path: Path, into: Path, now: dt.datetime) -> None:
    into.mkdir(exist_ok=True)
    path.rename(into / f"{now:%Y-%m-%d-%H%M%S}-{path.name}")
