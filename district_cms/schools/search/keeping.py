"""Keeping what the search finds by name: the doors that publish, take down, move and restrict.

Each asks anew what the pages are; nothing is worked out from the change itself. What no door tells
(a staff record's name, a class that begins) the nightly `rebuild` brings.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import override
from django_q.tasks import async_task
from wagtail.models import Page, PageViewRestriction

from ..frame import SCHOOL_DEPTH, is_draft, school_path
from ..models import SchoolPage
from .models import Findable, SearchedWord
from .own_pages import found_by_name, source_of
from .sources import Entry
from .words import words

BATCH = 500
# A teacher's page, and the classes below it that bear the teacher's name.
_NAMED_BELOW = SCHOOL_DEPTH + 1


def page_saved(instance: Any, **kwargs: Any) -> None:
    """Receives the saving of anything: of a page that is found by name, it is looked at again, with
    those below a teacher's page; those of a school wait for the queue. A draft is found by
    nobody."""
    if not isinstance(instance, Page) or is_draft(**kwargs):
        return
    if _label(instance) not in found_by_name():
        return
    if instance.depth <= SCHOOL_DEPTH:
        refresh(page_ids=[instance.pk])
        if getattr(instance, "is_school", False) and instance.numchild:
            async_task("district_cms.schools.search.tasks.refresh_below", instance.pk)
    else:
        refresh_below(path=instance.path)


def page_moved(instance: Page, **kwargs: Any) -> None:
    refresh_below(path=instance.path)


def restriction_changed(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Unless it goes because its page does."""
    if is_by_itself(instance, origin):
        refresh_below(path=instance.page.path)


def is_by_itself(row: Model, origin: Any) -> bool:
    """Of a signal of saving or deleting: whether the row was meant, and not what it belongs to.
    `origin` is what Django was told to delete, None at a saving."""
    return origin is None or getattr(origin, "model", type(origin)) is type(row)


def refresh_below(*, path: str) -> None:
    """The page at `path` and all below it that are found by name."""
    refresh(page_ids=list(_named(Page.objects.filter(path__startswith=path))))


@transaction.atomic
def refresh(*, page_ids: Sequence[int]) -> None:
    """Write what these pages are found by; of those that nobody may read, take it out."""
    for some in batched(page_ids, BATCH):
        # In the order of their keys: whoever writes the same ones at that moment waits.
        rows = sorted(_rows(some), key=lambda row: row.page_id)
        Findable.objects.filter(pk__in=some).exclude(pk__in=[row.pk for row in rows]).delete()
        Findable.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=["kind", "school", "names", "about", "grades", "last_day"],
        )
        _keep_words(rows)


def rebuild() -> int:
    """Everything anew, in batches of their own; returns how many pages are found by name."""
    for some in batched(_named(Page.objects.order_by("pk")), BATCH):
        refresh(page_ids=some)
    visible = _named(Page.objects.live().public())
    Findable.objects.exclude(page__in=visible).delete()
    _forget_words()
    return Findable.objects.count()


def _named(pages: QuerySet[Any]) -> QuerySet[Any]:
    types = [
        ContentType.objects.get_by_natural_key(*label.split(".")).pk for label in found_by_name()
    ]
    return pages.filter(content_type__in=types).values_list("pk", flat=True)


def _label(page: Page) -> str:
    kind = ContentType.objects.get_for_id(page.content_type_id)
    return f"{kind.app_label}.{kind.model}"


def _rows(page_ids: Sequence[int]) -> Iterator[Findable]:
    """Of those that everyone may read."""
    pages = Page.objects.live().public().filter(pk__in=page_ids)
    by_label: dict[str, list[int]] = defaultdict(list)
    paths: dict[int, str] = {}
    for page in pages.only("pk", "path", "content_type_id"):
        by_label[_label(page)].append(page.pk)
        paths[page.pk] = page.path
    schools = {
        school.path: school
        for school in SchoolPage.objects.filter(path__in={school_path(p) for p in paths.values()})
    }
    for label, ids in by_label.items():
        source = source_of(label)
        for entry in source.describe(ids) if source else ():
            yield _row(entry, schools.get(school_path(paths[entry.page_id])))


def _row(entry: Entry, school: SchoolPage | None) -> Findable:
    names, about = entry.name_words, entry.about_words
    if school is not None and school.pk != entry.page_id:
        with override("en"):
            of_school = words(f"{school.title} {school.get_kind_display()}")
        about = list(dict.fromkeys([*about, *of_school]))
    return Findable(
        page_id=entry.page_id,
        kind=entry.kind,
        school=school,
        names="".join(f" {word}" for word in names),
        about="".join(f" {word}" for word in about),
        grades="".join(f" {code} " for code in entry.grades),
        last_day=entry.last_day,
    )


def _keep_words(rows: Sequence[Findable]) -> None:
    found = {word for row in rows for word in (row.names + row.about).split() if word.isalpha()}
    SearchedWord.objects.bulk_create(
        [SearchedWord(word=word) for word in sorted(found)], ignore_conflicts=True
    )


def _forget_words() -> None:
    """Those that no page is found by any more."""
    used: set[str] = set()
    for names, about in Findable.objects.values_list("names", "about").iterator(BATCH):
        used.update(names.split(), about.split())
    unused = [w for w in SearchedWord.objects.values_list("word", flat=True) if w not in used]
    for some in batched(unused, BATCH):
        SearchedWord.objects.filter(word__in=some).delete()
