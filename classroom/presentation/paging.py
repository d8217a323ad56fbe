"""Long lists of public pages, one page of them at a time."""

from collections.abc import Callable
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest
from wagtail.models import Page

from district_cms.schools.routing.compiled import Found, found
from district_cms.schools.routing.whole_pages.drawing import note_list
from district_cms.web.refused.keys import key_in

LAST_PAGE: Final = 1000
"""Nothing has so many. A database refuses to count on for ever."""
WRITTEN_ONCE: Final = 10
"""So many pages of a list have a statement that stays: anyone can ask for a thousand."""


def one_page(rows: "QuerySet[Any]", size: int, request: HttpRequest) -> tuple[list[Any], Any]:
    """The page of the rows that `?page=` asks for, and what a pager shows of it; rows and their
    number in one query. A number that is none, or too high, is the first page."""
    number = _number(request)
    found = list(_part(rows, size, number))
    if not found and number > 1:
        number, found = 1, list(_part(rows, size, 1))
    return found, _pager(found[0].total if found else 0, size, number)


def one_page_below(
    page: Page, below: Callable[[Any], "QuerySet[Any]"], size: int, request: HttpRequest
) -> tuple[Found, Any]:
    """The same of the pages that are `below` a page, by its place alone, as rows. The statement is
    written once for all of them, but far back in the list."""

    def rows(number: int) -> Found:
        name = f"{below.__qualname__} {size} {number}" if number <= WRITTEN_ONCE else None
        asked = found(page, name, lambda above: _part(below(above), size, number))
        assert asked is not None
        return asked

    number = _number(request)
    shown = rows(number)
    if not shown.rows and number > 1:
        number, shown = 1, rows(1)
    total = shown.annotated(shown.rows[0], "total") if shown.rows else 0
    return shown, _pager(total, size, number)


def _part(found: "QuerySet[Any]", size: int, number: int) -> "QuerySet[Any]":
    start = (number - 1) * size
    return found.annotate(total=Window(Count("pk")))[start : start + size]


def _number(request: HttpRequest) -> int:
    return min(max(1, key_in(request.GET.get("page")) or 1), LAST_PAGE)


def _pager(total: int, size: int, number: int) -> Any:
    paginator: Paginator[Any] = Paginator(range(total), size)
    note_list(paginator.num_pages)
    return paginator.page(number)
