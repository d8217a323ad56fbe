"""What of that which was found everyone may read, as the pages are at this moment.

The tables of the search say what things are called. Whether they are shown is asked anew for each
answer: of a page whether it is live and free of restrictions; of a document whether such a page
shows it; of what a room lists whether it still does.
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

_HEARD_ON_THEIR_PAGE: Final = frozenset({"mp4", "webm", "mp3", "m4a", "vtt"})
_REFERENCES: Final = 200
"""So many references to a document are looked at, the newest first: one on a page of each class
of a large district has thousands."""

# Of a table or a subquery that is called "page".
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
"""  # noqa: S608  # of constants


def is_listed_file(extension: str) -> bool:
    """Whether a file of this kind is a result of its own."""
    return extension.casefold() not in _HEARD_ON_THEIR_PAGE


def is_public(page: str) -> Q:
    """Of rows with a foreign key to a page: whether everyone may read it, or there is none."""
    path = f"{page}__path"
    closed = PageViewRestriction.objects.annotate(
        beginning=Substr(OuterRef(path), 1, Length("page__path"))
    ).filter(beginning=F("page__path"))
    return Q(**{page: None}) | Q(Q(**{f"{page}__live": True}), ~Q(Exists(closed)))


def private_collections() -> set[int]:
    """Those whose files not everybody may have, with all below them."""
    closed = Q(pk__in=[])
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        closed |= Q(path__startswith=path)
    return set(Collection.objects.filter(closed).values_list("pk", flat=True))


def public_pages_of(document_ids: Sequence[int], below: str = "") -> dict[int, str]:
    """{document: the path of a public page that shows it}, of those that any does; the nearest to
    the front page, else the newest; with `below` only pages at or below this path. One query."""
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
    """{key: what its room says}, of those of the keys that are things and still there."""
    by_room: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        what, which = parts_of(key)
        by_room[what].append(which)
    return {
        key_of(room, which): told
        for room, listing in listings().items()
        if by_room[room]
        for which, told in listing.tell(by_room[room], today).items()
    }
