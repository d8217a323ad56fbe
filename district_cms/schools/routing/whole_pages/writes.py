"""The one door through which pages learn of changes: every statement that writes.

Signals would miss what is written in bulk, and a list of signals forgets the next model. Every
statement passes here, on every connection of every program: an editor's, the queue's, a command's.
"""

from collections.abc import Callable, Iterable
from threading import Event
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from wagtail.models import Page

from .drawing import tables_of_drawing
from .places import MOST_PLACES, tell
from .proxies import everything_changed
from .tables import Write, read_by, writes_of

_WRITING: Final = ("INSERT", "UPDATE", "DELETE", "TRUNCA", "WITH", "COPY")
_NOTED: Final = "_pages_changed"
_UNTOLD: Final = "_pages_untold"
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


_migrating = Event()
"""While tables are made there may be none yet to tell of changes; afterwards all are told."""


class Changes:
    """What one transaction changed of pages, told when it is committed."""

    def __init__(self) -> None:
        self.told = False
        self.everything = False
        self.own: set[Any] = set()
        self.parts: set[Any] = set()
        self.rows: set[tuple[str, int]] = set()
        self.new: set[str] = set()

    def note(self, write: Write) -> None:
        if write.pages is None or self.everything:
            self.everything = True
        elif write.verb == "INSERT" and write.table.is_base:
            self.new.update(write.pages)
        else:
            (self.own if write.table.is_base else self.parts).update(write.pages)
        if len(self.own) + len(self.parts) + len(self.new) > 4 * MOST_PLACES:
            self.everything = True

    def tell(self) -> None:
        self.told = True
        try:
            rows = set() if self.everything else {*self.rows, *self._written()}
            tell(rows=rows, everything=self.everything)
        except Error:
            # What it was cannot be read now; the pages that processes keep are over in minutes.
            everything_changed()
            raise

    def _written(self) -> Iterable[tuple[str, int]]:
        """What is written of a page that is not live is on no page; that it is not live any more is
        written in its own row."""
        pages = Page.objects.order_by()
        if self.own:
            yield from pages.filter(pk__in=self.own).values_list("path", "content_type")
        if self.parts:
            found = pages.filter(pk__in=self.parts, live=True)
            yield from found.values_list("path", "content_type")
        if self.new:
            found = pages.filter(path__in=self.new, live=True)
            yield from found.values_list("path", "content_type")


def watch(
    execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:  # as Django calls it
    """Wraps every statement: notes what a page is drawn from, and tells of what pages show."""
    text = sql if isinstance(sql, str) else str(sql)
    tell_what_is_left(context["connection"])
    reading = tables_of_drawing()
    if reading is not None:
        reading.update(read_by(text))
    is_write = text.lstrip()[:6].upper().startswith(_WRITING)
    if not is_write or not settings.PAGES_KEPT_MB or _migrating.is_set():
        return execute(sql, params, many, context)
    writes = writes_of(text, params, many=many)
    if not writes:
        return execute(sql, params, many, context)
    # Before a page is deleted, as long as its place is known.
    gone = {row for write in writes if write.verb == "DELETE" for row in _places(write)}
    result = execute(sql, params, many, context)
    if context["cursor"].rowcount == 0 and not _may_have_more_rows(text):
        return result
    changes = _of_transaction(context["connection"])
    changes.rows |= gone
    for write in writes:
        if not (write.verb == "DELETE" and write.table.is_base and write.pages is not None):
            changes.note(write)
    connection = context["connection"]
    if not connection.in_atomic_block:
        if " RETURNING " in text:
            setattr(connection, _UNTOLD, changes)
        else:
            changes.tell()
    return result


def saved(using: str, **kwargs: Any) -> None:
    """Receives the saving of anything."""
    tell_what_is_left(connections[using])


def tell_what_is_left(connection: Any) -> None:
    """Tell of a row that was written outside of a transaction and had an answer to be fetched:
    SQLite commits nothing while it was not, so that it is told after that."""
    changes = getattr(connection, _UNTOLD, None)
    if changes is not None and not connection.in_atomic_block:
        setattr(connection, _UNTOLD, None)
        changes.tell()


def _may_have_more_rows(sql: str) -> bool:
    """Whether a count of 0 means nothing, because rows are still to be fetched. Elsewhere it means
    that none was there, as mostly of the fields that are emptied when what they name is deleted."""
    return sql.lstrip()[:6].upper() not in {"UPDATE", "DELETE"} or " RETURNING " in sql


def _places(write: Write) -> Iterable[tuple[str, int]]:
    if write.pages is None:
        return []
    return Page.objects.filter(pk__in=write.pages).values_list("path", "content_type")


def _of_transaction(connection: Any) -> Changes:
    """Those of the present transaction. A savepoint that is undone takes what is to be told with
    it, so that it is looked for at its place."""
    if not connection.in_atomic_block:
        return Changes()
    at, noted = getattr(connection, _NOTED, (0, None))
    waiting = connection.run_on_commit
    if noted is None or noted.told or at >= len(waiting) or waiting[at][1] != noted.tell:
        noted = Changes()
        setattr(connection, _NOTED, (len(waiting), noted))
        transaction.on_commit(noted.tell, using=connection.alias, robust=True)
    return noted


def connected(connection: Any, **kwargs: Any) -> None:
    """Receives each new connection. First, because whoever wrapped its opening takes off what is
    last."""
    if connection.alias == DEFAULT_DB_ALIAS and watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def migration_begins(**kwargs: Any) -> None:
    """Receives that this program is about to change the tables."""
    _migrating.set()


def migration_is_over(**kwargs: Any) -> None:
    """Receives that the tables are as they should be. A migration may write what pages show."""
    if _migrating.is_set():
        _migrating.clear()
        tell(rows=(), everything=bool(settings.PAGES_KEPT_MB))
