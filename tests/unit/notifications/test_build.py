"""The content of digests."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.digests.grouping import (
    ClassMail,
    Digest,
    News,
    Reason,
    Recipient,
    Skipped,
    SubscribedScope,
    digest_for,
)

WINDOW = dt.datetime(2026, 11, 25, 0, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LONG_AGO = WINDOW - 60 * DAY
MATH, ART, BAND = UUID(int=1), UUID(int=2), UUID(int=3)
PERSON = UUID(int=99)


def update(number: int) -> UUID:
    return UUID(int=1000 + number)


def recipient(*subscribed: SubscribedScope, sent: tuple[int, ...] = ()) -> Recipient:
    return Recipient(
        PERSON, "parent@example.net", "en", subscribed, frozenset(update(number) for number in sent)
    )


def on(*pages: UUID, since: dt.datetime = LONG_AGO) -> dict[UUID, ClassMail]:
    return {page: ClassMail(page, since) for page in pages}


def subscribed(
    *pages: UUID, scope: str = "class", started: dt.datetime = LONG_AGO
) -> SubscribedScope:
    return SubscribedScope(scope, started, pages)


NEWS = {
    MATH: [News(update(1), WINDOW), News(update(2), WINDOW - DAY)],
    ART: [News(update(3), WINDOW)],
}


def test_one_message_contains_all_classes_of_a_person_the_oldest_update_first() -> None:
    built = digest_for(
        recipient(subscribed(ART), subscribed(MATH)),
        window=WINDOW,
        classes=on(MATH, ART),
        news=NEWS,
    )
    assert isinstance(built, Digest)
    assert [(g.page, g.updates) for g in built.groups] == [
        (ART, (update(3),)),
        (MATH, (update(2), update(1))),
    ]


def test_the_child_s_own_class_comes_before_those_of_a_whole_school() -> None:
    built = digest_for(
        recipient(
            subscribed(ART, MATH, scope="school", started=LONG_AGO),
            subscribed(MATH, started=LONG_AGO + DAY),
        ),
        window=WINDOW,
        classes=on(MATH, ART),
        news=NEWS,
    )
    assert isinstance(built, Digest)
    assert [group.page for group in built.groups] == [MATH, ART]


@pytest.mark.parametrize("who, classes, news, reason", [
    (recipient(subscribed(BAND)), on(BAND), NEWS, Reason.NOTHING_NEW),
    (recipient(subscribed(MATH)), on(MATH), {}, Reason.NOTHING_NEW),
    (recipient(subscribed(MATH), sent=(1, 2)), on(MATH), NEWS, Reason.SENT_BEFORE),
    (recipient(subscribed(MATH)), {MATH: ClassMail(MATH, None)}, NEWS, Reason.MAIL_OFF),
    (recipient(subscribed(MATH)), {}, NEWS, Reason.NO_CLASSES),
    (recipient(subscribed(scope="school")), on(MATH), NEWS, Reason.NO_CLASSES),
    (recipient(), on(MATH), NEWS, Reason.NO_CLASSES),
    # subscribed after it went out
    (recipient(subscribed(MATH, started=WINDOW)), on(MATH), NEWS, Reason.NOTHING_NEW),
    # the teacher turned mail on after it went out
    (recipient(subscribed(MATH)), on(MATH, since=WINDOW), NEWS, Reason.NOTHING_NEW),
    # not yet, or too old
    (recipient(subscribed(MATH)), on(MATH), {MATH: [News(update(1), WINDOW + DAY)]},
     Reason.NOTHING_NEW),
    (recipient(subscribed(MATH)), on(MATH), {MATH: [News(update(1), WINDOW - 14 * DAY)]},
     Reason.NOTHING_NEW),
])  # fmt: skip
def test_nobody_gets_an_empty_message_and_the_reason_is_known(
    who: Recipient, classes: dict[UUID, ClassMail], news: dict[UUID, list[News]], reason: Reason
) -> None:
    built = digest_for(who, window=WINDOW, classes=classes, news=news)
    assert isinstance(built, Skipped)
    assert built.reason == reason


def test_people_who_subscribe_before_the_window_get_its_updates() -> None:
    who = recipient(subscribed(MATH, started=WINDOW - dt.timedelta(hours=1)))
    built = digest_for(who, window=WINDOW, classes=on(MATH), news=NEWS)
    assert isinstance(built, Digest)
    assert built.updates == (update(1),)


windows = st.lists(
    st.integers(0, 40).map(lambda days: WINDOW - 20 * DAY + days * DAY),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(
    st.lists(st.tuples(st.sampled_from([MATH, ART]), st.integers(0, 30)), max_size=12),
    windows,
)
def test_no_update_is_sent_twice_or_too_early(
    published: list[tuple[UUID, int]], runs: list[dt.datetime]
) -> None:
    news: dict[UUID, list[News]] = {MATH: [], ART: []}
    for number, (page, day) in enumerate(published):
        news[page].append(News(update(number), WINDOW - 15 * DAY + day * DAY))
    goes = {item.page: item.goes_out for items in news.values() for item in items}
    had: list[UUID] = []
    for run in sorted(runs):
        who = Recipient(
            PERSON, "parent@example.net", "en", (subscribed(MATH), subscribed(ART)), frozenset(had)
        )
        built = digest_for(who, window=run, classes=on(MATH, ART), news=news)
        if isinstance(built, Digest):
            assert all(goes[page] <= run for page in built.updates)
            had.extend(built.updates)
    assert len(had) == len(set(had))


@given(st.lists(st.tuples(st.sampled_from([MATH, ART]), st.integers(0, 30)), max_size=12))
def test_with_a_window_each_day_no_update_is_lost(published: list[tuple[UUID, int]]) -> None:
    news: dict[UUID, list[News]] = {MATH: [], ART: []}
    for number, (page, day) in enumerate(published):
        news[page].append(News(update(number), WINDOW - 15 * DAY + day * DAY))
    had: set[UUID] = set()
    for day in range(-20, 31):
        who = Recipient(
            PERSON, "parent@example.net", "en", (subscribed(MATH), subscribed(ART)), frozenset(had)
        )
        built = digest_for(who, window=WINDOW + day * DAY, classes=on(MATH, ART), news=news)
        if isinstance(built, Digest):
            had.update(built.updates)
    assert had == {update(number) for number in range(len(published))}
