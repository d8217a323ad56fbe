"""What answers where no page is: the new address of one that moved, or the nearest page above.

Whether something private, or a draft, ever stood at an address cannot be told from the answer.
"""

from itertools import accumulate, takewhile
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http import HttpResponseRedirect as Redirection
from django.shortcuts import render
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from ..frame import HOME_DEPTH
from ..routing import resolve
from .moved import now_at, path_of

LONGEST_ADDRESS: Final = 255
"""Letters; Wagtail keeps no longer one, and no page of ours has one."""


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The project's `handler404`."""
    has_page = len(request.path) <= LONGEST_ADDRESS and "\0" not in request.path
    moved = _moved_to(request) if has_page and request.method in ("GET", "HEAD") else None
    if moved is not None:
        return moved
    nearest = _nearest_above(request) if has_page else None
    return render(request, "404.html", {"nearest": nearest}, status=404)


def _moved_to(request: HttpRequest) -> HttpResponse | None:
    """To where the page went, unless it is private there, or not live."""
    for address in dict.fromkeys((request.get_full_path(), request.path)):
        try:
            path = Redirect.normalise_path(address, decode_unicode=False)
        except ValueError:  # "//[x" names a host, and one that cannot be
            continue
        found = get_redirect(request, path)
        if found is None or (found.redirect_page_id and not _is_public(found.redirect_page_id)):
            continue
        if found.link and found.link != request.path:
            kind: Any = HttpResponsePermanentRedirect if found.is_permanent else Redirection
            response: HttpResponse = kind(found.link)
            return _once(response)
    return _moved_with_what_is_above(request)


def _moved_with_what_is_above(request: HttpRequest) -> HttpResponse | None:
    """To where it went with the page above it, if something public is there."""
    site = Site.find_for_request(request)  # found already, where a page was looked for
    if site is None:
        return None
    try:
        asked = path_of(request)
    except ValueError:
        return None
    for address in now_at(asked, site):
        found = resolve(request, address)
        if found is not None and _is_public(found.page.pk):
            return _once(HttpResponsePermanentRedirect(address))
    return None


def _once(response: HttpResponse) -> HttpResponse:
    """Browsers keep a permanent one for ever, also when the page comes back."""
    response["Cache-Control"] = "no-cache"
    return response


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
    return {"title": open_to_all[-1].title, "url": open_to_all[-1].get_url(request)}
