"""Statements that are the same for all pages of one type, put into words once.

What a page reads along differs from page to page by the page's key and place alone: it is written
for a page that there is not, whose key and place are then replaced.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from django.db import connection
from django.db.models import Expression, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from wagtail.models import Page

from district_cms.web.statements.planned import rows_of
from district_cms.web.statements.written import WrittenOnce

KEY: Final = -927_418_305
"""The key of no page."""
STEPS: Final = "abcdefghijklmnopqrstuvwxyz"
"""Of these its place is made: those of pages have digits and capitals only."""

Read = Callable[[Page], "QuerySet[Any] | None"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """`compiler` is Django's own, which wrote the statement: it knows which column is what."""

    sql: str
    params: Row
    compiler: Any
    converters: Any
    fetch_mode: Any


_written: Final = WrittenOnce[_Written]()


class Compiled(RawSQL):
    """A whole subquery with its own tables, which names nothing of the query around it."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        # Not that of `RawSQL`, which looks for columns of the model's parents in the text.
        return Expression.resolve_expression(self, *args, **kwargs)


def compiled(page: Page, name: str, read: Read) -> Compiled | None:
    """What `read` says for this page, as a part of another query."""
    found = written(page, name, read)
    return Compiled(*found, TextField()) if found is not None else None


def written(page: Page, name: str, read: Read) -> tuple[str, list[Any]] | None:
    """The statement of what `read` says for this page, with its parameters. By `name` it is known
    from others of the same type of page."""
    kept = _kept(page, name, read)
    return (kept.sql, _params(kept, page, {})) if kept is not None else None


class Found:
    """What a statement that was written once finds: its rows as the database gives them, and the
    objects that Django would have made of them."""

    def __init__(self, kept: _Written, rows: Sequence[Row]) -> None:
        self._kept = kept
        self.rows = rows

    def objects(self, rows: Sequence[Row]) -> list[Any]:
        """Of these rows."""
        compiler = copy(self._kept.compiler)
        compiler.connection = connection
        # Instead of asking for them: one block of rows, which Django then reads as its own.
        compiler.execute_sql = lambda **kwargs: [rows]
        compiler.get_converters = lambda fields: self._kept.converters
        stand_in: Any = SimpleNamespace(
            db=connection.alias,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _fetch_mode=self._kept.fetch_mode,
            _known_related_objects={},
        )
        return list(ModelIterable(stand_in))

    def own(self, row: Row) -> Row:
        """What the row has of the table of the model itself, and of those of its parents."""
        places = self._kept.compiler.klass_info["select_fields"]
        return row[places[0] : places[-1] + 1]

    def annotated(self, row: Row, name: str) -> Any:
        return row[self._kept.compiler.annotation_col_map[name]]


def found(
    page: Page, name: str | None, read: Read, values: Mapping[str, Any] | None = None
) -> Found | None:
    """What `read` finds for this page. Texts in the statement that are among `values` stand for
    those; without a `name` it is written anew. One query."""
    kept = _kept(page, name, read)
    if kept is None:
        return None
    params = _params(kept, page, values or {})
    if name is None:
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, params)
            return Found(kept, cursor.fetchall())
    return Found(kept, rows_of(kept.sql, params))


def _kept(page: Page, name: str | None, read: Read) -> _Written | None:
    def write() -> _Written | None:
        rows: Any = read(_no_page(page))
        if rows is None:
            return None
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        _check_places(params, page.depth)
        converters = compiler.get_converters([column[0] for column in compiler.select])
        # Of this thread's connection nothing is kept.
        compiler.connection = None
        return _Written(sql, tuple(params), compiler, converters, rows._fetch_mode)

    if name is None:
        return write()
    return _written.get((page.content_type_id, page.depth, name), write)


def _params(kept: _Written, page: Page, values: Mapping[str, Any]) -> list[Any]:
    return [
        values[param] if isinstance(param, str) and param in values else _of_page(param, page)
        for param in kept.params
    ]


def _no_page(page: Page) -> Page:
    return Page(
        pk=KEY, path=_place(page.depth), depth=page.depth, content_type_id=page.content_type_id
    )


def _place(depth: int) -> str:
    return "".join(letter * Page.steplen for letter in STEPS[:depth])


def _names_place(param: Any) -> bool:
    return isinstance(param, str) and param.startswith(_place(1))


def _check_places(params: Iterable[Any], depth: int) -> None:
    """Raise `ValueError` where a place stands in the statement in a way that cannot be replaced."""
    for param in filter(_names_place, params):
        if not _place(depth).startswith(param.rstrip("%")):
            raise ValueError(f"Not the place of a page or of one above it: {param}")


def _of_page(param: Any, page: Page) -> Any:
    """The parameter with the key and the place of the page, or of one above it."""
    if param == KEY:
        # Of the same kind of number, or the database would have two statements to prepare.
        return type(param)(page.pk)
    if _names_place(param):
        # A place, or the beginning of those below it, with a mark for "anything" behind.
        place = param.rstrip("%")
        return page.path[: len(place)] + param[len(place) :]
    return param
