"""Tasks of the queue."""

from wagtail.models import Page

from . import index
from .sources import listings


def refresh_below(page_id: int) -> None:
    """Runs after a school's page was saved, because all pages below are indexed with its name."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        index.refresh_below(path=page.path)
        refresh_listings()


def refresh_listing(name: str) -> None:
    """Runs after an item of a listing changed."""
    index.refresh_listing(name=name)


def refresh_listings() -> None:
    """Runs after a migration, because a new version may list new screens."""
    for name in listings():
        index.refresh_listing(name=name)


def nightly() -> str:
    return f"{index.rebuild()} pages are found by name."
