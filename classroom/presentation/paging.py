"""Pagination of long public lists."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

from district_cms.web.keys import key_in

LAST_PAGE: Final = 1000
"""No list has so many pages, and databases reject huge offsets."""


def one_page(rows: "QuerySet[Any]", size: int, request: HttpRequest) -> tuple[list[Any], Any]:
    """Returns the rows of the page in `?page=`, and a page object for the pager. Rows and total
    come from one query. An invalid or too high number means the first page."""
    number = _number(request)
    visible = list(_part(rows, size, number))
    if not visible and number > 1:
        number, visible = 1, list(_part(rows, size, 1))
    return visible, _pager(visible[0].total if visible else 0, size, number)


def _part(rows: "QuerySet[Any]", size: int, number: int) -> "QuerySet[Any]":
    start = (number - 1) * size
    return rows.annotate(total=Window(Count("pk")))[start : start + size]


def _number(request: HttpRequest) -> int:
    return min(max(1, key_in(request.GET.get("page")) or 1), LAST_PAGE)


def _pager(total: int, size: int, number: int) -> Any:
    paginator: Paginator[Any] = Paginator(range(total), size)
    return paginator.page(number)
