"""Statements that are the same for all pages of one type, put into words once.

What a page reads along differs from page to page by the page's key and place alone: it is written
for a page that there is not, whose key and place are then replaced.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import Expression, QuerySet, TextField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from district_cms.web.statements.written import Statement, WrittenOnce

KEY: Final = -927_418_305
"""The key of no page."""
STEPS: Final = "abcdefghijklmnopqrstuvwxyz"
"""Of these its place is made: those of pages have digits and capitals only."""

Read = Callable[[Page], "QuerySet[Any] | None"]
_written: Final = WrittenOnce()


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

    def write() -> Statement | None:
        rows = read(_no_page(page))
        if rows is None:
            return None
        sql, params = rows.query.sql_with_params()
        _check_places(params, page.depth)
        return sql, params

    found = _written.get((page.content_type_id, page.depth, name), write)
    if found is None:
        return None
    sql, params = found
    return sql, [_of_page(param, page) for param in params]


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
        return page.pk
    if _names_place(param):
        # A place, or the beginning of those below it, with a mark for "anything" behind.
        place = param.rstrip("%")
        return page.path[: len(place)] + param[len(place) :]
    return param
