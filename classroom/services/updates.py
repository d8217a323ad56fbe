"""Writes updates outside the editor's form: from the last one, for other sections, and back to
drafts."""

import copy
import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from district_cms.audit_log.services import record
from district_cms.moderation.services import submit_for_approval
from district_cms.moderation.taking_down.selectors import holds_what_is_private
from district_cms.people.models import User
from district_cms.publishing.answers import inherit_confirmations

from ..editing.dates import dates_now, refresh_dates
from ..editing.page_form import is_posted, newest
from ..models import ClassroomPage, UpdatePage
from ..parts import COLUMN_FIELDS
from ..selectors import to_start_from

CONTENT_FIELDS = (
    *COLUMN_FIELDS,
    "further",
    "nothing_reason",
    "language",
    "assessments",
    "pictures",
)


@dataclass(frozen=True, slots=True)
class Copied:
    """The updates made for other sections, and those of them that were submitted for approval."""

    made: tuple[UpdatePage, ...]
    submitted: tuple[UpdatePage, ...]


def check_may_post(*, user: User, classroom: ClassroomPage) -> None:
    """Raises `PermissionDenied` unless the account may add updates to this class."""
    if not classroom.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied(_("This class is not one of yours."))


@transaction.atomic
def add_draft(
    *, classroom: ClassroomPage, user: User, title: str, content: dict[str, Any]
) -> UpdatePage:
    """Adds a draft update to a class, with its first revision. Raises `ValidationError` for values
    that no draft may have."""
    update = UpdatePage(title=title, live=False, owner=user, **content)
    classroom.add_child(instance=update)
    update.save_revision(user=user, log_action="wagtail.create", clean=False)
    return update


@transaction.atomic
def start_from_last(
    *,
    classroom: ClassroomPage,
    user: User,
    today: dt.date | None = None,
    key: uuid.UUID | None = None,
) -> UpdatePage:
    """Makes a draft from the class's newest update, preferably a posted one, for the days from
    today until the next posting day.

    Carries over lesson, curriculum links and assessments; leaves out assignments that were due and
    events that are over. Without an earlier update the draft is empty. `key` becomes the draft's
    `translation_key`."""
    check_may_post(user=user, classroom=classroom)
    today = today or timezone.localdate()
    updates = UpdatePage.objects.child_of(classroom)
    # Prefers a posted update over an abandoned draft for the same days.
    there = to_start_from(updates)
    last = newest(there.filter(is_posted())) or newest(there)
    content = _content_of(last) if last else {}
    if last:
        # Leaves out assignments that were due in the past.
        content["assignments"] = [
            (c.block_type, c.value)
            for c in last.assignments
            if not c.value.get("due") or c.value["due"] >= today
        ]
        content["events"] = [
            (c.block_type, c.value) for c in last.events if c.value["date"] >= today
        ]
        content["pictures"] = []
        # The earlier reason for having nothing does not apply now.
        content["nothing_reason"] = ""
    dates = dates_now(classroom)
    content["period_start"], content["period_end"] = dates.period
    if key is not None:
        content["translation_key"] = key
    return add_draft(classroom=classroom, user=user, title=dates.title, content=content)


@transaction.atomic
def post_to_sections(
    *, update: UpdatePage, classrooms: Iterable[ClassroomPage], user: User, submit: bool
) -> Copied:
    """Makes independent copies of an update in other classes, with a common batch id.

    If `submit`, also submits them to the principal. Raises `PermissionDenied` for a class that is
    not the account's own and `PublishBlocked` if the gate refuses one; then nothing is made."""
    if not update.permissions_for_user(user).can_edit():
        raise PermissionDenied(_("This update is not one of yours."))
    if holds_what_is_private(update):
        raise PermissionDenied(
            _("This update is down for student privacy. It cannot be posted elsewhere.")
        )
    latest = update.get_latest_revision_as_object()
    batch = latest.batch_id or uuid.uuid4()
    if latest.batch_id is None:
        # No new revision: one may be in review just now, and the content is the same.
        UpdatePage.objects.filter(pk=update.pk).update(batch_id=batch)
    copies: list[UpdatePage] = []
    for classroom in classrooms:
        check_may_post(user=user, classroom=classroom)
        days = {"period_start": latest.period_start, "period_end": latest.period_end}
        dated = UpdatePage(title=latest.title, live=False, **days)
        refresh_dates(dated, classroom)
        content = _content_of(latest) | {name: getattr(dated, name) for name in days}
        content |= {"batch_id": batch}
        page = add_draft(classroom=classroom, user=user, title=dated.title, content=content)
        copies.append(page)
    inherit_confirmations(source=latest, targets=copies, user=user)
    for page in copies if submit else ():
        submit_for_approval(page=page, user=user)
    record(
        action="classroom.post_to_sections",
        actor=user,
        page=latest,
        batch=str(batch),
        classes=[page.get_parent().title for page in copies],
    )
    return Copied(tuple(copies), tuple(copies) if submit else ())


def _content_of(update: UpdatePage) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name in CONTENT_FIELDS:
        value = getattr(update, name)
        # Fresh block ids: two pages never share one.
        content[name] = (
            [(child.block_type, copy.deepcopy(child.value)) for child in value]
            if hasattr(value, "raw_data")
            else value
        )
    return content


def can_take_back(update: UpdatePage, user: User) -> bool:
    """Returns True if the update is in review and this account may withdraw it."""
    review = update.current_workflow_state
    return (
        review is not None
        and review.status == WorkflowState.STATUS_IN_PROGRESS
        and bool(review.user_can_cancel(user))
    )


@transaction.atomic
def take_back(*, update: UpdatePage, user: User) -> None:
    """Turns an update in review into a draft again. Clears its first submission unless it has been
    live.

    Raises `PermissionDenied` if it is not in review, or not this account's to withdraw."""
    page = UpdatePage.objects.select_for_update(of=("page_ptr", "self")).get(pk=update.pk)
    if not can_take_back(page, user):
        raise PermissionDenied(_("This is not with the principal, or not yours to take back."))
    page.current_workflow_state.cancel(user=user)
    record(action="classroom.take_back", actor=user, page=page, live=page.live)
