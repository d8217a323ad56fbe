"""Redirects from the old addresses of pages that moved, and the 404 page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http import HttpResponseRedirect as Redirection
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from ..frame import HOME_DEPTH
from ..languages.titles import title_read
from ..models import SchoolPage
from ..routing import resolve, site_of

LONGEST_ADDRESS: Final = 255
"""Characters. Wagtail stores no longer address, so longer ones are not redirected."""
_MOST_MOVES: Final = 5
"""Pages below a moved page may have moved too, before or after."""
_MOST_ADDRESSES: Final = 50


def address_changed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Receives that a page's slug changed."""
    keep_old_address(page=instance, url_path_before=instance_before.url_path)


def page_moved(
    instance: Page, url_path_before: str = "", url_path_after: str = "", **kwargs: Any
) -> None:
    """Receives that a page moved in the tree, or was only reordered."""
    if url_path_before != url_path_after:
        keep_old_address(page=instance, url_path_before=url_path_before)


@transaction.atomic
def keep_old_address(*, page: Page, url_path_before: str) -> None:
    """Redirects the old address, and all below it, to the page. A few queries, however many pages
    are below."""
    site = page.get_site()
    if site is None or site.root_page_id == page.pk:
        return
    now = Page.objects.values_list("url_path", flat=True).get(pk=page.pk)
    root = site.root_page.url_path
    before, after = (_address(path, root) for path in (url_path_before, now))
    if not before or before == after or len(before) > LONGEST_ADDRESS:
        return
    if page.first_published_at is None:
        return  # never public, and a draft must not take over an address
    # The page's new address must not redirect, and its old one only to this page.
    automatic = Redirect.objects.filter(automatically_created=True, site=site)
    automatic.filter(old_path__in=[before, after]).delete()
    Redirect.objects.get_or_create(
        old_path=before,
        site=site,
        defaults={"redirect_page": page, "automatically_created": True},
    )


def school_or_redirect(request: HttpRequest, slug: str, view: str) -> SchoolPage | HttpResponse:
    """Returns the public school with this slug; for an old slug, a redirect to the named view with
    the current one. Raises `Http404`."""
    schools = SchoolPage.objects.live().public()
    school = schools.filter(slug=slug).first()
    if school is not None:
        return school
    site = site_of(request)
    for address in now_at(f"/{slug}", site) if site is not None else ():
        now = address.strip("/")
        if schools.filter(slug=now).exists():
            return once(HttpResponsePermanentRedirect(reverse(view, args=[now])))
    raise Http404


def now_at(path: str, site: Site) -> Iterator[str]:
    """Yields the addresses where the content of `path` may be now, likeliest first: the longest
    part that moved comes first, then what moved below it before or after. At most two queries per
    move."""
    addresses, seen = [path], {path}
    for _move in range(_MOST_MOVES):
        moved = list(_moved(addresses, site))
        addresses = []
        names = _all_addresses({page for page, _now, _rest in moved}, site)
        for page, now, rest in moved:
            yield f"{now}/{rest}/" if rest else f"{now}/"
            # Under each of the page's addresses, something below it may have been renamed.
            for name in (now, *names[page]):
                address = f"{name}/{rest}" if rest else name
                if address not in seen and len(seen) < _MOST_ADDRESSES:
                    seen.add(address)
                    addresses.append(address)
        if not addresses:
            return


def _moved(addresses: Sequence[str], site: Site) -> Iterator[tuple[int, str, str]]:
    """Yields (page id, its address now, the rest of the address below it) for the addresses with a
    redirect."""
    parts = {address: parts_of(address) for address in addresses}
    rows = {
        old: (page, _address(now, site.root_page.url_path))
        for old, page, now in _automatic_redirects(site)
        .filter(old_path__in={part for ancestors in parts.values() for part in ancestors})
        .values_list("old_path", "redirect_page", "redirect_page__url_path")
    }
    for address, ancestors in parts.items():
        for part in ancestors:
            page, now = rows.get(part, (0, ""))
            if now:
                yield page, now, address[len(part) :].strip("/")


def parts_of(address: str) -> list[str]:
    """Returns the address and its ancestors, longest first: "/a/b/c", "/a/b", "/a"."""
    return ["/" + part for part in accumulate(address.strip("/").split("/"), "{}/{}".format)][::-1]


def _all_addresses(pages: set[int], site: Site) -> dict[int, list[str]]:
    addresses: dict[int, list[str]] = defaultdict(list)
    if pages:
        rows = (
            _automatic_redirects(site)
            .filter(redirect_page__in=pages)
            .values_list("redirect_page", "old_path")
        )
        for page, old in rows:
            addresses[page].append(old)
    return addresses


def _automatic_redirects(site: Site) -> QuerySet[Redirect]:
    """Returns redirects created for a moved page. The office's own redirects apply to one address
    and to nothing below it."""
    rows = Redirect.get_for_site(site).filter(automatically_created=True)
    return rows.filter(redirect_page_route_path="").exclude(redirect_page=None)


def _address(url_path: str, root: str) -> str:
    """Returns an address as redirects store it, "/juniper-creek/ms-rivera"; "" if it is not below
    the home page."""
    if not url_path.startswith(root) or url_path == root:
        return ""
    return str(Redirect.normalise_path(reverse("wagtail_serve", args=[url_path[len(root) :]])))


def path_of(request: HttpRequest) -> str:
    """Returns the requested address as redirects store it."""
    return str(Redirect.normalise_path(request.path))


def once(response: HttpResponse) -> HttpResponse:
    """Browsers cache a permanent redirect forever, even if a page returns to the old address."""
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
    """Returns a redirect to where the page, or one of its ancestors, moved, unless it is private or
    not live there. One query if nothing moved."""
    site = Site.find_for_request(request)  # cached by the page lookup
    names = _names(request)
    if site is None or not names:
        return None
    requested = path_of(request)
    rows = Redirect.get_for_site(site).filter(old_path__in=[*names, *parts_of(requested)])
    # A redirect of this site overrides one of all sites.
    redirects = {row.old_path: row for row in rows.order_by(F("site").asc(nulls_first=True))}
    for row in filter(None, map(redirects.get, names)):
        if row.redirect_page_id and not _is_public(row.redirect_page_id):
            continue
        if row.link and row.link != request.path:
            kind: Any = HttpResponsePermanentRedirect if row.is_permanent else Redirection
            return once(kind(row.link))
    if not any(row.automatically_created for row in redirects.values()):
        return None
    for address in now_at(requested, site):
        page = resolve(request, address)
        if page is not None and _is_public(page.page.pk):
            return once(HttpResponsePermanentRedirect(address))
    return None


def _names(request: HttpRequest) -> list[str]:
    """Returns the requested address with and without its query, as a redirect may store it."""
    names = []
    for address in (request.get_full_path(), request.path):
        try:
            path = Redirect.normalise_path(address, decode_unicode=False)
        except ValueError:  # "//[x" has an invalid host
            return []
        names += [uri_to_iri(path), path]
    return list(dict.fromkeys(names))


def _is_public(pk: int) -> bool:
    return bool(Page.objects.filter(pk=pk).live().public().exists())


def _nearest_above(request: HttpRequest) -> dict[str, str] | None:
    """Returns {"title", "url"} of the deepest public ancestor of this address; None if that is the
    home page, which every page links to."""
    site = Site.find_for_request(request)  # cached by the page lookup
    if site is None:
        return None
    steps = (f"{part}/" for part in request.path.split("/") if part)
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    above = Page.objects.filter(url_path__in=accumulate(steps, initial=site.root_page.url_path))
    with_restrictions = above.annotate(is_restricted=Exists(restrictions)).order_by("path")
    open_to_all = list(
        takewhile(lambda page: page.live and not page.is_restricted, with_restrictions)
    )
    if not open_to_all or open_to_all[-1].depth <= HOME_DEPTH:
        return None
    return {"title": title_read(open_to_all[-1]), "url": open_to_all[-1].get_url(request)}
