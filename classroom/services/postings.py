"""Records in the ledger what happens to an update.

One row per update, dated by its first submission. Returning and fixing it keeps that date;
withdrawing it before it ever went live clears it. Editing a live update changes only "updated
on"."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Page

from district_cms.schools.page_cache.writers import rows_changed
from district_cms.web import clock

from ..ledger.refresh import refresh_classes
from ..models import ClassroomPage, Posting, UpdatePage


@transaction.atomic
def note_submission(*, update: UpdatePage, at: dt.datetime | None = None) -> Posting:
    """Records that the update was submitted at `at` (aware; now by default)."""
    posting = _posting_of(update)
    if posting.submitted_at is None:
        posting.submitted_at = at or clock.now()
    posting.returned_at = None
    if not update.live:
        posting.title = update.draft_title
    if posting.last_published_at is None:
        # If the teacher delays publication, the update counts for the posting day of `go_live_at`.
        posting.go_live_at = update.go_live_at
    posting.save()
    refresh_classes(classroom_ids=[posting.classroom_id])
    return posting


@transaction.atomic
def note_return(*, update: UpdatePage, at: dt.datetime | None = None) -> None:
    """Records that the update was sent back with a comment. Its date stays, but it fills no slot
    until it is submitted again, because nobody can read or review it."""
    row = Posting.objects.filter(page_uuid=update.translation_key, published_at__isnull=True)
    if row.update(returned_at=at or clock.now()):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_cancellation(*, update: UpdatePage) -> None:
    """Records that the author withdrew it from review. Does nothing for an update that has been
    live."""
    row = Posting.objects.filter(page_uuid=update.translation_key, published_at__isnull=True)
    if row.update(submitted_at=None, returned_at=None):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_publication(*, update: UpdatePage, at: dt.datetime | None = None) -> Posting:
    """Records that the update went live, or was approved to go live later (`go_live_at` in the
    future)."""
    at = at or clock.now()
    posting = _posting_of(update)
    if not update.live and update.go_live_at is not None:
        # Approved for a later time. An update that was live before keeps its date.
        posting.returned_at = None
        if posting.last_published_at is None:
            posting.go_live_at = posting.published_at = update.go_live_at
    else:
        if posting.published_at is None or posting.published_at > at:
            posting.published_at = at
        posting.last_published_at = at
        posting.withdrawn_at = posting.returned_at = None
        posting.revision_id = update.live_revision_id
    posting.submitted_at = posting.submitted_at or at
    posting.title = update.title
    posting.save()
    refresh_classes(classroom_ids=[posting.classroom_id])
    return posting


@transaction.atomic
def note_withdrawal(*, update: UpdatePage, at: dt.datetime | None = None) -> None:
    """Records that the update was taken down or deleted. It fills no slot until it is live
    again."""
    row = Posting.objects.filter(page_uuid=update.translation_key, withdrawn_at__isnull=True)
    if row.update(withdrawn_at=at or clock.now()):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_end_of_schedule(*, page_uuids: Iterable[Any], at: dt.datetime | None = None) -> int:
    """Records that scheduled updates will not go live, because the gate refused them or someone
    canceled the schedule. They are back with their teachers. Returns their number; skips updates
    that have been live."""
    rows = Posting.objects.filter(
        page_uuid__in=list(page_uuids),
        published_at__isnull=False,
        last_published_at__isnull=True,
    )
    classes = list(rows.values_list("classroom_id", flat=True))
    rows.update(published_at=None, go_live_at=None, returned_at=at or clock.now())
    refresh_classes(classroom_ids=set(classes))
    return len(classes)


def _posting_of(update: UpdatePage) -> Posting:
    classroom_id = _classroom_id(update)
    posting, _created = Posting.objects.get_or_create(
        page_uuid=update.translation_key,
        defaults={"classroom_id": classroom_id, "title": update.title},
    )
    posting.classroom_id = classroom_id
    return posting


def _classroom_id(update: UpdatePage) -> Any:
    return update.get_parent().pk


@transaction.atomic
def give_moved_class_its_address(*, page: Page) -> None:
    """Restores the year in the address of a moved class: Wagtail moves pages as plain `Page`
    objects."""
    if page.specific_class is not ClassroomPage:
        return
    classroom = page.specific
    plain = classroom.url_path
    address = classroom.set_url_path(classroom.get_parent())
    if address != plain:
        Page.objects.filter(pk=classroom.pk).update(url_path=address)
        classroom._update_descendant_url_paths(plain, address)
        rows_changed([classroom.pk])


@transaction.atomic
def take_posting_along(*, page: Page) -> None:
    """Counts an update that was moved to another class there."""
    if page.specific_class is not UpdatePage:
        return
    posting = Posting.objects.filter(page_uuid=page.translation_key).first()
    if posting is not None:
        classes = [posting.classroom_id, page.get_parent().pk]
        posting.classroom_id = classes[1]
        posting.save(update_fields=["classroom"])
        refresh_classes(classroom_ids=classes)
