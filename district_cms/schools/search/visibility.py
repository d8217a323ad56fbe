"""Decides which results are public at this moment.

The search tables only hold names. Visibility is checked for each answer: whether a page is live and
without restrictions, whether such a page shows a document, and whether a listing still has an item.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from district_cms.media.models import DistrictDocument

from .models import key_of, parts_of
from .sources import ListedItem, listings

_RECORDINGS: Final = frozenset({"mp4", "webm", "mp3", "m4a", "vtt"})
_REFERENCES: Final = 200
"""Check only the newest references to a document: one on each class's page of a large district has
thousands."""

# For a table or subquery called "page".
PUBLIC: Final = """
    page.live AND page.depth > 1 AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction AS closed
        JOIN wagtailcore_page AS above ON above.id = closed.page_id
        WHERE substr(page.path, 1, length(above.path)) = above.path
    )
"""
_SHOWN_ON: Final = f"""
    SELECT document.id, (
        SELECT page.path FROM (
            SELECT object_id FROM wagtailcore_referenceindex
            WHERE to_content_type_id = %s AND base_content_type_id = %s
                AND to_object_id = CAST(document.id AS varchar(255))
            ORDER BY id DESC LIMIT {_REFERENCES}
        ) AS reference
        JOIN wagtailcore_page AS page ON page.id = CAST(reference.object_id AS integer)
        WHERE {PUBLIC} AND substr(page.path, 1, length(%s)) = %s
        ORDER BY page.depth, page.id DESC LIMIT 1
    )
    FROM media_districtdocument AS document
    JOIN wagtailcore_collection AS collection ON collection.id = document.collection_id
    WHERE document.id IN ({{documents}}) AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_collectionviewrestriction AS closed
        JOIN wagtailcore_collection AS above ON above.id = closed.collection_id
        WHERE substr(collection.path, 1, length(above.path)) = above.path
    )
"""  # noqa: S608  # only constants


def is_listed_file(extension: str) -> bool:
    """Returns True if files of this type are listed as results."""
    return extension.casefold() not in _RECORDINGS


def is_public(page: str) -> Q:
    """Returns a filter for rows with a foreign key to a page: everyone may read the page, or there
    is none."""
    path = f"{page}__path"
    closed = PageViewRestriction.objects.annotate(
        beginning=Substr(OuterRef(path), 1, Length("page__path"))
    ).filter(beginning=F("page__path"))
    return Q(**{page: None}) | Q(Q(**{f"{page}__live": True}), ~Q(Exists(closed)))


def private_collections() -> set[int]:
    """Returns the ids of restricted collections and all below them."""
    closed = Q(pk__in=[])
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        closed |= Q(path__startswith=path)
    return set(Collection.objects.filter(closed).values_list("pk", flat=True))


def public_pages_of(document_ids: Sequence[int], below: str = "") -> dict[int, str]:
    """Returns {document id: path of a public page that shows it}, the highest in the tree, else the
    newest; without documents that no public page shows. `below` limits this to pages at or below a
    path. One query."""
    if not document_ids:
        return {}
    kinds = ContentType.objects.get_for_models(DistrictDocument, Page)
    marks = ", ".join(["%s"] * len(document_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOWN_ON.format(documents=marks),
            [kinds[DistrictDocument].pk, kinds[Page].pk, below, below, *document_ids],
        )
        return {document: path for document, path in cursor.fetchall() if path is not None}


def listed_items(keys: Iterable[str], today: dt.date) -> dict[str, ListedItem]:
    """Returns {key: its listing's result} for keys of items that still exist."""
    by_listing: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        name, identifier = parts_of(key)
        by_listing[name].append(identifier)
    return {
        key_of(name, identifier): item
        for name, listing in listings().items()
        if by_listing[name]
        for identifier, item in listing.tell(by_listing[name], today).items()
    }
