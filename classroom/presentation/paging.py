"""Long lists of public pages, one page of them at a time."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

from district_cms.web.refused.keys import key_in

LAST_PAGE: Final = 1000
"""Nothing has so many. A database refuses to count on for ever."""


def one_page(rows: "QuerySet[Any]", size: int, request: HttpRequest) -> tuple[list[Any], Any]:
    """The page of the rows that `?page=` asks for, and what a pager shows of it; rows and their
    number in one query. A number that is none, or too high, is the first page."""
    number = _number(request)
    found = list(_part(rows, size, number))
    if not found and number > 1:
        number, found = 1, list(_part(rows, size, 1))
    return found, _pager(found[0].total if found else 0, size, number)


def _part(found: "QuerySet[Any]", size: int, number: int) -> "QuerySet[Any]":
    start = (number - 1) * size
    return found.annotate(total=Window(Count("pk")))[start : start + size]


def _number(request: HttpRequest) -> int:
    return min(max(1, key_in(request.GET.get("page")) or 1), LAST_PAGE)


def _pager(total: int, size: int, number: int) -> Any:
    paginator: Paginator[Any] = Paginator(range(total), size)
    return paginator.page(number)
