"""What pages are called for whoever reads, wherever they are named.

The district's own pages may have a title in Spanish (see docs/adr/0007). Breadcrumbs, menus and
results name pages of which only what all pages have is read: each process keeps these titles, which
are few. Who reads in English asks for none of them.
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
    """The tag of the language of the frame, without its country."""
    return (get_language() or DEFAULT).partition("-")[0]


def titles_read() -> Mapping[int, str]:
    """The titles in the reader's language, by the ids of their pages, of those pages that are in
    another one. Nobody changes it."""
    return _kept.get() if reader() == SPANISH else {}


def title_read(page: Page) -> str:
    """The title of any page in the reader's language, if it has one in it, else its own. Of many
    pages ask for `titles_read` once."""
    return titles_read().get(page.pk, page.title)


def titles_changed(instance: Page) -> None:
    """Called when a page was saved, moved or deleted, and not only a draft of it."""
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


_kept: CachedValue[dict[int, str]] = CachedValue(VERSION, _read)
