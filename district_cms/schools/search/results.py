"""What a result says: whose page it is, what is known of it, and since when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from ..frame import SCHOOL_DEPTH
from .own_pages import source_of
from .sources import Facts
from .words import words


def results(page_ids: Sequence[int], request: HttpRequest) -> list[dict[str, Any]]:
    """What the template shows of these pages. One query for them, one for those above them, and
    those of each room's `tell`."""
    pages = _pages(page_ids)
    titles = _titles_above(pages)
    facts = _facts(pages, timezone.localdate())
    return [_result(page, titles, facts.get(page.pk), request) for page in pages]


def labels(page_ids: Sequence[int]) -> list[str]:
    """What to type to find each of these pages again: "Math 3, Ms. Rivera, Juniper Creek". Two
    queries."""
    pages = _pages(page_ids)
    titles = _titles_above(pages)
    found = (", ".join([page.title, *_where(page, titles)]) for page in pages)
    return list(dict.fromkeys(found))


def called_in_full(query: str, page_ids: Sequence[int]) -> list[int]:
    """These pages, those first of which the query is the whole label, as a suggestion writes it.
    Two queries."""
    asked, pages = words(query), _pages(page_ids)
    titles = _titles_above(pages)
    meant = [p.pk for p in pages if words(" ".join([p.title, *_where(p, titles)])) == asked]
    return [*meant, *(pk for pk in page_ids if pk not in set(meant))]


def _pages(page_ids: Sequence[int]) -> list[Page]:
    """In the order of the ids."""
    by_id = Page.objects.in_bulk(page_ids)
    return [by_id[pk] for pk in page_ids if pk in by_id]


def _above(page: Page) -> list[str]:
    """The paths of the pages above it, nearest first, without home page and root."""
    return [
        page.path[: Page.steplen * depth] for depth in range(page.depth - 1, SCHOOL_DEPTH - 1, -1)
    ]


def _titles_above(pages: Sequence[Page]) -> dict[str, str]:
    """{path: title} of every live page above these, in one query."""
    paths = {path for page in pages for path in _above(page)}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title"))


def _where(page: Page, titles: Mapping[str, str]) -> list[str]:
    return [titles[path] for path in _above(page) if path in titles]


def _kind(page: Page) -> ContentType:
    return ContentType.objects.get_for_id(page.content_type_id)


def _facts(pages: Sequence[Page], today: dt.date) -> dict[int, Facts]:
    by_label: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        kind = _kind(page)
        by_label[f"{kind.app_label}.{kind.model}"].append(page.pk)
    found: dict[int, Facts] = {}
    for label, ids in by_label.items():
        source = source_of(label)
        if source is not None:
            found.update(source.tell(ids, today))
    return found


def _result(
    page: Page, titles: Mapping[str, str], facts: Facts | None, request: HttpRequest
) -> dict[str, Any]:
    """`where` says whose it is: of a class its teachers and school, of an update its class too."""
    model = _kind(page).model_class()
    where = _where(page, titles)
    if facts is not None and facts.whose:
        where = [*facts.whose, *where[-1:]]
    told = facts or Facts()
    posted = page.last_published_at if facts is None else None
    return {
        "title": page.title,
        "url": page.get_url(request),
        "kind_label": model._meta.verbose_name if model else "",
        "where": where,
        "details": list(told.details),
        "room": told.room,
        "updated_on": told.updated_on,
        "next_due": told.next_due,
        "posted_on": timezone.localdate(posted) if posted else None,
        "excerpt": page.search_description,
    }
