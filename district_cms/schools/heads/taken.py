"""Addresses that the site itself answers, so that no page may have them: `/search/`, `/calendar/`,
and below a page its own feed."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from wagtail.models import Page

from ..frame import HOME_DEPTH

BY_SLUG_OF_A_SCHOOL: Final = ("calendars:school",)
"""Routes that name a school by its slug; a test finds every other one."""
GIVES_WAY: Final = frozenset({"accessibility", "privacy"})
"""What steps aside for a page of the district at its address."""
_FIRST_STEP: Final = re.compile(r"\^?([-\w]+)/")


def is_taken(slug: str, parent: Page | None, page: Any = None) -> bool:
    """Whether a page with this slug below `parent` could not be reached, as something else answers
    there, or its school's calendar could not. No query."""
    if parent is None or not slug:
        return False
    if parent.depth != HOME_DEPTH:
        return slug in _routes_of(parent.specific_class)
    return slug in first_steps() or (getattr(page, "is_school", False) and _hides(slug))


@cache
def first_steps() -> frozenset[str]:
    """The first steps of all addresses that are no pages. The last route is that of pages."""
    routes = (str(each.pattern) for each in get_resolver().url_patterns[:-1])
    files = (str(address).lstrip("/") for address in (settings.STATIC_URL, settings.MEDIA_URL))
    return frozenset(_words((*routes, *files))) - GIVES_WAY


@cache
def _routes_of(model: Any) -> frozenset[str]:
    """The first steps below a page of this type that are no pages."""
    routes: list[Any] = getattr(model, "get_subpage_urls", list)()
    return frozenset(_words(str(route.pattern) for route in routes))


def _words(routes: Iterable[str]) -> list[str]:
    return [found.group(1) for found in map(_FIRST_STEP.match, routes) if found]


def _hides(slug: str) -> bool:
    """Whether a route that names a school by this slug leads elsewhere."""
    return any(
        resolve(reverse(name, args=[slug])).view_name != name for name in BY_SLUG_OF_A_SCHOOL
    )
