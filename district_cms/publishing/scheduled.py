"""Publishing what is due, one page at a time."""

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
# The loops, as failures of theirs are filed.
PUBLISH, EXPIRE, REFUSED_TASK = "publish", "expire", "refused"

# Sent when a planned publication ended without one. Arguments: `sender` (page type), `instance`.
schedule_ended = Signal()


def withdraw_expired(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Take down every page whose `expire_at` has passed. Yields one line a page."""
    now = now or timezone.now()
    note_abandoned(EXPIRE, now=now)
    known = standing(EXPIRE)
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
    found = {str(pk): pk for pk in expired.values_list("pk", flat=True)}
    if not dry_run:
        note_gone(EXPIRE, found)
    for key in _failed_last(found, known):
        if must_wait(known.get(key), now):
            yield f"tried again later: {known[key].title}"
            continue
        one = expired.filter(pk=found[key]).first()
        if one is None:
            continue
        if dry_run:
            yield f"taken down: {one}"
            continue
        with isolated(_item_of(EXPIRE, key, one), noted_before=True) as tried:
            # Another run may have taken it down since it was read.
            if locked := expired.select_for_update().filter(pk=one.pk).first():
                locked.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        yield f"failed: {one}" if tried.failed else f"taken down: {one}"


def publish_due_pages(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Publish every revision whose time has come. Yields one line a revision.

    The schedule of a refused revision ends, with the reason in the page's history. After any other
    failure it is tried again, after the others and ever more rarely.
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
        if revision is None:  # taken back, or published by someone, a moment ago
            continue
        if dry_run:
            yield f"would go live: {revision.object_str}"
            continue
        yield _publish(revision, key, due)


def _publish(revision: Revision, key: str, due: Any) -> str:
    """Publish one revision that is still `due`, by itself; returns the line about it."""
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
        if locked is None:  # another run has published it since it was read
            return f"no longer due: {revision.object_str}"
        revision = locked
        try:
            # By the rules of this hour, not of the day on which it was planned.
            with transaction.atomic(), questions_enforced(revision.user):
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as refusal:
            message = _end_schedule(revision, refusal)
            # Its own row, which no later run ends: the plan is over, and its author is told.
            note_failure(
                replace(item, task=REFUSED_TASK), refusal, reason=FailedWork.Reason.REFUSED
            )
            line = f"refused: {message}"
        else:
            line = f"live: {revision.object_str}"
    return line


def _failed_last(keys: Iterable[str], known: Container[str]) -> list[str]:
    """What failed before comes after what did not: should it end the program, it ends last."""
    return sorted(keys, key=lambda key: key in known)


def _item_of(task: str, key: str, one: Page) -> Item:
    title = one.get_admin_display_title()
    return Item(task, key, title=title, page_id=one.pk, owner_id=one.owner_id)


@transaction.atomic
def _end_schedule(revision: Revision, refusal: ValidationError) -> str:
    """Returns what the page's history says of it."""
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
