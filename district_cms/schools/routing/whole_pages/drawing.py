"""What a page was drawn from: its place in the tree, the tables and the pages that were read, and
the versions of what the process keeps of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from district_cms.web.models import CacheVersion
from district_cms.web.versions import noting

from .places import is_narrow, place_of, place_of_path
from .tables import Shown, known


@dataclass(slots=True)
class Drawing:
    """`list_pages` is how many pages the list on it has, 1 where there is none."""

    page: Any = None
    list_pages: int = 1
    tables: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @property
    def unwatched(self) -> set[str]:
        """The tables of which nobody would tell that they changed. The versions themselves are no
        part of a page."""
        watched, versions = known(), CacheVersion._meta.db_table
        return {
            name
            for name in self.tables
            if name in watched and watched[name].shown is Shown.NOTHING and name != versions
        }

    @property
    def places(self) -> tuple[str, ...]:
        """What must not have moved since: where the page stands, and those pages elsewhere that it
        names and whose changes move only their own place."""
        own = place_of(self.page)
        others = (place_of_path(path) for path in self.paths if is_narrow(path))
        return own, *(place for place in others if not place.startswith(own))


_drawing: ContextVar[Drawing | None] = ContextVar("drawing", default=None)


@contextmanager
def drawing() -> Iterator[Drawing]:
    """Notes what is read inside."""
    with noting() as names:
        noted = Drawing(names=names)
        token = _drawing.set(noted)
        try:
            yield noted
        finally:
            _drawing.reset(token)


def tables_of_drawing() -> set[str] | None:
    """Where the tables that are read are noted; None where nobody draws."""
    noted = _drawing.get()
    return None if noted is None else noted.tables


def note_page(page: Page) -> None:
    """This page is what the answer shows: it may be kept."""
    noted = _drawing.get()
    if noted is not None:
        noted.page = page


def note_list(pages: int) -> None:
    """The answer shows one page, of so many, of a list: its number is one of an address."""
    noted = _drawing.get()
    if noted is not None:
        noted.list_pages = max(noted.list_pages, pages)


def note_read(instance: Any, **kwargs: Any) -> None:
    """Receives each page that is read."""
    noted = _drawing.get()
    if noted is not None and (path := instance.__dict__.get("path")):
        noted.paths.add(path)
