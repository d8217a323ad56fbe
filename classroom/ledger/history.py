"""Rebuilds the postings from Wagtail's own log.

Wagtail logs every submission, publication and withdrawal. The nightly run adds the postings of
pages that went live without a signal, and an auditor can check that the ledger agrees with the
log."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from ..models import ClassroomPage, ClassroomStanding, Posting, UpdatePage

CREATED = "wagtail.create"
SUBMITTED = {"wagtail.workflow.start", "wagtail.workflow.resume"}
RETURNED = {"wagtail.workflow.reject"}
CANCELED = {"wagtail.workflow.cancel"}
# Without "wagtail.revert", which makes a draft from an earlier version.
PUBLISHED = {"wagtail.publish", "wagtail.publish.scheduled"}
WITHDRAWN = {"wagtail.unpublish", "wagtail.unpublish.scheduled"}
PLANNED = {"wagtail.publish.schedule"}
PLAN_ENDED = {"wagtail.schedule.cancel"}
# Log entries written by one action of one person are at most this far apart.
ONE_STEP = dt.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the log says about one update, with the fields of its posting. Datetimes are aware."""

    page_uuid: UUID
    classroom_id: int
    submitted_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    published_at: dt.datetime | None = None
    go_live_at: dt.datetime | None = None
    last_published_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    revision_id: int | None = None
    # Only for rebuilding: a canceled submission, and when it was canceled.
    given_up: tuple[dt.datetime | None, dt.datetime] | None = field(default=None, compare=False)

    def after(
        self,
        action: str,
        at: dt.datetime,
        *,
        hour: dt.datetime | None = None,
        revision_id: int | None = None,
    ) -> "Fact":
        """Returns the fact after one more log entry. `hour` is the requested time of publication
        for a submission, and the scheduled time for a schedule."""
        if action in SUBMITTED:
            return self._submitted(at, hour)
        if action in RETURNED and self.published_at is None:
            return replace(self, returned_at=at)
        if action in CANCELED and self.published_at is None:
            given_up = (self.submitted_at, at)
            return replace(self, submitted_at=None, returned_at=None, given_up=given_up)
        if action in PLANNED:
            return self._planned(at, hour)
        if action in PLAN_ENDED and self.last_published_at is None and self.published_at:
            return replace(self, published_at=None, go_live_at=None, returned_at=at)
        if action in PUBLISHED:
            return self._published(at, revision_id)
        if action in WITHDRAWN:
            return replace(self, withdrawn_at=at)
        return self

    def _submitted(self, at: dt.datetime, hour: dt.datetime | None) -> "Fact":
        return replace(
            self,
            submitted_at=self.submitted_at or at,
            returned_at=None,
            go_live_at=self.go_live_at if self.last_published_at else hour,
        )

    def _planned(self, at: dt.datetime, hour: dt.datetime | None) -> "Fact":
        never_live = self.last_published_at is None
        return replace(
            self,
            submitted_at=self._first_submission(at),
            returned_at=None,
            published_at=hour if never_live else self.published_at,
            go_live_at=hour if never_live else self.go_live_at,
        )

    def _published(self, at: dt.datetime, revision_id: int | None) -> "Fact":
        return replace(
            self,
            submitted_at=self._first_submission(at),
            published_at=min(self.published_at or at, at),
            last_published_at=at,
            withdrawn_at=None,
            returned_at=None,
            revision_id=revision_id,
        )

    def _first_submission(self, at: dt.datetime) -> dt.datetime:
        # Publishing an update in review cancels the review first, and logs that first.
        if self.submitted_at is None and self.given_up and at - self.given_up[1] <= ONE_STEP:
            return self.given_up[0] or at
        return self.submitted_at or at


def facts_of(updates: QuerySet[UpdatePage]) -> list[Fact]:
    """Returns one fact for each of these updates that was ever submitted or live, in tree order.

    Five queries, whatever the number of classes."""
    wanted = list(updates.order_by("path").values_list("pk", "path", "translation_key"))
    above = {path[: -Page.steplen] for _pk, path, _uuid in wanted}
    by_path = dict(ClassroomPage.objects.filter(path__in=above).values_list("path", "pk"))
    facts: dict[int, Fact] = {}
    for pk, path, uuid in wanted:
        classroom_id = by_path.get(path[: -Page.steplen])
        if classroom_id is not None:
            facts[pk] = Fact(uuid, classroom_id)
    first_seen: dict[int, dt.datetime] = {}
    hours = _hours_asked_for(updates)
    for page_id, action, at, details in _log_of(updates):
        if page_id in facts:
            first_seen.setdefault(page_id, at)
            if action in SUBMITTED:
                details["hour"] = next(hours[page_id], None)
            facts[page_id] = facts[page_id].after(action, at, **details)
    live = updates.filter(live=True).order_by()
    for pk, published_at, revision_id in live.values_list(
        "pk", "first_published_at", "live_revision"
    ):
        # Live without a log entry: created by code that writes none, and often no date either.
        if pk in facts and facts[pk].last_published_at is None:
            at = published_at or first_seen.get(pk) or timezone.now()
            facts[pk] = facts[pk].after("wagtail.publish", at, revision_id=revision_id)
    return [fact for fact in facts.values() if fact.submitted_at is not None]


def _log_of(
    updates: QuerySet[UpdatePage],
) -> Iterator[tuple[int, str, dt.datetime, dict[str, Any]]]:
    """Yields the relevant log entries in order: page, action, time, and the other arguments of
    `Fact.after`. Leaves out schedules for changes to a live page."""
    relevant = SUBMITTED | RETURNED | CANCELED | PUBLISHED | WITHDRAWN | PLANNED | PLAN_ENDED
    log = PageLogEntry.objects.filter(
        page__in=updates.order_by().values("pk"), action__in={CREATED} | relevant
    ).order_by("timestamp", "pk")
    for page_id, action, at, revision_id, data in log.values_list(
        "page_id", "action", "timestamp", "revision_id", "data"
    ):
        details: dict[str, Any] = {"revision_id": revision_id}
        if action in PLANNED:
            planned = data.get("revision", {})
            if planned.get("has_live_version"):
                continue
            details["hour"] = _moment(planned.get("go_live_at"))
        yield page_id, action, at, details


def _hours_asked_for(
    updates: QuerySet[UpdatePage],
) -> defaultdict[int, Iterator[dt.datetime | None]]:
    """Returns {page: the requested publication time of each submitted version}, in order. Wagtail's
    log names another revision if one was submitted again."""
    states = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=updates.order_by().values(key=Cast("pk", CharField())),
    ).order_by("started_at", "pk")
    hours: defaultdict[int, list[dt.datetime | None]] = defaultdict(list)
    for key, hour in states.values_list(
        "workflow_state__object_id", "revision__content__go_live_at"
    ):
        hours[int(key)].append(_moment(hour))
    return defaultdict(lambda: iter(()), {pk: iter(each) for pk, each in hours.items()})


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None


def plans_taken_back() -> list[UUID]:
    """Returns updates that are scheduled according to their postings, but have no scheduled
    revision anymore: code canceled the schedule without a signal. Three queries."""
    planned = Posting.objects.filter(
        published_at__isnull=False,
        last_published_at__isnull=True,
        withdrawn_at__isnull=True,
    ).values_list("page_uuid", flat=True)
    pages = dict(
        UpdatePage.objects.filter(translation_key__in=list(planned)).values_list(
            "pk", "translation_key"
        )
    )
    scheduled = Revision.objects.filter(
        approved_go_live_at__isnull=False, object_id__in=[str(pk) for pk in pages]
    ).values_list("object_id", flat=True)
    for object_id in scheduled:
        pages.pop(int(object_id), None)
    return list(pages.values())


def updates_without_posting() -> QuerySet[UpdatePage]:
    """Returns updates that were submitted, scheduled or live but have no posting."""
    actions = SUBMITTED | PUBLISHED | PLANNED
    logged = PageLogEntry.objects.filter(page=OuterRef("pk"), action__in=actions)
    noted = Posting.objects.filter(page_uuid=OuterRef("translation_key"))
    return UpdatePage.objects.filter(~Exists(noted)).filter(Q(live=True) | Exists(logged))


@transaction.atomic
def reconcile_postings() -> int:
    """Adds missing postings and returns their number. Never overwrites a posting.

    Marks the standings of their classes as outdated; the nightly run recomputes them. One query if
    nothing is missing."""
    missing_keys = dict(updates_without_posting().values_list("pk", "translation_key"))
    if not missing_keys:
        return 0
    updates = UpdatePage.objects.filter(pk__in=list(missing_keys))
    missing = facts_of(updates)
    titles: dict[Any, str] = dict(updates.values_list("translation_key", "title"))
    Posting.objects.bulk_create(
        Posting(
            page_uuid=fact.page_uuid,
            classroom_id=fact.classroom_id,
            title=titles[fact.page_uuid],
            submitted_at=fact.submitted_at,
            returned_at=fact.returned_at,
            published_at=fact.published_at,
            go_live_at=fact.go_live_at,
            last_published_at=fact.last_published_at,
            withdrawn_at=fact.withdrawn_at,
            revision_id=fact.revision_id,
        )
        for fact in missing
    )
    ClassroomStanding.objects.filter(classroom__in=[fact.classroom_id for fact in missing]).update(
        holds_until=None
    )
    return len(missing)
