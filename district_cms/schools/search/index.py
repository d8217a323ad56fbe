"""Updates the index of named items on publishing, unpublishing, moving and restricting.

Each receiver reads the current pages. The nightly `rebuild` covers changes without a signal (a
staff record's name, the start of a class). All documents have a row; whether a public page shows
one is checked at search time, see `visibility`.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import override
from django_q.tasks import async_task
from wagtail.models import Page, PageViewRestriction

from district_cms.media.models import DistrictDocument
from district_cms.web.versions import bump

from ..frame import SCHOOL_DEPTH, is_draft, school_path
from ..models import SchoolPage
from ..models.settings import VERSION
from .models import DOCUMENT, PAGE, Findable, SearchedWord, key_of
from .sources import QUICK, Entry, indexed_types, listings, source_of
from .visibility import is_listed_file, private_collections
from .words import words

BATCH = 500

_postponed: ContextVar[bool] = ContextVar("waits", default=False)


@contextmanager
def rebuild_at_the_end() -> Iterator[None]:
    """For creating a whole district: postpones indexing to the end of the block, and skips it if
    the block fails."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)
    rebuild()


def page_saved(instance: Any, **kwargs: Any) -> None:
    """Receives the saving of any object. Reindexes a named page and the pages below it; those of a
    school in the queue. Drafts are not indexed."""
    if _postponed.get() or not isinstance(instance, Page) or is_draft(**kwargs):
        return
    if _label(instance) not in indexed_types():
        return
    if instance.depth <= SCHOOL_DEPTH:
        refresh(page_ids=[instance.pk])
        if getattr(instance, "is_school", False):
            async_task("district_cms.schools.search.tasks.refresh_below", instance.pk)
    else:
        refresh_below(path=instance.path)


def document_saved(instance: DistrictDocument, **kwargs: Any) -> None:
    refresh_documents(document_ids=[instance.pk])


def page_moved(instance: Page, **kwargs: Any) -> None:
    refresh_below(path=instance.path)


def restriction_changed(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Reindexes, unless the restriction is deleted with its page."""
    if is_by_itself(instance, origin):
        refresh_below(path=instance.page.path)


def is_by_itself(row: Model, origin: Any) -> bool:
    """Returns True if a signal of saving or deleting is for the row itself, not for a parent that
    cascades. `origin` is what Django was asked to delete, None on saving."""
    return origin is None or getattr(origin, "model", type(origin)) is type(row)


def refresh_below(*, path: str) -> None:
    """Reindexes the page at `path` and all named pages below it."""
    refresh(page_ids=list(_named(Page.objects.filter(path__startswith=path))))


@transaction.atomic
def refresh(*, page_ids: Sequence[int]) -> None:
    """Updates the rows of these pages, and deletes rows of those that are not public."""
    if _postponed.get():
        return
    for batch in batched(page_ids, BATCH):
        rows = list(_rows(batch))
        existing = Findable.objects.filter(key__in=[key_of(PAGE, pk) for pk in batch])
        existing.exclude(pk__in=[row.pk for row in rows]).delete()
        _write(rows)


@transaction.atomic
def refresh_documents(*, document_ids: Sequence[int]) -> None:
    """Updates the rows of these documents. Recordings and captions are not listed, because families
    use them on their page."""
    for batch in batched(document_ids, BATCH):
        documents = DistrictDocument.objects.filter(pk__in=batch).only(
            "pk", "title", "file", "collection"
        )
        listed = [each for each in documents if is_listed_file(each.file_extension)]
        rows = [_document_row(each) for each in listed]
        private = private_collections()
        hidden = {each.pk for each in listed if each.collection_id in private}
        keys = [key_of(DOCUMENT, pk) for pk in batch]
        Findable.objects.filter(key__in=keys).exclude(pk__in=[row.pk for row in rows]).delete()
        _write(rows, hidden=hidden)


@transaction.atomic
def refresh_listing(*, name: str) -> None:
    """Updates the rows of a package's listing, and deletes rows that it lists no more."""
    entries = list(listings()[name].describe())
    pages = dict(
        Page.objects.filter(pk__in={entry.page_id for entry in entries}).values_list("pk", "path")
    )
    schools = _schools_at(pages.values())
    rows = [
        _row(entry, schools.get(school_path(pages.get(entry.page_id, ""))), name)
        for entry in entries
        if entry.page_id is None or entry.page_id in pages
    ]
    own = Findable.objects.filter(key__startswith=f"{name}:")
    own.exclude(pk__in=[row.pk for row in rows]).delete()
    for batch in batched(rows, BATCH):
        _write(batch)


def settings_saved(**kwargs: Any) -> None:
    """Receives the saving of the district's settings, with its quick links."""
    bump(VERSION)
    refresh_listing(name=QUICK)


def rebuild() -> int:
    """Rebuilds the whole index in batches and returns the number of named pages."""
    for batch in batched(_named(Page.objects.order_by("pk")), BATCH):
        refresh(page_ids=batch)
    visible = _named(Page.objects.live().public())
    pages = Findable.objects.filter(key__startswith=f"{PAGE}:")
    pages.exclude(page__in=visible).delete()
    documents = DistrictDocument.objects.order_by("pk").values_list("pk", flat=True)
    for batch in batched(documents, BATCH):
        refresh_documents(document_ids=batch)
    for name in listings():
        refresh_listing(name=name)
    _delete_unused_words()
    return pages.count()


def _write(rows: Sequence[Findable], hidden: Container[int] = ()) -> None:
    """Writes rows, and their words except those of `hidden` documents: spelling corrections would
    reveal what is in their titles."""
    # Sorted by key, so that concurrent writers of the same rows wait instead of deadlocking.
    Findable.objects.bulk_create(
        sorted(rows, key=lambda row: row.key),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["page", "kind", "school", "names", "about", "grades", "last_day"],
    )
    _store_words([row for row in rows if row.document_id not in hidden])


def _named(pages: QuerySet[Any]) -> QuerySet[Any]:
    types = [
        ContentType.objects.get_by_natural_key(*label.split(".")).pk for label in indexed_types()
    ]
    return pages.filter(content_type__in=types).values_list("pk", flat=True)


def _label(page: Page) -> str:
    kind = ContentType.objects.get_for_id(page.content_type_id)
    return f"{kind.app_label}.{kind.model}"


def _rows(page_ids: Sequence[int]) -> Iterator[Findable]:
    """Yields rows of those pages that are public."""
    pages = Page.objects.live().public().filter(pk__in=page_ids)
    by_label: dict[str, list[int]] = defaultdict(list)
    paths: dict[int, str] = {}
    for page in pages.only("pk", "path", "content_type_id"):
        by_label[_label(page)].append(page.pk)
        paths[page.pk] = page.path
    schools = _schools_at(paths.values())
    for label, ids in by_label.items():
        source = source_of(label)
        for entry in source.describe(ids) if source else ():
            yield _row(entry, schools.get(school_path(paths[entry.page_id or 0])))


def _schools_at(paths: Iterable[str]) -> dict[str, SchoolPage]:
    """Returns {path: school} of the schools that contain these paths."""
    schools = SchoolPage.objects.filter(path__in={school_path(path) for path in paths})
    return {school.path: school for school in schools}


def _row(entry: Entry, school: SchoolPage | None, listing: str = "") -> Findable:
    names, about = entry.name_words, entry.about_words
    if school is not None and (entry.thing or school.pk != entry.page_id):
        with override("en"):
            school_words = words(f"{school.title} {school.title_es} {school.get_kind_display()}")
        about = list(dict.fromkeys([*about, *school_words]))
    return Findable(
        key=key_of(listing, entry.thing) if listing else key_of(PAGE, entry.page_id),
        page_id=entry.page_id,
        kind=entry.kind,
        school=school,
        names="".join(f" {word}" for word in names),
        about="".join(f" {word}" for word in about),
        grades="".join(f" {code} " for code in entry.grades),
        last_day=entry.last_day,
    )


def _document_row(document: DistrictDocument) -> Findable:
    entry = Entry(
        None,
        DOCUMENT,
        names=[document.title],
        about=[document.file_extension],
        thing=str(document.pk),
    )
    row = _row(entry, None, DOCUMENT)
    row.document_id = document.pk
    return row


def _store_words(rows: Sequence[Findable]) -> None:
    unique_words = {
        word for row in rows for word in (row.names + row.about).split() if word.isalpha()
    }
    SearchedWord.objects.bulk_create(
        [SearchedWord(word=word) for word in sorted(unique_words)], ignore_conflicts=True
    )


def _delete_unused_words() -> None:
    """Deletes words that no row has any more."""
    used: set[str] = set()
    visible = Findable.objects.exclude(document__collection__in=private_collections())
    for names, about in visible.values_list("names", "about").iterator(BATCH):
        used.update(names.split(), about.split())
    unused = [w for w in SearchedWord.objects.values_list("word", flat=True) if w not in used]
    for batch in batched(unused, BATCH):
        SearchedWord.objects.filter(word__in=batch).delete()
