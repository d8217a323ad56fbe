"""The sitemap: an index, and parts of some hundred pages each.

The number of queries does not depend on the number of pages: no page is read as its specific type.

Each part covers a fixed range of page ids. So its size is limited, and a new page changes only the
last part; parts in tree order would all shift by one.
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
"""Each page has an address for each language and one without, each listed with all others: up to
1.4 KB. Measured: a part of 500 is 711 KB (15 KB compressed, 0.2 s of computing), one of 5,000 ten
times that. The index of 155,000 pages has 310 lines (41 KB); with parts of 100 it would have 1,546
(206 KB)."""
HOUR: Final = 60 * 60


class InEachLanguage:
    """Lists each page by its addresses in all languages, each with its alternates (`hreflang`)."""

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        entries = super().get_urls(*args, **kwargs)  # type: ignore[misc]  # a mixin
        return [each for entry in entries for each in _in_languages(entry)]


def _in_languages(entry: dict[str, Any]) -> list[dict[str, Any]]:
    addresses = in_languages(entry["location"])
    alternates = [{"lang_code": tag, "location": address} for tag, address in addresses]
    return [{**entry, "location": address, "alternates": alternates} for _tag, address in addresses]


class PartsByKey(Paginator):
    """The first part has the ids from 1 to `per_page`, and so on. A part without pages does not
    exist."""

    def page(self, number: Any) -> Part:
        try:
            number = int(number)
        except ValueError as error:
            raise PageNotAnInteger(number) from error
        last = number * self.per_page
        pages: Any = self.object_list
        in_range = pages.filter(pk__gt=last - self.per_page, pk__lte=last)
        if not in_range.exists():
            raise EmptyPage(number)
        return Part(in_range, number, self)


class ListedPages(InEachLanguage, Sitemap):
    """The public pages that search engines may list."""

    limit = KEYS_A_PART

    @property
    def paginator(self) -> Paginator:
        return PartsByKey(self.items(), self.limit)

    def parts(self) -> list[tuple[int, Any]]:
        """Returns the number of each part and when its newest page was published. One query."""
        number = (F("pk") - 1) / self.limit + 1
        published = Coalesce("last_published_at", "latest_revision_created_at")
        parts = self.items().order_by().annotate(part=number).values("part")
        return list(
            parts.annotate(newest=Max(published)).order_by("part").values_list("part", "newest")
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
    """Public pages outside the tree: the calendars of the district and of each school, what is new
    in each, and the pages on accessibility and privacy."""

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
    """Returns {page type: depth}: types that search engines must not list, and the depth down to
    which they are listed anyway."""
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
    """Filters the pages of these types below their depth."""
    left_out = Q(pk__in=[])
    for content_type, down_to in types_left_out().items():
        left_out |= Q(content_type=content_type, depth__gt=down_to)
    return left_out


def _for_search_engines(view: Callable[..., HttpResponse]) -> Any:
    """Lets clients cache the sitemap for an hour and answers 304 to those that have it."""
    cached = cache_control(public=True, max_age=HOUR)(views.x_robots_tag(view))
    return require_safe(conditional_page(cached))


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
    """Returns an address on the site's own host, whatever host the request used: search engines
    accept no other host in a sitemap."""
    return site_root() + reverse("sitemap_part", args=[section])


@_for_search_engines
def part(request: HttpRequest, section: str) -> HttpResponse:
    """Serves one part; `?p=2` is the second. Raises `Http404` for an unknown section or part."""
    response: HttpResponse = views.sitemap(request, _sections(request), section)
    # Last-Modified of the newest page ignores deleted pages; the ETag does not.
    del response["Last-Modified"]
    return response


def _sections(request: HttpRequest) -> dict[str, Any]:
    return {"pages": ListedPages(request), "calendars": ListedCalendars()}
