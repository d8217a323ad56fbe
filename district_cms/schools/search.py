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
    if query:
        found = Page.objects.live().public().filter(depth__gt=1).search(query)
        paginator: Paginator[Any] = Paginator(found, RESULTS_A_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        names = {page.path: page.title for page in frame if page.school_kind is not None}
        page.object_list = [_result(hit, names, request) for hit in page.object_list]
        context |= {"results_page": page, "total": paginator.count}
    return render(request, "search/results.html", context)


def _result(page: Page, schools: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    kind = ContentType.objects.get_for_id(page.content_type_id).model_class()
    school = schools.get(page.path[: Page.steplen * SCHOOL_DEPTH], "")
    return {
        "title": page.title,
        "url": page.get_url(request),
        "kind_label": kind._meta.verbose_name if kind else "",
        "school_title": "" if page.depth <= SCHOOL_DEPTH else school,
        "excerpt": page.search_description,
    }
