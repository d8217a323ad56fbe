"""Redirects from the old addresses of pages that moved, and the answer where no page is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http import HttpResponseRedirect as Redirection
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from ..frame import HOME_DEPTH
from ..languages.titles import title_read
from ..routing import resolve

LONGEST_ADDRESS: Final = 255
"""Letters; Wagtail keeps no longer one, so that an old one beyond it leads nowhere."""
_MOST_MOVES: Final = 5
"""A page below one that moved can have moved itself, before or after."""
_MOST_ADDRESSES: Final = 50


def address_changed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Receives that a page has another slug."""
    keep_old_address(page=instance, url_path_before=instance_before.url_path)


def page_moved(
    instance: Page, url_path_before: str = "", url_path_after: str = "", **kwargs: Any
) -> None:
    """Receives that a page is elsewhere in the tree, or only before or after another one."""
    if url_path_before != url_path_after:
        keep_old_address(page=instance, url_path_before=url_path_before)


@transaction.atomic
def keep_old_address(*, page: Page, url_path_before: str) -> None:
    """Lead whoever asks for the old address, or one below it, to the page. A handful of queries,
    whatever lies below."""
    site = page.get_site()
    if site is None or site.root_page_id == page.pk:
        return
    now = Page.objects.values_list("url_path", flat=True).get(pk=page.pk)
    root = site.root_page.url_path
    before, after = (_address(path, root) for path in (url_path_before, now))
    if not before or before == after or len(before) > LONGEST_ADDRESS:
        return
    if page.first_published_at is None:
        return  # nobody was ever there, and a draft takes no address from a page
    # What the page has now leads nowhere else, and what it had before leads here alone.
    made = Redirect.objects.filter(automatically_created=True, site=site)
    made.filter(old_path__in=[before, after]).delete()
    Redirect.objects.get_or_create(
        old_path=before,
        site=site,
        defaults={"redirect_page": page, "automatically_created": True},
    )


def now_at(path: str, site: Site) -> Iterator[str]:
    """The addresses at which what was at `path` may be now, the likeliest first: the longest part
    of it that moved comes first, and what moved below it before or after. At most two queries for
    each time that it moved."""
    asked, seen = [path], {path}
    for _move in range(_MOST_MOVES):
        moved = list(_moved(asked, site))
        asked = []
        names = _all_addresses({page for page, _now, _rest in moved}, site)
        for page, now, rest in moved:
            yield f"{now}/{rest}/" if rest else f"{now}/"
            # By each of its names something below it may have been renamed.
            for name in (now, *names[page]):
                address = f"{name}/{rest}" if rest else name
                if address not in seen and len(seen) < _MOST_ADDRESSES:
                    seen.add(address)
                    asked.append(address)
        if not asked:
            return


def _moved(addresses: Sequence[str], site: Site) -> Iterator[tuple[int, str, str]]:
    """(the page, its address now, the rest of the address below it), for what of these addresses
    moved."""
    parts = {address: parts_of(address) for address in addresses}
    rows = {
        old: (page, _address(now, site.root_page.url_path))
        for old, page, now in _made(site)
        .filter(old_path__in={part for some in parts.values() for part in some})
        .values_list("old_path", "redirect_page", "redirect_page__url_path")
    }
    for address, some in parts.items():
        for part in some:
            page, now = rows.get(part, (0, ""))
            if now:
                yield page, now, address[len(part) :].strip("/")


def parts_of(address: str) -> list[str]:
    """ "/a/b/c", "/a/b", "/a" of the first of them."""
    return ["/" + part for part in accumulate(address.strip("/").split("/"), "{}/{}".format)][::-1]


def _all_addresses(pages: set[int], site: Site) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if pages:
        rows = _made(site).filter(redirect_page__in=pages).values_list("redirect_page", "old_path")
        for page, old in rows:
            found[page].append(old)
    return found


def _made(site: Site) -> QuerySet[Redirect]:
    """Those that were made for a page; the office's own lead one address on and none below it."""
    rows = Redirect.get_for_site(site).filter(automatically_created=True)
    return rows.filter(redirect_page_route_path="").exclude(redirect_page=None)


def _address(url_path: str, root: str) -> str:
    """As redirects are stored: "/juniper-creek/ms-rivera"; "" of what is not below the home."""
    if not url_path.startswith(root) or url_path == root:
        return ""
    return str(Redirect.normalise_path(reverse("wagtail_serve", args=[url_path[len(root) :]])))


def path_of(request: HttpRequest) -> str:
    """The address that was asked for, as redirects are stored."""
    return str(Redirect.normalise_path(request.path))


def once(response: HttpResponse) -> HttpResponse:
    """Browsers keep a permanent redirect for ever, also when what was there comes back."""
    response["Cache-Control"] = "no-cache"
    return response


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
    """Returns the requested address with and without its query, as a redirect may store it."""
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
