"""Saving what someone types every few seconds, for all their classes at once.

Drafts that this form began, and that nobody has handed in, get the new words in their row and in
their newest revision, which is written over. Wagtail's own save would send some forty queries for
each class; what it keeps in step, the search and the references, is kept in step here as well.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from district_cms.publishing.answers import any_on_record

from ..models import UpdatePage
from ..services.updates import CONTENT_FIELDS

SHARED: Final = ("title", "period_start", "period_end", "go_live_at", *CONTENT_FIELDS)
"""What the drafts of several classes have in common."""
_STREAMS: Final = frozenset({"lesson", "assignments", "curriculum", "events", "pictures"})
_BESIDE: Final = ("draft_title", "latest_revision_created_at", "has_unpublished_changes")


def words_of(update: UpdatePage) -> list[Any]:
    """What the newest draft of an update says, without the ids of its blocks: equal for two with
    the same words, unless one of them stands apart. No query for an update that was read with its
    newest revision."""
    latest = update.latest_revision
    content = latest.content if latest else update.serializable_data()
    found: list[Any] = [update.pk if update.stands_apart else None]
    for name in SHARED:
        value = content.get(name)
        if name in _STREAMS:
            value = [(each["type"], each["value"]) for each in json.loads(value or "[]")]
        found.append(value)
    return found


def id_in(page: uuid.UUID | None, block_id: str | None) -> str | None:
    """The id of a block in another page: two never share one, and it stays with each save."""
    if page is None or block_id is None:
        return block_id
    return str(uuid.uuid5(page, block_id))


def held(pages: Iterable[UpdatePage]) -> dict[int, UpdatePage]:
    """The rows of these, and of those that were begun together with them, locked until the
    transaction is over and in one order: nobody hands one in while its words are written. The
    pages' own rows first, as the page editor and the review do. One query."""
    found = list(pages)
    batches = {page.batch_id for page in found if page.batch_id}
    wanted = Q(pk__in=[page.pk for page in found]) | Q(batch_id__in=batches)
    rows = UpdatePage.objects.select_for_update(of=("page_ptr", "self")).filter(wanted)
    return {row.pk: row for row in rows.order_by("pk")}


def may_write_over(rows: Sequence[UpdatePage], user_id: int) -> bool:
    """Whether all of these are drafts whose newest revision this account may write over. One
    query."""
    are_own = all(
        not row.live and row.latest_revision and row.latest_revision.user_id == user_id
        for row in rows
    )
    return are_own and not any_on_record(pages=rows)


def write_over(page: UpdatePage, revision: Revision, others: Sequence[UpdatePage]) -> None:
    """Store `page`, a draft in memory, over this revision of it, and its words in these drafts of
    other classes, which were read with their newest revision."""
    now = timezone.now()
    page.latest_revision = revision
    page.latest_revision_created_at = now
    page.draft_title = page.title
    page.has_unpublished_changes = True
    revision.content = content = page.serializable_data()
    pages, revisions = [page], [revision]
    for row in others:
        latest = row.latest_revision
        assert latest is not None
        for name in SHARED:
            setattr(row, name, _for_page(getattr(page, name), row.translation_key))
        row.draft_title, row.latest_revision_created_at = row.title, now
        row.has_unpublished_changes = True
        fields: dict[str, Any] = {name: UpdatePage._meta.get_field(name) for name in _STREAMS}
        streams = {name: field.value_to_string(row) for name, field in fields.items()}
        beside = {name: content[name] for name in (*SHARED, *_BESIDE)}
        latest.content = latest.content | beside | streams
        pages.append(row)
        revisions.append(latest)
    for each, written in zip(pages, revisions, strict=True):
        written.created_at, written.object_str = now, str(each)
    UpdatePage.objects.bulk_update(pages, [*SHARED, *_BESIDE])
    Revision.objects.bulk_update(revisions, ["content", "created_at", "object_str"])
    get_search_backend().add_bulk(UpdatePage, pages)
    for each in pages:
        ReferenceIndex.create_or_update_for_object(each)


def _for_page(value: Any, key: uuid.UUID) -> Any:
    if not hasattr(value, "raw_data"):
        return value
    children = [(child.block_type, child.value, id_in(key, child.id)) for child in value]
    return type(value)(value.stream_block, children)
