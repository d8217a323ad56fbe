"""The postings, worked out again from Wagtail's own log.

The log is written by Wagtail for every submission, publication and withdrawal. The nightly run
compares: a page that went live without a signal gets its posting, and an auditor can see that the
ledger is what the history says.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from ..models import ClassroomPage, ClassroomStanding, Posting, UpdatePage

CREATED = "wagtail.create"
SUBMITTED = {"wagtail.workflow.start", "wagtail.workflow.resume"}
RETURNED = {"wagtail.workflow.reject"}
CANCELED = {"wagtail.workflow.cancel"}
# Without "wagtail.revert", which is a draft that takes up an older version again.
PUBLISHED = {"wagtail.publish", "wagtail.publish.scheduled"}
WITHDRAWN = {"wagtail.unpublish", "wagtail.unpublish.scheduled"}
# Lines of the log that one step of one person writes lie no further apart.
ONE_STEP = dt.timedelta(seconds=5)
_ABOVE = Left("path", Length("path") - Page.steplen)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the log says of one update. Times are aware."""

    page_uuid: UUID
    classroom_id: int
    submitted_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    published_at: dt.datetime | None = None
    last_published_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    # A submission that was taken back, and when.
    given_up: tuple[dt.datetime | None, dt.datetime] | None = None

    def after(self, action: str, at: dt.datetime) -> "Fact":
        if action in SUBMITTED:
            return replace(self, submitted_at=self.submitted_at or at, returned_at=None)
        if action in RETURNED and self.published_at is None:
            return replace(self, returned_at=at)
        if action in CANCELED and self.published_at is None:
            given_up = (self.submitted_at, at)
            return replace(self, submitted_at=None, returned_at=None, given_up=given_up)
        if action in PUBLISHED:
            return replace(
                self,
                submitted_at=self.submitted_at or self._given_up_just_before(at) or at,
                published_at=self.published_at or at,
                last_published_at=at,
                withdrawn_at=None,
                returned_at=None,
            )
        if action in WITHDRAWN:
            return replace(self, withdrawn_at=at)
        return self

    def _given_up_just_before(self, at: dt.datetime) -> dt.datetime | None:
        # Publishing what still waits for review ends the review first, and logs that first.
        if self.given_up is None or at - self.given_up[1] > ONE_STEP:
            return None
        return self.given_up[0]


def facts_from_history(classroom_ids: Iterable[int] | None = None) -> list[Fact]:
    """One fact an update that was ever submitted or live, in the order of the tree.

    Four queries, whatever the number of classes.
    """
    updates = UpdatePage.objects.all()
    if classroom_ids is not None:
        paths = ClassroomPage.objects.filter(pk__in=list(classroom_ids)).values("path")
        updates = updates.annotate(above=_ABOVE).filter(above__in=paths)
    return _facts(updates)


def _facts(updates: QuerySet[UpdatePage]) -> list[Fact]:
    """The facts of these updates."""
    wanted = list(updates.order_by("path").values_list("pk", "path", "translation_key"))
    above = {path[: -Page.steplen] for _pk, path, _uuid in wanted}
    by_path = dict(ClassroomPage.objects.filter(path__in=above).values_list("path", "pk"))
    facts: dict[int, Fact] = {}
    for pk, path, uuid in wanted:
        classroom_id = by_path.get(path[: -Page.steplen])
        if classroom_id is not None:
            facts[pk] = Fact(uuid, classroom_id)
    begun: dict[int, dt.datetime] = {}
    log = PageLogEntry.objects.filter(
        page__in=updates.order_by().values("pk"),
        action__in={CREATED} | SUBMITTED | RETURNED | CANCELED | PUBLISHED | WITHDRAWN,
    ).order_by("timestamp", "pk")
    for page_id, action, at in log.values_list("page_id", "action", "timestamp"):
        if page_id in facts:
            begun.setdefault(page_id, at)
            facts[page_id] = facts[page_id].after(action, at)
    live = updates.filter(live=True).order_by().values_list("pk", "first_published_at")
    for pk, published_at in live:
        # Live without a line in the log: made by code that writes none, and often no date either.
        if pk in facts and facts[pk].published_at is None:
            at = published_at or begun.get(pk) or timezone.now()
            facts[pk] = facts[pk].after("wagtail.publish", at)
    return [fact for fact in facts.values() if fact.submitted_at is not None]


def plans_taken_back() -> list[UUID]:
    """Updates that were to go live later, by their postings, and that no revision plans any more.

    Wagtail says nothing when someone takes a plan back. Three queries.
    """
    planned = Posting.objects.filter(
        go_live_at__isnull=False,
        published_at__isnull=False,
        last_published_at__isnull=True,
        withdrawn_at__isnull=True,
    ).values_list("page_uuid", flat=True)
    pages = dict(
        UpdatePage.objects.filter(translation_key__in=list(planned)).values_list(
            "pk", "translation_key"
        )
    )
    kept = Revision.objects.filter(
        approved_go_live_at__isnull=False, object_id__in=[str(pk) for pk in pages]
    ).values_list("object_id", flat=True)
    for object_id in kept:
        pages.pop(int(object_id), None)
    return list(pages.values())


def updates_without_posting() -> QuerySet[UpdatePage]:
    """Updates that were submitted or live, and of which the ledger knows nothing."""
    told = PageLogEntry.objects.filter(page=OuterRef("pk"), action__in=SUBMITTED | PUBLISHED)
    noted = Posting.objects.filter(page_uuid=OuterRef("translation_key"))
    return UpdatePage.objects.filter(~Exists(noted)).filter(Q(live=True) | Exists(told))


@transaction.atomic
def reconcile_postings() -> int:
    """Add postings that are missing. Returns how many were. Never overwrites a posting.

    Their classes do not stand any more as the ledger says: the nightly run works them out. One
    query where nothing is missing.
    """
    found = dict(updates_without_posting().values_list("pk", "translation_key"))
    if not found:
        return 0
    updates = UpdatePage.objects.filter(pk__in=list(found))
    missing = _facts(updates)
    titles: dict[Any, str] = dict(updates.values_list("translation_key", "title"))
    Posting.objects.bulk_create(
        Posting(
            page_uuid=fact.page_uuid,
            classroom_id=fact.classroom_id,
            title=titles[fact.page_uuid],
            submitted_at=fact.submitted_at,
            returned_at=fact.returned_at,
            published_at=fact.published_at,
            last_published_at=fact.last_published_at,
            withdrawn_at=fact.withdrawn_at,
        )
        for fact in missing
    )
    ClassroomStanding.objects.filter(classroom__in=[fact.classroom_id for fact in missing]).update(
        holds_until=None
    )
    return len(missing)
