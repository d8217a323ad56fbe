"""Publishing what is due, one page at a time."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from ..late_questions import asked_again
from ..mechanism import PublishBlocked, refusal_message

REFUSED = "schools.schedule_refused"

# Sent when a planned publication ended without one. Arguments: `sender` (page type), `instance`.
schedule_refused = Signal()


def withdraw_expired(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Take down everything whose `expire_at` has passed. Yields one line an object."""
    now = now or timezone.now()
    models: list[Any] = [Page]
    models += [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in models:
        for found in list(model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")):
            if not dry_run:
                found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            yield f"taken down: {found}"


def publish_due_pages(*, dry_run: bool = False, now: dt.datetime | None = None) -> Iterator[str]:
    """Publish every revision whose time has come. Yields one line a revision.

    A revision that may not go live stays a draft, whether the gate refuses it or its address was
    taken in the meantime: its schedule ends, the reason is written into the page's history, where
    its author and the school see it, and the others go on.
    """
    now = now or timezone.now()
    due = (
        Revision.objects.filter(approved_go_live_at__lt=now)
        .select_related("user")
        .order_by("approved_go_live_at")
    )
    for revision in list(due):
        if dry_run:
            yield f"would go live: {revision.object_str}"
            continue
        try:
            # By the rules of this hour, not of the day on which it was planned.
            with transaction.atomic(), asked_again(revision.user):
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as refusal:
            message = _end_schedule(revision, refusal)
            yield f"refused: {message}"
        else:
            yield f"live: {revision.object_str}"


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
    schedule_refused.send(sender=type(page), instance=page)
    return message
