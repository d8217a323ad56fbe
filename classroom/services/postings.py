"""Noting what happens to an update, for the ledger.

One row an update. It is dated by its first submission; sending it back and fixing it keeps that
date, taking it back before it ever went live gives it up. Editing a live update changes nothing
but "updated on".
"""

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
    """The update was submitted at `at` (aware; now by default)."""
    posting = _posting_of(update)
    if posting.submitted_at is None:
        posting.submitted_at = at or clock.now()
    posting.returned_at = None
    if not update.live:
        posting.title = update.draft_title
    if posting.last_published_at is None:
        # What its teacher holds back counts for the posting day of that moment: from now on.
        posting.go_live_at = update.go_live_at
    posting.save()
    refresh_classes(classroom_ids=[posting.classroom_id])
    return posting


@transaction.atomic
def note_return(*, update: UpdatePage, at: dt.datetime | None = None) -> None:
    """It was sent back with a comment. Its date stays; until it is submitted again it fills no
    slot, because nobody can read it and nobody has it to review."""
    row = Posting.objects.filter(page_uuid=update.translation_key, published_at__isnull=True)
    if row.update(returned_at=at or clock.now()):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_cancellation(*, update: UpdatePage) -> None:
    """Its author took it back. Nothing happens to an update that has been live."""
    row = Posting.objects.filter(page_uuid=update.translation_key, published_at__isnull=True)
    if row.update(submitted_at=None, returned_at=None):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_publication(*, update: UpdatePage, at: dt.datetime | None = None) -> Posting:
    """The update went live, or was approved to go live later (`go_live_at` in the future)."""
    at = at or clock.now()
    posting = _posting_of(update)
    if not update.live and update.go_live_at is not None:
        # Approved, and its teacher chose a later moment. What was live before keeps its date.
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
    """The update was taken down or deleted; it informs nobody until it goes up again."""
    row = Posting.objects.filter(page_uuid=update.translation_key, withdrawn_at__isnull=True)
    if row.update(withdrawn_at=at or clock.now()):
        refresh_classes(classroom_ids=[_classroom_id(update)])


@transaction.atomic
def note_end_of_schedule(*, page_uuids: Iterable[Any], at: dt.datetime | None = None) -> int:
    """These were to go live at a later moment, and will not: the gate refused them then, or
    someone took the plan back. They are back with their teachers. Returns how many there were;
    an update that has been live is not touched."""
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
    """Wagtail moves pages as plain ones and so forgets the year's step in a class's address."""
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
    """An update that was put into another class counts there, as its place in the tree says."""
    if page.specific_class is not UpdatePage:
        return
    posting = Posting.objects.filter(page_uuid=page.translation_key).first()
    if posting is not None:
        classes = [posting.classroom_id, page.get_parent().pk]
        posting.classroom_id = classes[1]
        posting.save(update_fields=["classroom"])
        refresh_classes(classroom_ids=classes)
