"""Page titles in the reader's language.

The district's own pages may have a title in Spanish (see docs/adr/0007). Breadcrumbs, menus and
results read only the fields that all pages have, so each process caches these few titles. Readers
of English need none of them.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language
from wagtail.models import Page, get_page_models

from district_cms.web.versions import CachedValue, bump

from .offered import DEFAULT

SPANISH: Final = "es"
"""The language into which the office may translate its own pages."""
VERSION: Final = "schools.titles"


def reader() -> str:
    """Returns the tag of the interface language without its country."""
    return (get_language() or DEFAULT).partition("-")[0]


def titles_read() -> Mapping[int, str]:
    """Returns {page id: title} of the pages with a title translated into the reader's language. Do
    not change it."""
    return _cached_titles.get() if reader() == SPANISH else {}


def title_read(page: Page) -> str:
    """Returns a page's title in the reader's language if it is translated, else its own. For many
    pages, call `titles_read` once."""
    return titles_read().get(page.pk, page.title)


def titles_changed(instance: Page) -> None:
    """Runs when a page was saved, moved or deleted, but not for drafts."""
    if isinstance(instance, _models()):
        bump(VERSION)


def _models() -> tuple[Any, ...]:
    return tuple(model for model in get_page_models() if hasattr(model, "title_es"))


def _read() -> dict[int, str]:
    first, *others = [
        model._base_manager.exclude(title_es="")
        .exclude(language__startswith=SPANISH)
        .order_by()
        .values_list("pk", "title_es")
        for model in _models()
    ]
    return dict(first.union(*others, all=True))


_cached_titles: CachedValue[dict[int, str]] = CachedValue(VERSION, _read)
