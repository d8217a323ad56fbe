"""The content of a result: its location, what is known of it, and its date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.media.models import DistrictDocument

from ..frame import SCHOOL_DEPTH
from ..languages.titles import titles_read
from .matching import Hit
from .models import DOCUMENT, PAGE, key_of, parts_of
from .sources import Facts, source_of
from .words import words


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The rows that some results need. `pages` are their pages and ancestors by path; `titles`
    those in the reader's language, of pages in another one."""

    pages: Mapping[str, Page]
    documents: Mapping[str, DistrictDocument]
    titles: Mapping[int, str]

    def where(self, page: Page) -> list[str]:
        """Returns the titles of the page's live ancestors, nearest first."""
        above = (self.pages.get(path) for path in _above(page.path))
        return [self.title(each) for each in above if each is not None and each.live]

    def title(self, page: Page) -> str:
        return self.titles.get(page.pk, page.title)

    def location_of(self, names: Iterable[str]) -> dict[str, Any]:
        """Returns `where`, these names, and `where_read`, those of them in the reader's
        language."""
        in_language = frozenset(self.titles.values())
        where = list(names)
        return {"where": where, "where_read": [each for each in where if each in in_language]}

    def words_of(self, hit: Hit) -> list[str]:
        """Returns a result's title, and for a page its location; [] if it no longer exists."""
        if hit.item is not None:
            return [hit.item.plain_title, *hit.item.facts.whose]
        page = self.pages.get(hit.path)
        if page is None:
            return []
        if hit.key in self.documents:
            return [self.documents[hit.key].title]
        return [self.title(page), *self.where(page)] if _is_page(hit) else []


def result_rows(hits: Sequence[Hit], request: HttpRequest) -> list[dict[str, Any]]:
    """Returns the template's rows. One query for all pages, one for documents, and those of each
    source's `tell`."""
    loaded = _load(hits)
    existing = [hit for hit in hits if loaded.words_of(hit)]
    facts = _facts([hit for hit in existing if _is_page(hit)], loaded, timezone.localdate())
    return [_result(hit, loaded, facts, request) for hit in existing]


def labels(hits: Sequence[Hit]) -> list[str]:
    """Returns a label that finds each result again: "Math 3, Ms. Rivera, Juniper Creek". One query
    for all pages."""
    loaded = _load(hits)
    texts = (", ".join(loaded.words_of(hit)) for hit in hits)
    return list(dict.fromkeys(label for label in texts if label))


def exact_label_first(query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Moves results to the front whose whole label was typed, as a suggestion writes it."""
    typed, loaded = words(query), _load(hits)
    exact = [hit for hit in hits if words(" ".join(loaded.words_of(hit))) == typed]
    return [*exact, *(hit for hit in hits if hit not in exact)]


def _load(hits: Sequence[Hit]) -> _Loaded:
    paths = {hit.path for hit in hits if hit.path}
    paths.update(path for hit in hits for path in _above(hit.path))
    keys = [hit.key for hit in hits if parts_of(hit.key)[0] == DOCUMENT]
    documents = DistrictDocument.objects.filter(pk__in=[parts_of(key)[1] for key in keys])
    return _Loaded(
        pages={page.path: page for page in Page.objects.filter(path__in=paths)},
        documents={key_of(DOCUMENT, each.pk): each for each in documents} if keys else {},
        titles=titles_read(),
    )


def _is_page(hit: Hit) -> bool:
    return parts_of(hit.key)[0] == PAGE


def _above(path: str) -> list[str]:
    """Returns the paths of the page's ancestors, nearest first, without home page and root."""
    step = Page.steplen
    return [path[:length] for length in range(len(path) - step, (SCHOOL_DEPTH - 1) * step, -step)]


def _kind(page: Page) -> ContentType:
    return ContentType.objects.get_for_id(page.content_type_id)


def _facts(hits: Sequence[Hit], loaded: _Loaded, today: dt.date) -> dict[int, Facts]:
    by_label: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        page = loaded.pages[hit.path]
        kind = _kind(page)
        by_label[f"{kind.app_label}.{kind.model}"].append(page.pk)
    facts: dict[int, Facts] = {}
    for label, ids in by_label.items():
        source = source_of(label)
        if source is not None:
            facts.update(source.tell(ids, today))
    return facts


def _result(
    hit: Hit, loaded: _Loaded, facts: Mapping[int, Facts], request: HttpRequest
) -> dict[str, Any]:
    if _is_page(hit):
        return _page_result(loaded.pages[hit.path], loaded, facts, request)
    if hit.item is not None:
        item = hit.item
        return {
            **_fact_fields(item.facts),
            "title": item.title,
            "url": item.address,
            "kind_label": item.kind_label,
            **loaded.location_of(item.facts.whose),
            "language": get_language(),
        }
    document, page = loaded.documents[hit.key], loaded.pages[hit.path]
    size = document.get_file_size()
    details = [document.file_extension.upper(), filesizeformat(size) if size else ""]
    return {
        **_fact_fields(Facts(details=[part for part in details if part])),
        "title": document.title,
        "url": document.url,
        "kind_label": _("Document"),
        **loaded.location_of([loaded.title(page), *loaded.where(page)]),
        "where_url": page.get_url(request),
    }


def _page_result(
    page: Page, loaded: _Loaded, facts: Mapping[int, Facts], request: HttpRequest
) -> dict[str, Any]:
    """`where` is whose page it is: a class's teachers and school, and for an update its class
    too."""
    model = _kind(page).model_class()
    where = loaded.where(page)
    page_facts = facts.get(page.pk)
    if page_facts is not None and page_facts.whose:
        # For a class below an unpublished page, the last name may be the teacher's.
        where = [*page_facts.whose, *(name for name in where[-1:] if name not in page_facts.whose)]
    posted = page.last_published_at if page_facts is None else None
    return {
        **_fact_fields(page_facts or Facts()),
        "title": loaded.title(page),
        "language": get_language() if page.pk in loaded.titles else "",
        "url": page.get_url(request),
        "kind_label": model._meta.verbose_name if model else "",
        **loaded.location_of(where),
        "posted_on": timezone.localdate(posted) if posted else None,
        "excerpt": page.search_description,
    }


def _fact_fields(facts: Facts) -> dict[str, Any]:
    return {
        "details": list(facts.details),
        "room": facts.room,
        "updated_on": facts.updated_on,
        "next_due": facts.next_due,
    }
