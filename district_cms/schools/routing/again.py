"""A page that this process has served before, read again by one query.

Which page was at an address, and in which place of the tree, is remembered; of what type it is
decides in which tables its columns are. The query asks for the page there with all that it had to
be, and for the pages above it by their own addresses: whatever has changed about that, it finds
nothing, and the page is looked for as at the first time.
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, TextField
from wagtail.models import Page, PageViewRestriction

from .compiled import Compiled, found
from .read_along import annotations, as_text, partly

MOST_REMEMBERED: Final = 20_000
"""So many addresses each process remembers."""
_ABOVE: Final = (
    *("id", "path", "depth", "title", "slug", "url_path", "live", "alias_of_id"),
    *("content_type_id", "locale_id"),
)
"""What is read of the pages above. All else Django asks for when it is wanted."""
_KNOWN: Final = ("id", "path", "depth", "content_type_id")
_FLAGS: Final = frozenset({"live"})
_CHAIN: Final = "read_along_chain"
_LAST: Final = "the last address"


class Remembered:
    """The pages that were asked for last, by their paths from the root, each of which only key,
    place, depth and type are known. Whoever reads every page once, as a search engine does, leaves
    those that families come back to."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, url_path: str) -> Page | None:
        try:
            # A tenth of a microsecond. Another thread may drop it between the two.
            self._pages.move_to_end(url_path)
            return self._pages[url_path]
        except KeyError:
            return None

    def keep(self, page: Page) -> None:
        # With these fields alone: one with all of them takes three times as much.
        known = _page({name: getattr(page, name) for name in _KNOWN})
        with self._lock:
            self._pages[page.url_path] = known
            self._pages.move_to_end(page.url_path)
            while len(self._pages) > MOST_REMEMBERED:
                self._pages.popitem(last=False)


remembered: Final = Remembered()


def read_again(url_paths: Sequence[str]) -> tuple[Any, list[Page], bool] | None:
    """(the page, those above it, whether one of them all is restricted or an alias), where the last
    of these paths is that of a page which was found there before, and the others are those of the
    pages above it. None where it is not so, or not any more. One query."""
    last = url_paths[-1]
    known = remembered.get(last)
    if known is None or known.specific_class is None:
        return None
    names = {_name(number): path for number, path in enumerate(url_paths)}

    def read(page: Page) -> "QuerySet[Any]":
        return _rows(page, len(names))

    rows = found(known, f"served {len(names)}", read, {**names, _LAST: last})
    if rows is None or len(rows.rows) != 1:
        return None
    [page] = rows.objects(rows.rows)
    chain = json.loads(f"[{page.__dict__.pop(_CHAIN) or ''}]")
    chain.sort(key=lambda fields: fields["path"])
    if chain[-1]["id"] != page.pk:
        return None
    is_restricted = any(each["is_restricted"] or each["alias_of_id"] for each in chain)
    return page, [_page(fields) for fields in chain[:-1]], is_restricted


def specific(page: Page) -> Any:
    """The page with all that is read along with it. One query."""
    model = page.specific_class
    return _specific(page).get(pk=page.pk) if model is not None else page


def _name(number: int) -> str:
    return f"address {number}"


def _specific(page: Page) -> "QuerySet[Any]":
    model: Any = page.specific_class
    related = getattr(model, "select_when_served", ())
    pages = model.objects.select_related(*related) if related else model.objects.all()
    rows: QuerySet[Any] = pages.annotate(**annotations(page))
    return rows


def _rows(page: Page, number: int) -> "QuerySet[Any]":
    restrictions = PageViewRestriction.objects.filter(page_id=OuterRef("pk"))
    chain = Page.objects.filter(url_path__in=[_name(each) for each in range(number)])
    text = as_text(chain.annotate(is_restricted=Exists(restrictions)), *_ABOVE, "is_restricted")
    return (
        _specific(page)
        .annotate(**{_CHAIN: Compiled(*text.query.sql_with_params(), TextField())})
        .filter(pk=page.pk, path=page.path, content_type=page.content_type_id, url_path=_LAST)
    )


def _page(fields: dict[str, Any]) -> Page:
    # SQLite has its own words for what is true.
    return partly(Page, fields | {name: bool(fields[name]) for name in _FLAGS & fields.keys()})
