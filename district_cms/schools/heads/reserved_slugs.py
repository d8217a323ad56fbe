"""Addresses that the site itself answers, so that no page may have them."""

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


def slug_is_taken(slug: str) -> str:
    """The sentence for whoever chose it."""
    return _(
        "The site itself uses the address “%(slug)s”, so families could not reach this page. "
        "Choose another slug, for example “%(slug)s-page”."
    ) % {"slug": slug}


class DistrictCopyForm(CopyForm):
    """Wagtail's, which knows of the slugs of other pages only, and of no length."""

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
    """Called before a page is moved; back to the choice of where to."""
    if not is_taken(page.slug, destination, page.specific_deferred):
        return None
    messages.error(request, slug_is_taken(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)
