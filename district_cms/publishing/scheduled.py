"""Publishes due pages and takes down expired ones, one page at a time."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import (
    Item,
    isolated,
    must_wait,
    note_abandoned,
    note_failure,
    note_gone,
    standing,
)

from .gate import PublishBlocked, refusal_message
from .late_questions import questions_enforced

REFUSED = "schools.schedule_refused"
# The names under which failures of these loops are recorded.
PUBLISH, EXPIRE, REFUSED_TASK = "publish", "expire", "refused"

# Sent when a scheduled publication is canceled. Arguments: `sender` (page type), `instance`.
schedule_ended = Signal()


def withdraw_expired(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Takes down every page whose `expire_at` has passed. Yields one line per page."""
    now = now or timezone.now()
    note_abandoned(EXPIRE, now=now)
    known = standing(EXPIRE)
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
    pks = {str(pk): pk for pk in expired.values_list("pk", flat=True)}
    if not dry_run:
        note_gone(EXPIRE, pks)
    for key in _failed_last(pks, known):
        if must_wait(known.get(key), now):
            yield f"tried again later: {known[key].title}"
            continue
        one = expired.filter(pk=pks[key]).first()
        if one is None:
            continue
        if dry_run:
            yield f"taken down: {one}"
            continue
        with isolated(_item_of(EXPIRE, key, one), noted_before=True) as tried:
            # Another run may have taken it down meanwhile.
            if locked := expired.select_for_update().filter(pk=one.pk).first():
                locked.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        yield f"failed: {one}" if tried.failed else f"taken down: {one}"


def publish_due_pages(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Publishes every revision that is due. Yields one line per revision.

    The schedule of a refused revision ends, with the reason in the page's history. After any other
    failure it is retried, after the others and less and less often.
    """
    now = now or timezone.now()
    note_abandoned(PUBLISH, now=now)
    known = standing(PUBLISH)
    due = Revision.objects.filter(approved_go_live_at__lt=now).select_related("user")
    due = due.order_by("approved_go_live_at")
    keys = {str(pk): pk for pk in due.values_list("pk", flat=True)}
    if not dry_run:
        note_gone(PUBLISH, keys)
    for key in _failed_last(keys, known):
        if must_wait(known.get(key), now):
            yield f"tried again later: {known[key].title}"
            continue
        revision = due.filter(pk=keys[key]).first()
        if revision is None:  # canceled, or published by someone, a moment ago
            continue
        if dry_run:
            yield f"would go live: {revision.object_str}"
            continue
        yield _publish(revision, key, due)


def _publish(revision: Revision, key: str, due: Any) -> str:
    """Publishes one revision that is still `due`, in isolation; returns the line about it."""
    page = Page.objects.filter(pk=revision.object_id).only("owner_id").first()
    item = Item(
        PUBLISH,
        key,
        title=revision.object_str,
        page_id=page and page.pk,
        owner_id=revision.user_id or (page and page.owner_id),
    )
    line = f"failed: {revision.object_str}"
    with isolated(item, noted_before=True):
        locked = due.select_for_update(of=("self",)).filter(pk=revision.pk).first()
        if locked is None:  # another run has published it meanwhile
            return f"no longer due: {revision.object_str}"
        revision = locked
        try:
            # By the rules at this time, not those of the day on which it was scheduled.
            with transaction.atomic(), questions_enforced(revision.user):
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as refusal:
            message = _end_schedule(revision, refusal)
            # A row of its own, which no later run closes: the schedule has ended, and its author is
            # notified.
            note_failure(
                replace(item, task=REFUSED_TASK), refusal, reason=FailedWork.Reason.REFUSED
            )
            line = f"refused: {message}"
        else:
            line = f"live: {revision.object_str}"
    return line


def _failed_last(keys: Iterable[str], known: Container[str]) -> list[str]:
    """Returns earlier failures last: if one ends the program, the others are done."""
    return sorted(keys, key=lambda key: key in known)


def _item_of(task: str, key: str, one: Page) -> Item:
    title = one.get_admin_display_title()
    return Item(task, key, title=title, page_id=one.pk, owner_id=one.owner_id)


@transaction.atomic
def _end_schedule(revision: Revision, refusal: ValidationError) -> str:
    """Ends the schedule; returns the entry in the page's history."""
    wanted = revision.approved_go_live_at
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    page = revision.as_object()
    if isinstance(refusal, PublishBlocked):
        message = refusal_message(refusal)
        rules = [finding.rule for finding in refusal.findings]
    else:
        reasons = " ".join(refusal.messages)
        message = _("“%(title)s” could not go live. %(reasons)s") % {
            "title": revision.object_str,
            "reasons": reasons,
        }
        rules = []
    log(
        instance=page,
        action=REFUSED,
        revision=revision,
        data={
            "wanted": wanted.isoformat() if wanted else "",
            "reasons": rules,
            "message": message,
        },
    )
    return message
