"""What the queue calls."""

from wagtail.models import Page

from . import index
from .sources import listings


def refresh_below(page_id: int) -> None:
    """After a school's page was saved: its name is known of all that lies below it."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        index.refresh_below(path=page.path)
        refresh_listings()


def refresh_listing(name: str) -> None:
    """After something changed that a room lists."""
    index.refresh_listing(name=name)


def refresh_listings() -> None:
    """After a migration: a new version may list screens that nobody found before."""
    for name in listings():
        index.refresh_listing(name=name)


def nightly() -> str:
    return f"{index.rebuild()} pages are found by name."
