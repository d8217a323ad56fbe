"""What an import would change. Pure."""

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .located import WHOLE_FILE, Located


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of one of our tables as it is and as it will be; None is where it is not there."""

    table: str
    key: Any
    before: Any
    after: Any

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do. With `errors`, it does nothing."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()

    def of(self, table: str, kind: Kind | None = None) -> tuple[Change, ...]:
        """The changes of one table, of one kind or of any."""
        return tuple(c for c in self.changes if c.table == table and kind in (None, c.kind))

    def count(self, kind: Kind) -> int:
        return sum(change.kind == kind for change in self.changes)

    def digest(self) -> str:
        """The same for the same changes: whether what is done is what was shown."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


def compare[Key: Hashable](
    table: str, present: Mapping[Key, Any], coming: Mapping[Key, Any], *, replace: bool
) -> tuple[tuple[Change, ...], int]:
    """The changes from `present` to `coming`, and how many entries stay as they are.

    With `replace`, what does not come goes; without it, it stays and is not counted.
    """
    changes = [
        Change(table, key, present.get(key), value)
        for key, value in coming.items()
        if present.get(key) != value
    ]
    unchanged = len(coming) - len(changes)
    if replace:
        changes += [Change(table, k, v, None) for k, v in present.items() if k not in coming]
    return tuple(changes), unchanged


def suspicious_shrink(
    plan: Plan, table: str, *, present: int, most: float, at_least: int = 5
) -> Located | None:
    """An error where more than the part `most` (0 to 1) of what is there would go.

    A file that broke off looks like a file in which everyone left. `at_least` so many must go, or
    small tables could never change. For rosters, which name everyone each time they come.
    """
    going = len(plan.of(table, Kind.REMOVED))
    if going < at_least or going <= present * most:
        return None
    return Located(WHOLE_FILE, "", "", "shrinks")
