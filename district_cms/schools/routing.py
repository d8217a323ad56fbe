"""Serves a page from its address with few queries.

Wagtail resolves an address one level of the tree at a time, with two queries each, and class pages
are five levels deep. This module reads the whole chain of pages at once by their addresses, then
hands over to Wagtail for hooks, view restrictions, routable pages and 404. The site is cached until
it changes.
"""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from district_cms.web.versions import CachedValue, bump

from .frame import HOME_DEPTH, is_draft
from .frame import VERSION as FRAME_VERSION
from .models import DistrictPage

SITE_VERSION = "schools.site"
_CHAIN_FIELDS = (
    *("path", "depth", "title", "slug", "url_path", "live"),
    *("alias_of", "content_type", "locale"),
)
"""Fields read for each page of the chain. The page itself is then read completely."""


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serves the page at `path`. The last entry of the URL configuration."""
    # Wagtail reads a route that is already resolved from this attribute.
    request._wagtail_route_for_request = resolve(request, path)  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_views.serve(request, path)
    return response


def resolve(request: HttpRequest, path: str) -> RouteResult | None:
    """Returns the route of the page at `path`, None if there is none. Two queries at any depth."""
    site = site_of(request)
    if site is None:
        return None
    components = [part for part in path.split("/") if part]
    base = site.root_page.url_path
    addresses = {
        base + "".join(f"{part}/" for part in components[:count]): count
        for count in range(len(components) + 1)
    }
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    wanted = Page.objects.filter(url_path__in=addresses).order_by("path")
    chain = list(wanted.only(*_CHAIN_FIELDS).annotate(is_restricted=Exists(restrictions)))
    if not chain:
        return None
    last = chain[-1]
    page = _specific(last)
    if isinstance(page, DistrictPage) and _is_whole(chain, site):
        page.frame_chain = chain[:-1]
        page.frame_restricted = any(row.is_restricted or row.alias_of_id for row in chain)
    try:
        result: RouteResult = page.route(request, components[addresses[last.url_path] :])
    except Http404:
        return None
    return result


def _specific(page: Page) -> Any:
    """Returns the page with the related rows that its template needs. One query."""
    model: Any = page.specific_class
    if model is None:
        return page
    related = getattr(model, "select_when_served", ())
    pages = model.objects.select_related(*related) if related else model.objects
    return pages.get(pk=page.pk)


def site_of(request: HttpRequest) -> Site | None:
    """Returns the site that answers this request. If the district has only one, it answers every
    host; if there are several, Wagtail decides."""
    only = only_site()
    if only is None:
        return Site.find_for_request(request)
    # Wagtail and code built on it look here first.
    request._wagtail_site = only  # type: ignore[attr-defined]
    return only


def only_site() -> Site | None:
    """Returns the district's site if there is no other. It then answers every host."""
    return _only_site.get()


def site_changed(instance: Any, **kwargs: Any) -> None:
    """Receives the saving and deleting of sites and of home pages, because a site starts at its
    home page."""
    is_home = isinstance(instance, Page) and instance.depth <= HOME_DEPTH
    if isinstance(instance, Site) or (is_home and not is_draft(**kwargs)):
        bump(SITE_VERSION)
        bump(FRAME_VERSION)


def _read_only_site() -> Site | None:
    if not connection.in_atomic_block:
        # Wagtail caches the addresses of sites for an hour in the memory of each process.
        Site.clear_site_root_paths_cache()
    sites = list(Site.objects.select_related("root_page")[:2])
    return sites[0] if len(sites) == 1 and sites[0].is_default_site else None


_only_site: CachedValue[Site | None] = CachedValue(SITE_VERSION, _read_only_site)


def _is_whole(chain: list[Page], site: Site) -> bool:
    """Returns True if the chain is exactly the page and all its ancestors, whose restrictions
    decide who may see it."""
    last = chain[-1]
    return len(chain) == last.depth - site.root_page.depth + 1 and all(
        last.path.startswith(page.path) for page in chain
    )
