"""Serving a page from its address with few queries.

Wagtail resolves an address one step of the tree at a time, with two queries a step. Class pages
stand five steps deep, so this module reads the whole chain of pages at once, together with the
schools of the header, and then lets Wagtail serve as always: hooks, view restrictions, routable
pages and 404 are Wagtail's own.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from .frame import FIRST_LEVEL, SCHOOL_DEPTH, with_kind
from .models import DistrictPage


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`; the last entry of the URL configuration."""
    # Wagtail reads a route that was found already from this attribute of the request.
    request._wagtail_route_for_request = resolve(request, path)  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_views.serve(request, path)
    return response


def resolve(request: HttpRequest, path: str) -> RouteResult | None:
    """The page for `path`, or None where there is none. Three queries at any depth."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    components = [part for part in path.split("/") if part]
    base = site.root_page.url_path
    addresses = {
        base + "".join(f"{part}/" for part in components[:count]): count
        for count in range(len(components) + 1)
    }
    # Of the first level more than the frame shows: asking for its kind here would need a join,
    # and then no database can use its indexes for both halves (`indexes`).
    wanted = Page.objects.filter(Q(url_path__in=addresses) | FIRST_LEVEL)
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    rows = list(with_kind(wanted).annotate(is_restricted=Exists(restrictions)))
    chain = [page for page in rows if page.url_path in addresses]
    if not chain:
        return None
    found = chain[-1]
    page = _specific(found)
    if isinstance(page, DistrictPage):
        if _is_whole(chain, site):
            page.frame_chain = chain[:-1]
            page.frame_restricted = any(row.is_restricted or row.alias_of_id for row in chain)
        page.frame = [row for row in rows if row.live and _in_frame(row)]
    remaining = components[addresses[found.url_path] :]
    try:
        result: RouteResult = page.route(request, remaining)
    except Http404:
        return None
    return result


def _is_whole(chain: list[Page], site: Site) -> bool:
    """Whether these are all the pages above the last one, and nothing else: who may see it is
    decided by them."""
    last = chain[-1]
    return len(chain) == last.depth - site.root_page.depth + 1 and all(
        last.path.startswith(page.path) for page in chain
    )


def _specific(page: Page) -> Any:
    model = page.specific_class
    if model is None:
        return page
    related = getattr(model, "select_when_served", ())
    pages = model.objects.select_related(*related) if related else model.objects.all()
    return pages.get(pk=page.pk)


def _in_frame(page: Page) -> bool:
    return page.depth == SCHOOL_DEPTH and (page.school_kind is not None or page.show_in_menus)
