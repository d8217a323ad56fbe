"""Which tables public pages show, and which writes of them matter.

Every table matters, unless `settings.PAGES_DO_NOT_SHOW` names its model: what a new room writes
throws pages away rather than leave an old one standing. A page that was drawn from a table of that
list is never kept (see `drawing`), so that the list cannot be wrong unnoticed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from wagtail.models import Page

_WRITES: Final = re.compile(
    r"\b(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+"
    r'(?:ONLY\s+)?"?(\w+)"?',
    re.IGNORECASE,
)
_READS: Final = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
_SET: Final = re.compile(r'(?:^|,)\s*"?(\w+)"?\s*=')
_COLUMNS: Final = re.compile(r"\(([^)]*)\)")
_ONE_ROW: Final = re.compile(r'"(\w+)" = %s\s*$')
_SOME_ROWS: Final = re.compile(r'"(\w+)" IN \(((?:%s(?:, )?)+)\)\s*$')


class Shown(Enum):
    """What pages show of a table."""

    NOTHING = auto()
    ANYWHERE = auto()
    OF_PAGE = auto()  # its key is that of a page
    GROWS = auto()  # a new row changes no page that is there


@dataclass(frozen=True, slots=True)
class Table:
    """`key` is the column with the key of the page; writes of the `idle` columns alone are on no
    page. Of the page's own row `is_base` is true: its table has the page's place."""

    shown: Shown
    key: str = ""
    idle: frozenset[str] = frozenset()
    is_base: bool = False


ANYWHERE: Final = Table(Shown.ANYWHERE)
NOTHING: Final = Table(Shown.NOTHING)


@cache
def known() -> dict[str, Table]:
    """By the table's name. What is no model's (of migrations, of the search) is on no page."""
    return {
        model._meta.db_table: _table(model) for model in apps.get_models(include_auto_created=True)
    }


def _table(model: Any) -> Table:
    label = model._meta.label
    idle = frozenset(settings.PAGES_DO_NOT_SHOW_COLUMNS.get(label, ()))
    if label in settings.PAGES_DO_NOT_SHOW:
        return NOTHING
    if issubclass(model, Page):
        return Table(Shown.OF_PAGE, model._meta.pk.column, idle, is_base=model is Page)
    if label in settings.ROWS_OF_ONE_PAGE:
        return Table(Shown.OF_PAGE, settings.ROWS_OF_ONE_PAGE[label], idle)
    if label in settings.NEW_ROWS_CHANGE_NO_PAGE:
        return Table(Shown.GROWS)
    return Table(Shown.ANYWHERE, idle=idle)


def read_by(sql: str) -> Iterator[str]:
    """The names of the tables that a statement reads."""
    return (found[1] for found in _READS.finditer(sql))


@dataclass(frozen=True, slots=True)
class Write:
    """One write: of these pages, or with None of rows that it does not name."""

    verb: str
    table: Table
    pages: tuple[Any, ...] | None = None


def writes_of(sql: str, params: Any, *, many: bool) -> list[Write]:
    """What a statement writes that pages show."""
    found = []
    for verb_and_more, name in _WRITES.findall(sql):
        verb, table = verb_and_more[:6].upper(), known().get(name, NOTHING)
        if table.shown is Shown.NOTHING or (table.shown is Shown.GROWS and verb == "INSERT"):
            continue
        if verb == "UPDATE" and table.idle and _only_idle(sql, table):
            continue
        pages = None
        if table.shown is Shown.OF_PAGE and not many:
            pages = _pages(verb, sql, params or (), table)
        found.append(Write(verb, table, pages))
    return found


def _only_idle(sql: str, table: Table) -> bool:
    changes = sql.partition(" SET ")[2].partition(" WHERE ")[0]
    written = set(_SET.findall(changes))
    return bool(written) and written <= table.idle


def _pages(verb: str, sql: str, params: Sequence[Any], table: Table) -> tuple[Any, ...] | None:
    if verb == "INSERT":
        return _inserted(sql, params, "path" if table.is_base else table.key)
    if verb == "TRUNCA":
        return None
    if (one := _ONE_ROW.search(sql)) and one[1] == table.key:
        rows: Sequence[Any] = params[-1:]
    elif (some := _SOME_ROWS.search(sql)) and some[1] == table.key:
        rows = params[-some[2].count("%s") :]
    else:
        return _assigned(sql, params, table.key) if verb == "UPDATE" else None
    return tuple(rows) if _has_no_other_condition(sql) else None


def _assigned(sql: str, params: Sequence[Any], column: str) -> tuple[Any, ...] | None:
    """The value that an UPDATE of a whole row, named by its own key, writes into a column; None
    where its values are not plain ones."""
    changes, _where, condition = sql.partition(" SET ")[2].partition(" WHERE ")
    names = _SET.findall(changes)
    if not _ONE_ROW.search(condition) or condition.count("%s") != 1:
        return None
    plain = changes.count("%s") == len(names) == len(params) - 1
    return (params[names.index(column)],) if plain and column in names else None


def _has_no_other_condition(sql: str) -> bool:
    return " OR " not in sql.rpartition(" WHERE ")[2]


def _inserted(sql: str, params: Sequence[Any], column: str) -> tuple[Any, ...] | None:
    """The values of a column in an INSERT as Django writes it: a list of rows, or on PostgreSQL
    one array for each column. None where it is written in another way."""
    head = _COLUMNS.search(sql)
    names = [name.strip().strip('"') for name in head[1].split(",")] if head else []
    if column not in names or head is None:
        return None
    at, rest = names.index(column), sql[head.end() :].partition(" ON CONFLICT")[0]
    if "UNNEST" in rest:
        return tuple(params[at]) if len(params) == len(names) else None
    rest = rest.partition(" RETURNING ")[0]
    placeholders = rest.count("%s")
    if placeholders != len(params) or placeholders % len(names) or not _only_values(rest):
        return None
    return tuple(params[at :: len(names)])


def _only_values(rest: str) -> bool:
    return not set(rest.replace("VALUES", "").replace("%s", "")) - set("(), ")
