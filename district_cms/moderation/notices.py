"""Mails reviewers about waiting pages, and authors about the outcome: one mail per person and run.

Rows and mails are written in one transaction, so that a crash neither loses nor repeats any.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TaskState, WorkflowState

from district_cms.people.models import User
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, must_wait, standing
from district_cms.web.times import moment_text

from .models import PassedOn, ReviewNotice, SchoolApprovalTask
from .review.queue import CAME_BACK, HOUR, first_submitted, hour_of, pages_of, submitted_again
from .review.reviewers import administrators
from .standing_in import stand_ins_by_school

# Older outcomes are not mailed.
RECENT = dt.timedelta(days=7)
# The name under which failures of this loop are recorded.
NOTICES = "review notices"
Kind = ReviewNotice.Kind
PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Line:
    """One page in a mail."""

    kind: str
    state_id: int
    title: str
    place: str
    author: str
    comment: str
    url: str
    # When it goes live, if later; "" if approval makes it live.
    hour: str = ""
    # The first submission, for a page that was sent back and submitted again.
    first: str = ""
    # The stand-ins to whom it was passed on.
    names: str = ""


def tell_everyone(*, now: dt.datetime | None = None) -> int:
    """Sends the notices that are due, in one transaction per person. Returns the number of
    mails."""
    now = now or timezone.now()
    mails = 0
    known = standing(NOTICES)
    for user_id, lines in _pending_lines(now).items():
        item = Item(NOTICES, str(user_id), title=_("Mail about reviews"))
        if must_wait(known.get(item.key), now):
            continue
        with isolated(item, failed_before=known) as tried:
            ReviewNotice.objects.bulk_create(
                ReviewNotice(
                    kind=line.kind, task_state_id=line.state_id, user_id=user_id, told_at=now
                )
                for line in lines
            )
            _mail(User.objects.get(pk=user_id), lines)
        mails += not tried.failed
    return mails


def _pending_lines(now: dt.datetime) -> dict[int, list[Line]]:
    states = list(
        TaskState.objects.filter(task__in=SchoolApprovalTask.objects.values("task_ptr_id"))
        .exclude(status=TaskState.STATUS_IN_PROGRESS, started_at__lt=now - RECENT * 8)
        .exclude(finished_at__lt=now - RECENT)
        .select_related("workflow_state__requested_by")
        .annotate(hour=HOUR, came_back=CAME_BACK)
        .order_by("workflow_state__created_at", "pk")
    )
    notified = set(
        ReviewNotice.objects.filter(task_state_id__in=[s.pk for s in states]).values_list(
            "kind", "task_state_id", "user_id"
        )
    )
    pages = pages_of(states)
    passed = _passed_on(states)
    reviewers: dict[str, list[Any]] = {}
    lines: dict[int, list[Line]] = defaultdict(list)
    # The last approval of each page is the one that its author must know.
    last_approved = {
        state.workflow_state.object_id: state.pk
        for state in states
        if state.status == TaskState.STATUS_APPROVED
    }
    for state in states:
        page = pages.get(state.workflow_state.object_id)
        if page is None or _is_overtaken(state, page, last_approved, now):
            continue
        for kind, user in _audience(state, page, reviewers):
            if (kind, state.pk, user.pk) not in notified:
                lines[user.pk].append(_line(kind, state, page, now))
        for user in (
            *passed.get(state.pk, ()),
            *_principals_notified(state, page, reviewers, passed),
        ):
            is_author = user == state.workflow_state.requested_by
            if not is_author and (Kind.PASSED, state.pk, user.pk) not in notified:
                names = [each.get_full_name() for each in passed[state.pk]]
                line = _line(Kind.PASSED, state, page, now)
                lines[user.pk].append(replace(line, names=", ".join(names)))
    return lines


def _passed_on(states: list[Any]) -> dict[int, list[User]]:
    """Returns {waiting step: the accounts to which it was passed on}."""
    waiting = [state.pk for state in states if state.status == TaskState.STATUS_IN_PROGRESS]
    rows = dict(
        PassedOn.objects.filter(task_state_id__in=waiting).values_list("task_state_id", "school_id")
    )
    stand_ins = stand_ins_by_school() if rows else {}
    return {state: stand_ins.get(school, []) for state, school in rows.items()}


def _principals_notified(
    state: Any, page: Page, reviewers: dict[str, list[Any]], passed: dict[int, list[User]]
) -> list[User]:
    """Returns the principals of the school from which the step was passed on."""
    if not passed.get(state.pk):
        return []
    return reviewers.get(school_path(page.path), [])


def _is_overtaken(state: Any, page: Page, last_approved: dict[str, int], now: dt.datetime) -> bool:
    """Returns True if this step is no longer news: submitted or published since, or not on the
    site."""
    if state.status == TaskState.STATUS_REJECTED:
        review = state.workflow_state
        waits = review.status == WorkflowState.STATUS_NEEDS_CHANGES
        return not waits or review.current_task_state_id != state.pk
    if state.status == TaskState.STATUS_APPROVED:
        again = last_approved[state.workflow_state.object_id] != state.pk
        return again or (hour_of(state, now) is None and not page.live)
    return False


def _audience(
    state: TaskState, page: Page, reviewers: dict[str, list[Any]]
) -> list[tuple[str, Any]]:
    author = state.workflow_state.requested_by
    if state.status == TaskState.STATUS_IN_PROGRESS:
        path = school_path(page.path)
        if path not in reviewers:
            school = Page.objects.filter(path=path).first()
            reviewers[path] = reviewers_of(school.pk) if school else []
        if not reviewers[path]:
            return [(Kind.NOBODY, user) for user in administrators()]
        return [(Kind.WAITING, user) for user in reviewers[path] if user != author]
    kinds = {TaskState.STATUS_APPROVED: Kind.APPROVED, TaskState.STATUS_REJECTED: Kind.RETURNED}
    kind = kinds.get(state.status)
    if kind is None or author is None or not author.is_active or state.finished_by == author:
        return []
    if kind == Kind.APPROVED and state.finished_by_id is None:
        # It went live as soon as its author submitted it; see `read_later`.
        return []
    return [(kind, author)]


def _line(kind: str, state: Any, page: Page, now: dt.datetime) -> Line:
    author = state.workflow_state.requested_by
    hour = hour_of(state, now)
    live = page.get_full_url() if kind == Kind.APPROVED and hour is None else None
    edit = editor_url(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return Line(
        kind=str(kind),
        state_id=state.pk,
        title=page.get_admin_display_title(),
        place=page.get_parent().title,
        author=author.get_full_name() if author else "",
        comment=state.comment,
        url=live or edit,
        hour=moment_text(hour) if hour is not None else "",
        first=moment_text(first_submitted(state)) if submitted_again(state) else "",
    )


def _mail(user: User, lines: list[Line]) -> None:
    parts = {kind.value: [line for line in lines if line.kind == kind] for kind in Kind}
    approved = parts[Kind.APPROVED]
    parts[Kind.APPROVED] = [line for line in approved if not line.hour]
    parts[PLANNED] = [line for line in approved if line.hour]
    context: dict[str, Any] = {
        **parts,
        "name": user.get_short_name(),
        "queue_url": editor_url(reverse("moderation_review")),
    }
    mail = draw(
        "moderation/email/review",
        subject=_subject(parts),
        office=DistrictSettings.cached(),
        **context,
    )
    mail.message(user.email).send()


def _subject(parts: dict[str, list[Line]]) -> str:
    waiting, returned, approved = (
        len(parts[kind]) for kind in (Kind.WAITING, Kind.RETURNED, Kind.APPROVED)
    )
    if returned:
        return ngettext(
            "%(number)d page came back to you", "%(number)d pages came back to you", returned
        ) % {"number": returned}
    if waiting:
        return ngettext(
            "%(number)d page is waiting for your review",
            "%(number)d pages are waiting for your review",
            waiting,
        ) % {"number": waiting}
    if parts[Kind.PASSED]:
        return _("Updates that have waited too long")
    if parts[Kind.NOBODY]:
        return _("A school has no principal, so nobody can approve its pages")
    if parts[PLANNED] and not approved:
        return _("“%(title)s” is approved and goes live later") % {"title": parts[PLANNED][0].title}
    if approved == 1:
        return _("“%(title)s” is live") % {"title": parts[Kind.APPROVED][0].title}
    return _("%(number)d of your pages are live") % {"number": approved}
