"""The map of the site for search engines: an index, and parts of some thousand pages each.

Read with the same few queries however many pages there are: no page is read as what it is.
"""

from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.contrib.sitemaps import views
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, get_page_models

from ..models import DistrictPage, SchoolPage
from ..routing import site_of
from .head import in_languages

PAGES_A_PART: Final = 5000
"""Each has an address for each language besides; a file may name 50,000."""


class InLanguages:
    """Names each page by its addresses in all languages, each with the others (`hreflang`)."""

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        found = super().get_urls(*args, **kwargs)  # type: ignore[misc]  # stands before a sitemap
        return [entry for one in found for entry in _in_languages(one)]


def _in_languages(entry: dict[str, Any]) -> list[dict[str, Any]]:
    addresses = in_languages(entry["location"])
    alternates = [{"lang_code": tag, "location": address} for tag, address in addresses]
    return [{**entry, "location": address, "alternates": alternates} for _tag, address in addresses]


class ListedPages(InLanguages, Sitemap):
    """The pages that everyone may read and search engines may list, in the order of the tree."""

    limit = PAGES_A_PART

    def items(self) -> Any:
        site = site_of(self.request)
        if site is None:
            return Page.objects.none()
        pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
        return (
            pages.exclude(_left_out())
            .order_by("path")
            .only("path", "depth", "url_path", "last_published_at", "latest_revision_created_at")
        )

    def get_latest_lastmod(self) -> Any:
        # Django would read every page for it.
        return self.items().aggregate(newest=Max("last_published_at"))["newest"]


class ListedCalendars(InLanguages, DjangoSitemap):
    """The calendars of the district and of each school, and what is new in each: no pages of the
    tree."""

    def items(self) -> list[str]:
        schools = SchoolPage.objects.live().public().order_by("path").values_list("slug", flat=True)
        own = [reverse("calendars:school", args=[slug]) for slug in schools]
        return [reverse("calendars:district"), reverse("calendars:schools"), *own]

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


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = views.index(
        request, _sections(request), sitemap_url_name="sitemap_part"
    )
    return response


@require_safe
def part(request: HttpRequest, section: str) -> HttpResponse:
    """`?p=2` is the second part. Http404 for what is no section or no part."""
    response: HttpResponse = views.sitemap(request, _sections(request), section)
    return response


def _sections(request: HttpRequest) -> dict[str, Any]:
    return {"pages": ListedPages(request), "calendars": ListedCalendars()}
