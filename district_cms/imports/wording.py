"""What people read about a file that cannot be taken, and about what is done with it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .located import WHOLE_FILE, Located
from .plan import Kind, Plan

if TYPE_CHECKING:
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
