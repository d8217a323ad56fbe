"""Slugs that pages may not have because the site itself uses the addresses."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_resolver, resolve, reverse
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from ..frame import HOME_DEPTH

BY_SLUG_OF_A_SCHOOL: Final = ("calendars:school", "staff_directory")
"""Routes with a school's slug; a test finds missing ones."""
GIVES_WAY: Final = frozenset({"accessibility", "privacy"})
"""Addresses at which a page of the district replaces the site's own."""
_FIRST_SEGMENT: Final = re.compile(r"\^?([-\w]+)/")


def is_taken(slug: str, parent: Page | None, page: Any = None) -> bool:
    """Returns True if a page with this slug below `parent`, or the calendar or directory of a
    school with it, could not be reached because a route has the address. No query."""
    if parent is None or not slug:
        return False
    if parent.depth != HOME_DEPTH:
        return slug in _routes_of(parent.specific_class)
    return slug in first_steps() or (getattr(page, "is_school", False) and _hides(slug))


@cache
def first_steps() -> frozenset[str]:
    """Returns the first path segments of all routes except the last, which serves pages."""
    routes = (str(each.pattern) for each in get_resolver().url_patterns[:-1])
    files = (str(address).lstrip("/") for address in (settings.STATIC_URL, settings.MEDIA_URL))
    return frozenset(_first_segments((*routes, *files))) - GIVES_WAY


@cache
def _routes_of(model: Any) -> frozenset[str]:
    """Returns the first path segments below a page of this type that its own routes use."""
    routes: list[Any] = getattr(model, "get_subpage_urls", list)()
    return frozenset(_first_segments(str(route.pattern) for route in routes))


def _first_segments(routes: Iterable[str]) -> list[str]:
    return [match.group(1) for match in map(_FIRST_SEGMENT.match, routes) if match]


def _hides(slug: str) -> bool:
    """Returns True if a route with a school's slug would resolve to another view."""
    return any(
        resolve(reverse(name, args=[slug])).view_name != name for name in BY_SLUG_OF_A_SCHOOL
    )


def slug_is_taken(slug: str) -> str:
    """Returns the message for the person who chose the slug."""
    return _(
        "The site itself uses the address “%(slug)s”, so families could not reach this page. "
        "Choose another slug, for example “%(slug)s-page”."
    ) % {"slug": slug}


class DistrictCopyForm(CopyForm):
    """Wagtail's form checks only other pages' slugs, and no length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            longest = MaxLengthValidator(Page._meta.get_field(name).max_length)
            self.fields[f"new_{name}"].validators.append(longest)

    def clean(self) -> Any:
        cleaned = super().clean()
        slug = cleaned.get("new_slug", "")
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_taken(slug, parent, self.page.specific_deferred):
            self.add_error("new_slug", slug_is_taken(slug))
        return cleaned


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Runs before a page is moved. Returns to the choice of the new parent if the address is
    taken."""
    if not is_taken(page.slug, destination, page.specific_deferred):
        return None
    messages.error(request, slug_is_taken(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)
