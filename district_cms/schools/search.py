"""The public search over live pages."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .frame import SCHOOL_DEPTH, footer_links, frame_pages, school_links

RESULTS_A_PAGE = 10
LONGEST_QUERY = 100


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` in the words people use: a teacher, a class, a school, a topic."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    frame = frame_pages()
    context: dict[str, Any] = {
        "query": query,
        "total": 0,
        "results_page": [],
        "schools": school_links(frame, request),
        "footer_links": footer_links(frame, request),
    }
    if words := words_of(query):
        found = Page.objects.live().public().filter(depth__gt=1).search(words)
        paginator: Paginator[Any] = Paginator(found, RESULTS_A_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        hits = list(page.object_list)
        titles = _titles_above(hits)
        page.object_list = [_result(hit, titles, request) for hit in hits]
        context |= {"results_page": page, "total": paginator.count}
    return render(request, "search/results.html", context)


def words_of(query: str) -> str:
    """What was typed without what no database can search for: quotation marks and controls."""
    return " ".join("".join(c if c.isprintable() and c != '"' else " " for c in query).split())


def _above(page: Page) -> list[str]:
    """The paths of the pages above it, nearest first, without home page and root."""
    return [
        page.path[: Page.steplen * depth] for depth in range(page.depth - 1, SCHOOL_DEPTH - 1, -1)
    ]


def _titles_above(hits: list[Page]) -> dict[str, str]:
    """{path: title} of every page above these, in one query."""
    paths = {path for hit in hits for path in _above(hit)}
    return dict(Page.objects.filter(path__in=paths).values_list("path", "title"))


def _result(page: Page, titles: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    """`where` says whose it is: of a class its teacher and school, of an update its class too."""
    kind = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return {
        "title": page.title,
        "url": page.get_url(request),
        "kind_label": kind._meta.verbose_name if kind else "",
        "where": [titles[path] for path in _above(page) if path in titles],
        "excerpt": page.search_description,
    }
