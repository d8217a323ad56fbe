"""The updates of classes and the posts of activities: which go out when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models.functions import Left, Length

from classroom.ledger.keeping import district_zone, posting_days
from classroom.models import Posting
from classroom.presentation.telling import readable
from district_cms.activities.models import PostPage
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
    with `early` also those that still wait for their posting day. Posts of activities wait for
    none. Three queries, four where there are activities."""
    zone = district_zone()
    by_pk = {facts.pk: facts for facts in classes}
    dated = _dated(by_pk, window)
    days = posting_days(window.astimezone(zone).date())
    found: dict[UUID, list[News]] = defaultdict(list)
    for pk, updates in dated.items():
        # What comes after the last one of its year waits for none: in the next, it is over.
        own_days = [day for day in days if by_pk[pk].starts_on <= day <= by_pk[pk].ends_on]
        meant = posting_days_of(updates, own_days, zone)
        for update in updates:
            moment = goes_out(update.live_at, meant[update.key], at, zone)
            soonest = first_window(update.live_at, at, zone)
            if oldest < moment and (soonest if early else moment) <= window:
                found[by_pk[pk].page].append(News(UUID(update.key), moment, soonest))
    for page, post, live_at in _posts(by_pk.values(), window):
        moment = first_window(live_at, at, zone)
        if oldest < moment <= window:
            found[page].append(News(post, moment, moment))
    wanted = [item.page for items in found.values() for item in items]
    public = readable(wanted)
    return {page: [i for i in items if i.page in public] for page, items in found.items()}


def _posts(
    followed: Iterable[ClassFacts], window: dt.datetime
) -> Iterator[tuple[UUID, UUID, dt.datetime]]:
    """Of each live post its activity, its own UUID, and when it went live."""
    by_path = {facts.path: facts.page for facts in followed if facts.is_activity}
    if not by_path:
        return
    rows = PostPage.objects.live().annotate(
        activity=Left("path", Length("path") - PostPage.steplen)
    )
    rows = rows.filter(
        activity__in=by_path,
        first_published_at__gte=window - REMEMBERED,
        first_published_at__lte=window,
    )
    found = rows.order_by("first_published_at", "pk")
    for path, key, live_at in found.values_list(
        "activity", "translation_key", "first_published_at"
    ):
        yield by_path[path], key, live_at


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
