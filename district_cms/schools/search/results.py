"""What a result says: whose page it is, what is known of it, and since when."""

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
    """What is known of some hits. `pages` are those on which they are, and those above, by their
    paths; `titles` those in the reader's language, of pages that are in another one."""

    pages: Mapping[str, Page]
    documents: Mapping[str, DistrictDocument]
    titles: Mapping[int, str]

    def where(self, page: Page) -> list[str]:
        """The titles of the live pages above, nearest first."""
        above = (self.pages.get(path) for path in _above(page.path))
        return [self.title(each) for each in above if each is not None and each.live]

    def title(self, page: Page) -> str:
        return self.titles.get(page.pk, page.title)

    def location_of(self, names: Iterable[str]) -> dict[str, Any]:
        """`where` says these names, some of them in the reader's language: `where_read`."""
        in_language = frozenset(self.titles.values())
        where = list(names)
        return {"where": where, "where_read": [each for each in where if each in in_language]}

    def words_of(self, hit: Hit) -> list[str]:
        """What it is called, and of a page where it is; [] of what is not there any more."""
        if hit.told is not None:
            return [hit.told.plain_title, *hit.told.facts.whose]
        page = self.pages.get(hit.path)
        if page is None:
            return []
        if hit.key in self.documents:
            return [self.documents[hit.key].title]
        return [self.title(page), *self.where(page)] if _is_page(hit) else []


def result_rows(hits: Sequence[Hit], request: HttpRequest) -> list[dict[str, Any]]:
    """What the template shows of these. One query for all pages, one for documents, and those of
    each room's `tell` for its pages."""
    read = _read(hits)
    shown = [hit for hit in hits if read.words_of(hit)]
    facts = _facts([hit for hit in shown if _is_page(hit)], read, timezone.localdate())
    return [_result(hit, read, facts, request) for hit in shown]


def labels(hits: Sequence[Hit]) -> list[str]:
    """What to type to find each of these again: "Math 3, Ms. Rivera, Juniper Creek". One query for
    all pages."""
    read = _read(hits)
    found = (", ".join(read.words_of(hit)) for hit in hits)
    return list(dict.fromkeys(label for label in found if label))


def exact_label_first(query: str, hits: Sequence[Hit]) -> list[Hit]:
    """These, those first of which the query is the whole label, as a suggestion writes it."""
    typed, read = words(query), _read(hits)
    meant = [hit for hit in hits if words(" ".join(read.words_of(hit))) == typed]
    return [*meant, *(hit for hit in hits if hit not in meant)]


def _read(hits: Sequence[Hit]) -> _Loaded:
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
    """The paths of the pages above it, nearest first, without home page and root."""
    step = Page.steplen
    return [path[:length] for length in range(len(path) - step, (SCHOOL_DEPTH - 1) * step, -step)]


def _kind(page: Page) -> ContentType:
    return ContentType.objects.get_for_id(page.content_type_id)


def _facts(hits: Sequence[Hit], read: _Loaded, today: dt.date) -> dict[int, Facts]:
    by_label: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        page = read.pages[hit.path]
        kind = _kind(page)
        by_label[f"{kind.app_label}.{kind.model}"].append(page.pk)
    found: dict[int, Facts] = {}
    for label, ids in by_label.items():
        source = source_of(label)
        if source is not None:
            found.update(source.tell(ids, today))
    return found


def _result(
    hit: Hit, read: _Loaded, facts: Mapping[int, Facts], request: HttpRequest
) -> dict[str, Any]:
    if _is_page(hit):
        return _of_page(read.pages[hit.path], read, facts, request)
    if hit.told is not None:
        told = hit.told
        return {
            **_said(told.facts),
            "title": told.title,
            "url": told.address,
            "kind_label": told.kind_label,
            **read.location_of(told.facts.whose),
            "language": get_language(),
        }
    document, page = read.documents[hit.key], read.pages[hit.path]
    size = document.get_file_size()
    details = [document.file_extension.upper(), filesizeformat(size) if size else ""]
    return {
        **_said(Facts(details=[part for part in details if part])),
        "title": document.title,
        "url": document.url,
        "kind_label": _("Document"),
        **read.location_of([read.title(page), *read.where(page)]),
        "where_url": page.get_url(request),
    }


def _of_page(
    page: Page, read: _Loaded, facts: Mapping[int, Facts], request: HttpRequest
) -> dict[str, Any]:
    """`where` says whose it is: of a class its teachers and school, of an update its class too."""
    model = _kind(page).model_class()
    where = read.where(page)
    told = facts.get(page.pk)
    if told is not None and told.whose:
        # Of a class that is left below a page that went, the last one may be the teacher's.
        where = [*told.whose, *(name for name in where[-1:] if name not in told.whose)]
    posted = page.last_published_at if told is None else None
    return {
        **_said(told or Facts()),
        "title": read.title(page),
        "language": get_language() if page.pk in read.titles else "",
        "url": page.get_url(request),
        "kind_label": model._meta.verbose_name if model else "",
        **read.location_of(where),
        "posted_on": timezone.localdate(posted) if posted else None,
        "excerpt": page.search_description,
    }


def _said(facts: Facts) -> dict[str, Any]:
    return {
        "details": list(facts.details),
        "room": facts.room,
        "updated_on": facts.updated_on,
        "next_due": facts.next_due,
    }
