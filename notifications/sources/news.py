"""The updates of classes: which go out when, and what a message says of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from classroom.ledger import district_zone, posting_days
from classroom.models import Posting, UpdatePage
from classroom.presentation.telling import readable
from district_cms.procedure.slots import Post

from ..digests.build import News
from ..digests.schedule import Dated, first_window, goes_out, posting_days_of
from .classes import ClassFacts

# Whether a class was silent on a posting day is seen in this many days of postings.
REMEMBERED = dt.timedelta(days=90)


def news(
    classes: Iterable[ClassFacts],
    window: dt.datetime,
    at: dt.time,
    *,
    oldest: dt.datetime,
    early: bool = False,
) -> dict[UUID, list[News]]:
    """The live updates of these classes that go out after `oldest` and up to `window`, by class;
    with `early` also those that still wait for their posting day. Three queries."""
    zone = district_zone()
    by_pk = {facts.pk: facts for facts in classes}
    dated = _dated(by_pk, window)
    days = posting_days(window.astimezone(zone).date())
    found: dict[UUID, list[News]] = defaultdict(list)
    for pk, updates in dated.items():
        own_days = [day for day in days if day >= by_pk[pk].starts_on]
        meant = posting_days_of(updates, own_days, zone)
        for update in updates:
            moment = goes_out(update.live_at, meant[update.key], at, zone)
            soonest = first_window(update.live_at, at, zone)
            if oldest < moment and (soonest if early else moment) <= window:
                found[by_pk[pk].page].append(News(UUID(update.key), moment, soonest))
    wanted = [item.page for items in found.values() for item in items]
    public = readable(wanted)
    return {page: [i for i in items if i.page in public] for page, items in found.items()}


def coming(
    classes: Iterable[ClassFacts], window: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """The live updates of these classes that went live before `window` and have a day from `first`
    to `last`, by class, the oldest first; only classes that have any. Two queries."""
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    has_day = Q()
    for day in days:
        has_day |= Q(said_events__contains=day) | Q(said_assignments__contains=day)
    dated = UpdatePage.objects.live().public().filter(first_published_at__gt=window - REMEMBERED)
    keys = set(
        dated.annotate(
            said_events=Cast("events", TextField()),
            said_assignments=Cast("assignments", TextField()),
        )
        .filter(has_day)
        .values_list("translation_key", flat=True)
    )
    by_pk = {facts.pk: facts.page for facts in classes}
    rows = Posting.objects.filter(
        page_uuid__in=keys, published_at__lte=window, withdrawn_at__isnull=True
    ).order_by("published_at", "pk")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for room, key in rows.values_list("classroom_id", "page_uuid"):
        if room in by_pk:
            found[by_pk[room]].append(key)
    return {page: tuple(own) for page, own in found.items()}


def _dated(by_pk: dict[int, ClassFacts], window: dt.datetime) -> dict[int, list[Dated]]:
    rows = Posting.objects.filter(
        classroom_id__in=by_pk,
        submitted_at__gte=window - REMEMBERED,
        published_at__isnull=False,
        last_published_at__isnull=False,
        withdrawn_at__isnull=True,
    )
    found: dict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        assert row.submitted_at is not None
        assert row.published_at is not None
        post = Post(str(row.page_uuid), row.submitted_at, row.published_at, row.go_live_at)
        found[row.classroom_id].append(Dated(post.key, post.dated_at, row.published_at))
    return found
