"""Whether a link of the site leads to something: asks the database first, then the site."""

from collections.abc import Iterable
from functools import cached_property

from wagtail.models import Page, Site

from ..site_address import SiteAddress
from .fetching import ask
from .rules import Link, is_of

GONE = frozenset({404, 410})
"""Answers that say that there is nothing. Others (a sign-in, a failure of the moment) do not."""


class LinkJudge:
    """Remembers what it asked, so that the links of the frame are asked about once a batch."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site
        self._asked: dict[str, bool] = {}

    def dead(self, links: Iterable[Link]) -> list[Link]:
        """Those links within the site that lead nowhere."""
        return [link for link in links if is_of(link, self.site.host) and self._is_dead(link)]

    def _is_dead(self, link: Link) -> bool:
        if link.path in self._live_paths:
            return False
        # One path is one thing, whatever question follows it: the frame's forms name the page.
        known = self._asked.get(link.path)
        if known is None:
            answer = ask(link.address, door=self.site.door, method="HEAD")
            known = self._asked[link.path] = answer.status in GONE
        return known

    @cached_property
    def _live_paths(self) -> frozenset[str]:
        """Public paths of all live pages. Two queries."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return frozenset()
        root = site.root_page.url_path
        paths = Page.objects.live().filter(url_path__startswith=root)
        return frozenset(
            "/" + url_path[len(root) :] for url_path in paths.values_list("url_path", flat=True)
        )
