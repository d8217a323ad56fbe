"""What answers where no page is: the new address of one that moved, or the nearest page above.

Whether something private, or a draft, ever stood at an address cannot be told from the answer.
"""

from itertools import accumulate, takewhile
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http import HttpResponseRedirect as Redirection
from django.shortcuts import render
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from ..frame import HOME_DEPTH
from ..languages.titles import title_read
from ..routing import resolve
from .moved import LONGEST_ADDRESS, now_at, once, parts_of, path_of


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The project's `handler404`."""
    has_page = len(request.path) <= LONGEST_ADDRESS and "\0" not in request.path
    moved = _moved_to(request) if has_page and request.method in ("GET", "HEAD") else None
    if moved is not None:
        return moved
    nearest = _nearest_above(request) if has_page else None
    return render(request, "404.html", {"nearest": nearest}, status=404)


def _moved_to(request: HttpRequest) -> HttpResponse | None:
    """To where the page went, by itself or with one above it, unless it is private there, or not
    live. One query where nothing moved."""
    site = Site.find_for_request(request)  # found already, where a page was looked for
    names = _names(request)
    if site is None or not names:
        return None
    asked = path_of(request)
    rows = Redirect.get_for_site(site).filter(old_path__in=[*names, *parts_of(asked)])
    # One of this site comes before one of all sites.
    found = {row.old_path: row for row in rows.order_by(F("site").asc(nulls_first=True))}
    for row in filter(None, map(found.get, names)):
        if row.redirect_page_id and not _is_public(row.redirect_page_id):
            continue
        if row.link and row.link != request.path:
            kind: Any = HttpResponsePermanentRedirect if row.is_permanent else Redirection
            return once(kind(row.link))
    if not any(row.automatically_created for row in found.values()):
        return None
    for address in now_at(asked, site):
        page = resolve(request, address)
        if page is not None and _is_public(page.page.pk):
            return once(HttpResponsePermanentRedirect(address))
    return None


def _names(request: HttpRequest) -> list[str]:
    """The address that was asked for, with what stands behind its question mark and without, as a
    redirect may have it."""
    found = []
    for address in (request.get_full_path(), request.path):
        try:
            path = Redirect.normalise_path(address, decode_unicode=False)
        except ValueError:  # "//[x" names a host, and one that cannot be
            return []
        found += [uri_to_iri(path), path]
    return list(dict.fromkeys(found))


def _is_public(pk: int) -> bool:
    return bool(Page.objects.filter(pk=pk).live().public().exists())


def _nearest_above(request: HttpRequest) -> dict[str, str] | None:
    """{"title", "url"} of the deepest public page that this address lies under; None where that is
    the front page, which every page links to."""
    site = Site.find_for_request(request)  # found already, where a page was looked for
    if site is None:
        return None
    steps = (f"{part}/" for part in request.path.split("/") if part)
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    above = Page.objects.filter(url_path__in=accumulate(steps, initial=site.root_page.url_path))
    found = above.annotate(is_restricted=Exists(restrictions)).order_by("path")
    open_to_all = list(takewhile(lambda page: page.live and not page.is_restricted, found))
    if not open_to_all or open_to_all[-1].depth <= HOME_DEPTH:
        return None
    return {"title": title_read(open_to_all[-1]), "url": open_to_all[-1].get_url(request)}
