"""Long lists of public pages, one page of them at a time."""

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest

LAST_PAGE: Final = 1000
"""Nothing has so many. A database refuses to count on for ever."""


def one_page(
    found: "QuerySet[Any]", size: int, request: HttpRequest
) -> tuple[list[Any], "Page[Any]"]:
    """The page of the rows that `?page=` asks for; rows and their number in one query. A number
    that is none, or too high, is the first page."""
    try:
        number = min(max(1, int(request.GET.get("page", "1"))), LAST_PAGE)
    except ValueError:
        number = 1
    start = (number - 1) * size
    counted = found.annotate(total=Window(Count("pk")))
    rows = list(counted[start : start + size])
    if not rows and number > 1:
        number, rows = 1, list(counted[:size])
    total = rows[0].total if rows else 0
    paginator: Paginator[Any] = Paginator(range(total), size)
    return rows, paginator.page(number)
