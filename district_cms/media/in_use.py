"""The live pages that show a picture or document, and the checks that keep its file while they
do."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Collection, Page, ReferenceIndex
from wagtail.query import PageQuerySet

document_file_saved = Signal()
"""Sent after a document was saved together with its file, new or not. Arguments: `sender`
(`DistrictDocument`), `instance`."""

item_changing = Signal()
"""Sent before code saves a stored picture or document with another file or title. A receiver raises
`in_use.InUse` if live pages do not allow it. Arguments: `sender` (the model), `instance` (with its
new values), `changed` (a subset of "file", "title", "collection")."""


_NAMED: Final = 50
_HOME: Final = 2  # the home page's depth in the tree


class InUse(ValidationError):
    """A live page shows `item`, so it was not changed; the message names the pages."""

    def __init__(self, message: str, *, item: Any = None) -> None:
        super().__init__(message, code="in_use")
        self.item = item


def live_pages(items: Iterable[Any]) -> PageQuerySet:
    """Returns the live pages that show any of these pictures, or any of these documents."""
    ids = {int(pk) for pk in _uses(list(items)).values_list("object_id", flat=True)}
    return Page.objects.filter(pk__in=ids, live=True).order_by("path")


def _uses(items: list[Any]) -> "QuerySet[Any]":
    if not items:
        return ReferenceIndex.objects.none()
    return ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(items[0]),
        to_object_id__in=[str(item.pk) for item in items],
    )


def descriptions(pages: Iterable[Page]) -> list[str]:
    """Returns "“Week 3” (Math 3, Ms. Rivera, Juniper Creek Elementary)" for each page. One
    query."""
    pages = list(pages)
    above = {page.pk: _above(page) for page in pages}
    paths = {path for of_page in above.values() for path in of_page}
    titles = dict(Page.objects.filter(path__in=paths).values_list("path", "title"))
    return [
        f"“{page.title}” ({', '.join(places)})" if places else f"“{page.title}”"
        for page in pages
        for places in [[titles[path] for path in above[page.pk] if path in titles]]
    ]


def _above(page: Page) -> list[str]:
    """Returns the paths of the page's ancestors, nearest first, without the home page, which all
    share."""
    lengths = range(len(page.path) - Page.steplen, _HOME * Page.steplen, -Page.steplen)
    return [page.path[:length] for length in lengths]


def names_of(pages: Iterable[Page]) -> str:
    """Returns the descriptions in one sentence: the first fifty, and the number of others. One
    query."""
    pages = list(pages)
    described = descriptions(pages[:_NAMED])
    if len(pages) > _NAMED:
        more = len(pages) - _NAMED
        described.append(
            ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more}
        )
    return ", ".join(described)


class Staying(NamedTuple):
    """A picture or document that live pages show, and descriptions of those pages."""

    item: Any
    pages: list[tuple[Page, str]]

    @property
    def refusal(self) -> str:
        return _refusal(self.item, [page for page, _name in self.pages])


def staying(items: Iterable[Any], *, among: PageQuerySet | None = None) -> list[Staying]:
    """Returns those of the items that live pages show; `among` may exclude some pages."""
    items = list(items)
    uses = set(_uses(items).values_list("object_id", "to_object_id"))
    pages = Page.objects.all() if among is None else among
    live = list(
        pages.filter(pk__in={int(page) for page, _item in uses}, live=True).order_by("path")
    )
    with_pages = [
        (item, [page for page in live if (str(page.pk), str(item.pk)) in uses]) for item in items
    ]
    return [
        Staying(item, list(zip(pages, descriptions(pages), strict=True)))
        for item, pages in with_pages
        if pages
    ]


def check_removal(item: Any) -> None:
    """Raises `InUse` for a picture or document that a live page shows."""
    if pages := list(live_pages([item])):
        raise InUse(_refusal(item, pages), item=item)


def _refusal(item: Any, pages: list[Page]) -> str:
    return _(
        "“%(title)s” cannot be deleted, because live pages show it: %(pages)s. Take it "
        "out of these pages first."
    ) % {"title": item.title, "pages": names_of(pages)}


def check_hiding(documents: Iterable[Any], *, where: Collection) -> None:
    """Raises `InUse` if a public live page links one of these documents."""
    documents = list(documents)
    if pages := list(live_pages(documents).public()):
        title = documents[0].title if len(documents) == 1 else ""
        words = (
            _(
                "“%(title)s” cannot go into “%(collection)s”, which is private: live pages link "
                "it: %(pages)s. Take it out of these pages first."
            )
            if title
            else _(
                "“%(collection)s” cannot be private, because live pages link documents in it: "
                "%(pages)s. Take them out of these pages first, or move them to another collection."
            )
        )
        raise InUse(
            words % {"title": title, "collection": where.name, "pages": names_of(pages)},
            item=documents[0] if title else where,
        )


def is_private(collection: Collection) -> bool:
    """True if the collection, or one of its ancestors, is private."""
    return bool(collection.get_view_restrictions().exists())


def check_collection(collection: Collection, documents: "QuerySet[Any]") -> None:
    """Raises `InUse` if this collection may not become private; `documents` are all documents."""
    inside = collection.get_descendants(inclusive=True)
    check_hiding(documents.filter(collection__in=inside), where=collection)
