"""The map of the site for search engines: an index, and parts of some hundred pages each.

Read with the same few queries however many pages there are: no page is read as what it is.

A part is of so many keys of pages, one after the other, whatever the tree is like. So it has a
largest size, and a new page changes the last part alone, where parts in the order of the tree would
all have moved on by one.
"""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.contrib.sitemaps import views
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.core.paginator import Page as Part
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, get_page_models

from district_cms.web.mail import site_root

from ..models import DistrictPage, SchoolPage
from ..routing import site_of
from .head import in_languages

KEYS_A_PART: Final = 500
"""Each page has an address for each language and one for the reader's own, each with all others:
up to 1.4 KB. Measured: a part of 500 is 711 KB (15 KB compressed, 0.2 s of computing), one of 5,000
ten times that; the index of 155,000 pages has 310 lines (41 KB), with parts of 100 it would have
1,546 (206 KB)."""
HOUR: Final = 60 * 60


class InEachLanguage:
    """Names each page by its addresses in all languages, each with the others (`hreflang`)."""

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        found = super().get_urls(*args, **kwargs)  # type: ignore[misc]  # stands before a sitemap
        return [entry for one in found for entry in _in_languages(one)]


def _in_languages(entry: dict[str, Any]) -> list[dict[str, Any]]:
    addresses = in_languages(entry["location"])
    alternates = [{"lang_code": tag, "location": address} for tag, address in addresses]
    return [{**entry, "location": address, "alternates": alternates} for _tag, address in addresses]


class PartsByKey(Paginator):
    """The first part has the keys from 1 to `per_page`, and so on; one without a page is none."""

    def page(self, number: Any) -> Part:
        try:
            number = int(number)
        except ValueError as error:
            raise PageNotAnInteger(number) from error
        last = number * self.per_page
        pages: Any = self.object_list
        found = pages.filter(pk__gt=last - self.per_page, pk__lte=last)
        if not found.exists():
            raise EmptyPage(number)
        return Part(found, number, self)


class ListedPages(InEachLanguage, Sitemap):
    """The pages that everyone may read and search engines may list."""

    limit = KEYS_A_PART

    @property
    def paginator(self) -> Paginator:
        return PartsByKey(self.items(), self.limit)

    def parts(self) -> list[tuple[int, Any]]:
        """The number of each part, and when the newest of its pages was published. One query."""
        number = (F("pk") - 1) / self.limit + 1
        published = Coalesce("last_published_at", "latest_revision_created_at")
        found = self.items().order_by().annotate(part=number).values("part")
        return list(
            found.annotate(newest=Max(published)).order_by("part").values_list("part", "newest")
        )

    def items(self) -> Any:
        site = site_of(self.request)
        if site is None:
            return Page.objects.none()
        pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
        return (
            pages.exclude(_left_out())
            .order_by("pk")
            .only("path", "depth", "url_path", "last_published_at", "latest_revision_created_at")
        )


class ListedCalendars(InEachLanguage, DjangoSitemap):
    """The calendars of the district and of each school, what is new in each, and the pages on
    accessibility and privacy: no pages of the tree."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return site_root().partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return site_root().partition("://")[2]

    def items(self) -> list[str]:
        schools = SchoolPage.objects.live().public().order_by("path").values_list("slug", flat=True)
        own = [reverse("calendars:school", args=[slug]) for slug in schools]
        district = ("calendars:district", "calendars:schools", "barriers:statement", "privacy")
        return [*map(reverse, district), *own]

    def location(self, item: str) -> str:
        return item


def types_left_out() -> dict[ContentType, int]:
    """The types of pages that ask search engines not to list them, each with the depth of the tree
    down to which they are listed all the same."""
    if not settings.NOINDEX_CLASS_PAGES:
        return {}
    models = [
        model
        for model in get_page_models()
        if issubclass(model, DistrictPage) and not model.listed_by_search_engines
    ]
    types = ContentType.objects.get_for_models(*models)
    return {types[model]: model.listed_down_to for model in models}


def _left_out() -> Q:
    """The pages of these types, each below its depth."""
    left_out = Q(pk__in=[])
    for found, down_to in types_left_out().items():
        left_out |= Q(content_type=found, depth__gt=down_to)
    return left_out


def _for_search_engines(view: Callable[..., HttpResponse]) -> Any:
    """Lets clients cache the sitemap for an hour and answers 304 to those that have it."""
    kept = cache_control(public=True, max_age=HOUR)(views.x_robots_tag(view))
    return require_safe(conditional_page(kept))


@_for_search_engines
def index(request: HttpRequest) -> HttpResponse:
    pages, calendars = map(_address, _sections(request))
    parts = [
        views.SitemapIndexItem(pages if number == 1 else f"{pages}?p={number}", newest)
        for number, newest in ListedPages(request).parts()
    ]
    items = [*parts, views.SitemapIndexItem(calendars)]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml"
    )


def _address(section: str) -> str:
    """The site's own, by whatever host it was asked, as those of the pages are: search engines take
    no address of another host from a map."""
    return site_root() + reverse("sitemap_part", args=[section])


@_for_search_engines
def part(request: HttpRequest, section: str) -> HttpResponse:
    """`?p=2` is the second part. Http404 for what is no section or no part."""
    response: HttpResponse = views.sitemap(request, _sections(request), section)
    # That of the newest page says nothing of one that is there no more: the ETag does.
    del response["Last-Modified"]
    return response


def _sections(request: HttpRequest) -> dict[str, Any]:
    return {"pages": ListedPages(request), "calendars": ListedCalendars()}
