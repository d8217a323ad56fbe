"""Long lists of public pages, one page of them at a time."""

from collections.abc import Callable
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest
from wagtail.models import Page

from district_cms.schools.routing.compiled import written

LAST_PAGE: Final = 1000
"""Nothing has so many. A database refuses to count on for ever."""
WRITTEN_ONCE: Final = 10
"""So many pages of a list have a statement that stays: anyone can ask for a thousand."""


def one_page(found: "QuerySet[Any]", size: int, request: HttpRequest) -> tuple[list[Any], Any]:
    """The page of the rows that `?page=` asks for, and what a pager shows of it; rows and their
    number in one query. A number that is none, or too high, is the first page."""
    return _shown(lambda number: list(_part(found, size, number)), size, request)


def one_page_below(
    page: Page,
    model: Any,
    below: Callable[[Any], "QuerySet[Any]"],
    size: int,
    request: HttpRequest,
) -> tuple[list[Any], Any]:
    """The same of the pages of a type that are `below` a page, by its place alone. The statement is
    written once for all of them, but far back in the list."""

    def rows(number: int) -> list[Any]:
        if number > WRITTEN_ONCE:
            return list(_part(below(page), size, number))
        found = written(
            page,
            f"{below.__qualname__} {size} {number}",
            lambda above: _part(below(above), size, number),
        )
        return list(model.objects.raw(*found)) if found is not None else []

    return _shown(rows, size, request)


def _part(found: "QuerySet[Any]", size: int, number: int) -> "QuerySet[Any]":
    start = (number - 1) * size
    return found.annotate(total=Window(Count("pk")))[start : start + size]


def _shown(
    rows_of: Callable[[int], list[Any]], size: int, request: HttpRequest
) -> tuple[list[Any], Any]:
    try:
        number = min(max(1, int(request.GET.get("page", "1"))), LAST_PAGE)
    except ValueError:
        number = 1
    rows = rows_of(number)
    if not rows and number > 1:
        number, rows = 1, rows_of(1)
    total = rows[0].total if rows else 0
    paginator: Paginator[Any] = Paginator(range(total), size)
    return rows, paginator.page(number)
