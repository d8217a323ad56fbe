"""The answer to what was typed: what has a name, then what stands in a text; with another spelling
where nothing was found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wagtail.models import Page
from wagtail.query import PageQuerySet

from .asking import Asked, asked
from .named import Narrowed, named_pages
from .same import same_words
from .spelling import corrected
from .texts import pages_with

# Of a page, what results and messages show.
_SHOWN: Final = (
    *("title", "path", "depth", "numchild", "url_path", "slug", "content_type", "locale"),
    *("translation_key", "search_description", "last_published_at", "live", "alias_of"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """`pages`, the best first; `read_as` is the spelling by which they were found, "" where it is
    what was typed."""

    pages: Sequence[Page] = ()
    read_as: str = ""


def find(query: str, narrowed: Narrowed, today: dt.date) -> Found:
    """Pages that everyone may read, in the same number of queries however many there are."""
    same = same_words()
    question = asked(query, same)
    if not question.needed:
        return Found()
    public = _public()
    if pages := _both(question, narrowed, public, today):
        return Found(pages)
    better = corrected(query, same)
    pages = _both(asked(better, same), narrowed, public, today) if better else []
    return Found(pages, better if pages else "")


def find_named(query: str, narrowed: Narrowed, today: dt.date, most: int) -> list[Page]:
    """Of what has a name only."""
    same, public = same_words(), _public()
    if pages := named_pages(asked(query, same), narrowed, public, today, most):
        return pages
    better = corrected(query, same)
    return named_pages(asked(better, same), narrowed, public, today, most) if better else []


def _public() -> PageQuerySet:
    """Asks for the restrictions, once for all that follows."""
    return Page.objects.live().public().filter(depth__gt=1).only(*_SHOWN)


def _both(question: Asked, narrowed: Narrowed, public: PageQuerySet, today: dt.date) -> list[Page]:
    by_name = named_pages(question, narrowed, public, today)
    return [*by_name, *pages_with(question.needed, narrowed, public, by_name)]
