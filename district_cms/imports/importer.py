"""The base of importers, and the sentences about files that cannot be imported."""

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

# Errors of any file; each importer adds its own.
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


def place(error: Located) -> str:
    """Returns where an error is: "Line 7" or the title of an entry, after the file's name if there
    is one."""
    where = error.row
    if where == WHOLE_FILE:
        return error.file or gettext("The whole file")
    if isinstance(where, int):
        where = gettext("Line %(number)s") % {"number": where}
    return f"{error.file}, {where}" if error.file else where


def described(error: Located, sentences: Sentences) -> str:
    """Returns place, column, value and sentence in one line, for commands."""
    where = ", ".join(part for part in (place(error), error.column) if part)
    value = f" “{error.value}”" if error.value else ""
    return f"{where}:{value} {sentences[error.fault]}"


def totals(plan: Plan) -> str:
    """Returns, for example, "3 added, 1 changed, 0 removed, 20 unchanged" for a plan."""
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
    """The file has errors, listed in `errors`; nothing was changed."""

    def __init__(self, errors: tuple[Located, ...]) -> None:
        super().__init__(f"{len(errors)} mistakes in the file")
        self.errors = errors


class PlanChanged(RuntimeError):
    """The import would no longer do what the preview showed; nothing was changed."""


@dataclass(frozen=True, slots=True)
class DisplayedCell:
    """One value of an entry before ("" for a new entry) and after the change."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DisplayedChange:
    """A change as text for people: "Changed", "Labor Day", "September 7 (until now ...)". With
    `cells`, a screen shows these instead of the text."""

    label: str
    what: str
    text: str
    cells: tuple[DisplayedCell, ...] = ()


class Importer[Rows](ABC):
    """Imports files of one kind into `target`. The constructor takes the user's choices."""

    sentences: ClassVar[Sentences] = GENERAL
    confidential: ClassVar = False
    """If True, changes are on the screen only: not in a file, nor in what a command prints."""

    @property
    @abstractmethod
    def target(self) -> str:
        """Returns what it writes into, such as "schoolyear:7": a preview is valid only for this."""

    @abstractmethod
    def read(self, name: str, data: bytes) -> Rows:
        """Returns the content of the file, with its errors; raises nothing."""

    @abstractmethod
    def plan(self, rows: Rows) -> Plan:
        """Returns what would change. Only reads."""

    @abstractmethod
    def lock(self) -> None:
        """Locks the rows on which the plan depends, until it is written."""

    @abstractmethod
    def write(self, plan: Plan) -> None:
        """Writes the changes of a plan without errors."""

    @abstractmethod
    def record(self, plan: Plan, user: "AbstractBaseUser | None") -> None:
        """Records in the audit log who changed what. Runs in the same transaction."""

    def show(self, change: Change) -> DisplayedChange:
        """Returns a change as text for people."""
        return DisplayedChange(
            str(LABELS[change.kind]),
            str(change.key),
            str(change.before if change.after is None else change.after),
        )

    def lines(self, data: bytes) -> Mapping[int, Sequence[FileCell]]:
        """Returns the parsed lines of a file by number, to show an error in its context. Empty if
        the file is no table."""
        return {}

    def warnings(self, plan: Plan) -> list[str]:
        """Returns what a person should consider before confirming."""
        return []

    @final
    @transaction.atomic
    def apply(
        self, rows: Rows, *, user: "AbstractBaseUser | None" = None, expected: str = ""
    ) -> Plan:
        """Writes and records all changes; returns the plan.

        Raises `ImportRefused` if there are errors, and `PlanChanged` if `expected`, the digest of
        the plan that someone confirmed, is not that of the plan any more.
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
