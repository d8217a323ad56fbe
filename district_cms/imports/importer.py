"""What people read about a file that cannot be taken, and about what is done with it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, final

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .reading import WHOLE_FILE, Change, FileCell, Kind, Located, Plan

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django_stubs_ext import StrPromise


type Sentences = Mapping[str, StrPromise]

# What can be wrong with any file; an importer adds its own.
GENERAL: Sentences = {
    "empty-file": _("There is nothing in this file."),
    "not-text": _("This is not a text file. Save it as “CSV UTF-8” and choose that file."),
    "not-utf8": _("The file is not saved as UTF-8. Save it as “CSV UTF-8” and choose it again."),
    "guessed": _(
        "The file does not say how its letters are stored. Are the accents in this line right? If "
        "not, save the file as “CSV UTF-8” and choose it again."
    ),
    "unreadable-line": _("From here on the file cannot be read. Is a quotation mark missing?"),
    "too-many-rows": _("The file has too many rows. What comes from here on was not read."),
    "too-many-cells": _(
        "There are more values than columns. Put a name that has a comma in quotation marks."
    ),
    "no-column": _("There is no column with this name. Add it."),
    "shrinks": _(
        "Most of what is there now would be removed. Is the file complete? If so, confirm it."
    ),
}
LABELS = {
    Kind.ADDED: _("Added"),
    Kind.CHANGED: _("Changed"),
    Kind.REMOVED: _("Removed"),
}


def place(found: Located) -> str:
    """Where it stands: "Line 7", the title of an entry, with the file's name where it has one."""
    where = found.row
    if where == WHOLE_FILE:
        return found.file or gettext("The whole file")
    if isinstance(where, int):
        where = gettext("Line %(number)s") % {"number": where}
    return f"{found.file}, {where}" if found.file else where


def described(found: Located, sentences: Sentences) -> str:
    """Place, column, value and sentence in one line, for commands."""
    where = ", ".join(part for part in (place(found), found.column) if part)
    shown = f" “{found.value}”" if found.value else ""
    return f"{where}:{shown} {sentences[found.fault]}"


def totals(plan: Plan) -> str:
    """ "3 added, 1 changed, 0 removed, 20 unchanged"."""
    return gettext(
        "%(added)d added, %(changed)d changed, %(removed)d removed, %(unchanged)d unchanged"
    ) % {
        "added": plan.count(Kind.ADDED),
        "changed": plan.count(Kind.CHANGED),
        "removed": plan.count(Kind.REMOVED),
        "unchanged": plan.unchanged,
    }


SIGNS = {Kind.ADDED: "+", Kind.CHANGED: "~", Kind.REMOVED: "x"}


class ImportRefused(ValueError):
    """The file has mistakes; nothing was changed. `errors` says which, and where."""

    def __init__(self, errors: tuple[Located, ...]) -> None:
        super().__init__(f"{len(errors)} mistakes in the file")
        self.errors = errors


class PlanChanged(RuntimeError):
    """What the import would do is no longer what was shown; nothing was changed."""


@dataclass(frozen=True, slots=True)
class DisplayedCell:
    """One thing about an entry as it is, "" where it is not there yet, and as it will be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DisplayedChange:
    """A change as people read it: "Changed", "Labor Day", "September 7 (until now ...)". With
    `cells`, a screen shows each of them in place of the text."""

    label: str
    what: str
    text: str
    cells: tuple[DisplayedCell, ...] = ()


class Importer[Rows](ABC):
    """Takes files of one kind into `target`. What a person chose stands in its constructor."""

    sentences: ClassVar[Sentences] = GENERAL

    @property
    @abstractmethod
    def target(self) -> str:
        """What it writes into, such as "schoolyear:7": a preview is good for this alone."""

    @abstractmethod
    def read(self, name: str, data: bytes) -> Rows:
        """What the file says. Mistakes are in it; nothing is raised."""

    @abstractmethod
    def plan(self, rows: Rows) -> Plan:
        """What would change. Reads, and writes nothing."""

    @abstractmethod
    def lock(self) -> None:
        """Hold what the plan depends on, so that nobody changes it before the plan is written."""

    @abstractmethod
    def write(self, plan: Plan) -> None:
        """Make the changes of a plan that has no errors."""

    @abstractmethod
    def record(self, plan: Plan, user: "AbstractBaseUser | None") -> None:
        """Say in the record who changed what. Runs in the same transaction."""

    def show(self, change: Change) -> DisplayedChange:
        """A change as people read it."""
        return DisplayedChange(
            str(LABELS[change.kind]),
            str(change.key),
            str(change.before if change.after is None else change.after),
        )

    def lines(self, data: bytes) -> Mapping[int, Sequence[FileCell]]:
        """Returns the lines of a file by number, as far as it was read, to show a mistake in its
        context. None where the file is no table."""
        return {}

    def warnings(self, plan: Plan) -> list[str]:
        """What a person should think of before saying yes."""
        return []

    @final
    @transaction.atomic
    def apply(
        self, rows: Rows, *, user: "AbstractBaseUser | None" = None, expected: str = ""
    ) -> Plan:
        """Make all the changes, and record them; returns what was done.

        Raises `ImportRefused` when there are mistakes, and `PlanChanged` when `expected`, the
        digest of the plan that someone agreed to, is no longer that of the plan.
        """
        self.lock()
        plan = self.plan(rows)
        if plan.errors:
            raise ImportRefused(plan.errors)
        if expected and plan.digest() != expected:
            raise PlanChanged
        if plan.changes:
            self.write(plan)
            self.record(plan, user)
        return plan
